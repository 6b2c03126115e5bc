// A zone or a cluster: its kill switches, its guards, its hosts.

import { list } from './api.js';
import { otherVerbs, offers, switchButtons } from './actions.js';
import { holdFor, isLaid, notices } from './directives.js';
import { HostList } from './hostlist.js';
import { HostMap, byName, byUrgency } from './map.js';
import { clusterMap } from './overview.js';
import { clustersOf, hostsOf, places, stream } from './live.js';
import { needsAttention, rank } from './states.js';
import { every, link, pill, section, stateBadge } from './ui.js';

const { h, computed, defineComponent, ref, watch } = Vue;
const { Alert, Spin } = antd;
const PERIOD = 5000;
const SUSPECT = ['Suspect', 'Checking', 'Recovering', 'Fencing'];

export const PlacePage = defineComponent({
    props: { kind: { type: String, required: true }, id: { type: String, required: true } },
    setup(props) {
        const place = computed(() => places.value.byId.get(props.id));
        const found = computed(() => (place.value ? hostsOf(place.value).sort(byName) : []));
        const guards = ref([]);
        const ask = async () => {
            if (offers('listHAStormGuards')) {
                guards.value = await list('listHAStormGuards').catch(() => guards.value);
            }
        };
        watch(() => props.id, ask, { immediate: true });
        every(PERIOD, ask);
        return () => (place.value ? h('div', { class: 'page', 'data-test': props.kind }, show(props.kind, place.value, found.value, guards.value))
            : stream.loaded ? h(Alert, { type: 'warning', message: `There is no such ${props.kind}.`, showIcon: true })
                : h(Spin, { class: 'wait' }));
    },
});

function show(kind, place, found, guards) {
    const pod = places.value.byId.get(place.parent);
    const zone = places.value.byId.get(pod?.parent);
    const trouble = found.filter(needsAttention).sort(byUrgency);
    const verbs = otherVerbs(kind, place, makesSense(place));
    return [
        h('nav', { class: 'crumbs', 'aria-label': 'Where it is' }, [link('', '', 'Overview'), zone
            ? [' / ', link('zone', zone.id, zone.name), ` / ${pod.name}`] : '']),
        h('h1', `${kind === 'zone' ? 'Zone' : 'Cluster'} ${place.name}`),
        ...notices(holdFor([place.id, pod?.id, zone?.id].filter(Boolean))),
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
            : h('div', { class: 'clusters' }, clustersOf(place).map((cluster) => clusterMap(cluster,
                found.filter((host) => host.clusterId === cluster.id), 'h3')))]),
        section('Hold back, and set up', h('div', { class: 'actions' }, [h('div', verbs.work), h('div', verbs.setup)])),
    ];
}

/** Only what ends something that is in force, or begins what is not. */
function makesSense(place) {
    const laid = (kind) => isLaid(kind, place.id);
    const when = {
        enableHAObserveModeForCluster: !laid('OBSERVE'), disableHAObserveModeForCluster: laid('OBSERVE'),
        suspendHAForCluster: !laid('SUSPEND'), resumeHAForCluster: laid('SUSPEND'), disarmHA: !laid('DISARM'), armHA: laid('DISARM'),
    };
    return (name) => when[name] ?? true;
}

function switchLine(label, on, tells) {
    return h('div', { class: 'switch', 'data-test': `switch-${label}` }, [pill(on ? 'on' : 'OFF', on ? 'good' : 'bad'),
        h('b', label), h('span', { class: 'hint' }, tells)]);
}

/** The guards that have a say here: those of the clusters, and the one of all clusters. */
function stormGuard(kind, place, found, guards) {
    const ids = new Set(clustersOf(place).map((cluster) => cluster.id));
    const ours = guards.filter((guard) => guard.scope === 'All' || ids.has(guard.clusterid));
    const suspects = found.filter((host) => SUSPECT.includes(host.haState)).length;
    const shown = ours.some((guard) => guard.scope !== 'All') ? ours
        : [{ scope: 'Cluster', clusterid: place.id, clustername: place.name, closed: false }, ...ours];
    return [
        ...shown.map((guard) => h('div', { key: guard.clusterid ?? 'all', class: 'switch', 'data-test': `guard-${guard.clustername ?? 'all'}` }, [
            pill(guard.closed ? 'CLOSED' : 'open', guard.closed ? 'bad' : 'good'),
            h('b', guard.clustername ?? 'All clusters'),
            h('span', { class: 'hint' }, guard.closed ? 'Nothing is recovered or fenced: too many are suspect at once.'
                : guard.level > 0 ? `Closes again when more than ${guard.level} are suspect.` : 'Recovers and fences.')])),
        h('p', { class: 'hint' }, `${suspects} of ${found.length} hosts here are suspect or worse. A guard closes by itself when so`
            + ' many look dead at once that something which they share must have failed; the share and the cool-down are settings,'
            + ' ha.storm.guard.*'),
    ];
}

function counts(found) {
    const by = new Map();
    found.forEach((host) => by.set(host.haState, (by.get(host.haState) ?? 0) + 1));
    return h('div', { class: 'legend' }, [...by].sort(([a], [b]) => rank(a) - rank(b))
        .map(([name, count]) => h('span', { key: name }, [h('b', `${count} `), stateBadge(name, 12)])));
}
