// A zone or a cluster: its kill switches, its guards, its hosts.

import { list } from './api.js';
import { otherVerbs, offers, switchButtons } from './actions.js';
import { HostList } from './hostlist.js';
import { HostMap, byName, byUrgency } from './map.js';
import { clustersOf, hostsOf, places, stream } from './live.js';
import { needsAttention, rank } from './states.js';
import { link, section, stateBadge, tag } from './ui.js';

const { h, computed, defineComponent, onBeforeUnmount, ref, watch } = Vue;
const { Alert, Spin } = antd;
const PERIOD = 5000;

export const PlacePage = defineComponent({
    props: { kind: { type: String, required: true }, id: { type: String, required: true } },
    setup(props) {
        const place = computed(() => places.value.byId.get(props.id));
        const found = computed(() => (place.value ? hostsOf(place.value).sort(byName) : []));
        const guards = ref(null);
        const ask = async () => {
            if (!offers('listHostHAStormGuards')) {
                return;
            }
            guards.value = await list('listHostHAStormGuards', { [`${props.kind}id`]: props.id }).catch(() => null);
        };
        watch(() => props.id, ask, { immediate: true });
        const timer = setInterval(ask, PERIOD);
        onBeforeUnmount(() => clearInterval(timer));
        return () => (place.value ? h('div', { class: 'page', 'data-test': props.kind }, show(props.kind, place.value, found.value, guards.value))
            : stream.loaded ? h(Alert, { type: 'warning', message: `There is no such ${props.kind}.`, showIcon: true })
                : h(Spin, { class: 'wait' }));
    },
});

function show(kind, place, found, guards) {
    const parent = places.value.byId.get(places.value.byId.get(place.parent)?.parent);
    const trouble = found.filter(needsAttention).sort(byUrgency);
    return [
        h('nav', { class: 'crumbs', 'aria-label': 'Where it is' }, [link('', '', 'Overview'), kind === 'cluster' && parent
            ? [' / ', link('zone', parent.id, parent.name), ` / ${places.value.byId.get(place.parent).name}`] : '']),
        h('h1', `${kind === 'zone' ? 'Zone' : 'Cluster'} ${place.name}`),
        h('div', { class: 'two' }, [
            section('Kill switches', [
                switchLine('Host HA', place.ha, 'Nothing here is recovered or fenced while it is off.'),
                switchLine('Out-of-band management', place.power, 'No power is changed here while it is off.'),
                h('div', { class: 'actions' }, [h('div', switchButtons(kind, place, place))]),
            ]),
            section('Storm guard', stormGuard(kind, place, found, guards)),
        ]),
        trouble.length ? section(`Need attention (${trouble.length})`, h(HostList, { hosts: trouble, label: 'Hosts that need attention' })) : null,
        section(`Hosts (${found.length})`, [counts(found), kind === 'cluster'
            ? h(HostMap, { hosts: found, label: `${place.name}: ${found.length} hosts` })
            : clustersOf(place).map((cluster) => h('div', { key: cluster.id, class: 'cluster' }, [
                h('h3', [link('cluster', cluster.id, cluster.name)]),
                h(HostMap, { hosts: found.filter((host) => host.clusterId === cluster.id), label: cluster.name })]))]),
    ];
}

function switchLine(label, on, tells) {
    return h('div', { class: 'switch', 'data-test': `switch-${label}` }, [tag(on ? 'on' : 'OFF', on ? 'success' : 'error'), h('b', label), h('span', { class: 'hint' }, tells)]);
}

/** What the server tells of the guard, or what it has told the hosts. */
function stormGuard(kind, place, found, guards) {
    const suspects = found.filter((host) => ['Suspect', 'Checking', 'Recovering', 'Fencing'].includes(host.haState)).length;
    const held = found.filter((host) => host.reason?.includes('storm guard')).length;
    const told = (guards ?? []).map((guard, i) => h('div', { key: i, class: 'switch' }, Object.entries(guard)
        .filter(([name]) => !/id$/.test(name)).map(([name, value]) => h('span', `${name}: ${value} `))));
    return [
        h('div', { class: 'switch' }, [tag(held ? 'closed' : 'open', held ? 'error' : 'success'),
            h('span', held ? `${held} hosts are held back: too many were suspect at once.`
                : `${suspects} of ${found.length} hosts are suspect or worse.`)]),
        ...told,
        h('p', { class: 'hint' }, 'It closes by itself when too large a share of the hosts look dead at once: then'
            + ' something that they share has failed. The share and the cool-down are settings: ha.storm.guard.*'),
        h('div', { class: 'actions' }, [h('div', otherVerbs(kind, place))]),
    ];
}

function counts(found) {
    const by = new Map();
    found.forEach((host) => by.set(host.haState, (by.get(host.haState) ?? 0) + 1));
    return h('div', { class: 'legend' }, [...by].sort(([a], [b]) => rank(a) - rank(b))
        .map(([name, count]) => h('span', { key: name }, [h('b', `${count} `), stateBadge(name, 12)])));
}
