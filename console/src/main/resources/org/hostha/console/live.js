// The cloud as the server last told it. The stream is read with fetch, because an EventSource could send the session's
// key in its URL only.

import { forget, session } from './api.js';

const { reactive, shallowRef } = Vue;
const FIELDS = ['id', 'name', 'clusterId', 'status', 'resourceState', 'haEnabled', 'haState', 'powerManaged', 'power',
    'proven', 'obstacle', 'reason', 'custody'];
const RETRY = 2000;

/** Replaced as a whole at each change: ten thousand hosts are too many to watch one by one. */
export const hosts = shallowRef(new Map());
export const places = shallowRef({ zones: [], pods: [], clusters: [], byId: new Map() });
export const stream = reactive({ up: false, loaded: false, lastEvent: 0, lastAlert: 0 });

let controller = null;

/** Listens until the session ends; after a break all is read anew. */
export async function listen() {
    hush();
    const mine = new AbortController();
    controller = mine;
    while (!mine.signal.aborted && session.key()) {
        try {
            await follow(mine.signal);
        } catch (failure) {
            if (mine.signal.aborted) {
                return;
            }
        }
        stream.up = false;
        await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
}

export function hush() {
    controller?.abort();
    controller = null;
    stream.up = false;
}

async function follow(signal) {
    const response = await fetch('console/live', {
        method: 'POST', signal, credentials: 'same-origin',
        body: new URLSearchParams({ sessionkey: session.key() }),
    });
    if (response.status === 401) {
        forget();
        return;
    }
    if (!response.ok) {
        throw new Error(`the stream answered ${response.status}`);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let parts = [];
    for (;;) {
        const { value, done } = await reader.read();
        if (done) {
            return;
        }
        // A snapshot comes in many pieces: they are joined when the blank line at its end is there.
        parts.push(value);
        if (value.includes('\n\n') || value.startsWith('\n')) {
            const messages = parts.join('').split('\n\n');
            parts = [messages.pop()];
            messages.forEach(take);
        }
    }
}

function take(message) {
    stream.up = true;
    const data = message.split('\n').find((line) => line.startsWith('data: '));
    if (!data) {
        return;
    }
    const change = JSON.parse(data.slice(6));
    if (change.places) {
        arrange(change.places);
    }
    if (change.whole || change.hosts.length) {
        const next = change.whole ? new Map() : new Map(hosts.value);
        for (const values of change.hosts) {
            const host = Object.fromEntries(FIELDS.map((field, i) => [field, values[i]]));
            next.set(host.id, Object.freeze(host));
        }
        hosts.value = next;
    }
    stream.lastEvent = change.lastEvent ?? stream.lastEvent;
    stream.lastAlert = change.lastAlert ?? stream.lastAlert;
    stream.loaded = true;
}

function arrange(rows) {
    const of = (kind) => rows.filter((row) => row.kind === kind);
    places.value = {
        zones: of('zone'), pods: of('pod'), clusters: of('cluster'), byId: new Map(rows.map((row) => [row.id, row])),
    };
}

/** The clusters within a zone, pod or cluster. */
export function clustersOf(place) {
    const { clusters, byId } = places.value;
    return clusters.filter((cluster) => cluster.id === place.id || cluster.parent === place.id
        || byId.get(cluster.parent)?.parent === place.id);
}

export function hostsOf(place) {
    const ids = new Set(clustersOf(place).map((cluster) => cluster.id));
    return [...hosts.value.values()].filter((host) => ids.has(host.clusterId));
}
