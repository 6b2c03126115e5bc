// One look: how many hosts are in which state, who needs somebody, and where they are.

import { HostList, tellsProof } from './hostlist.js';
import { HostMap, byName, byUrgency } from './map.js';
import { apis, ask, button, offers } from './actions.js';
import { directives, isLaid, notices } from './directives.js';
import { clustersOf, hosts, places, stream } from './live.js';
import { HA_STATES, POWER_STATES, needsAttention, unproven } from './states.js';
import { link, now, pill, powerBadge, section, stateBadge } from './ui.js';

const { h, computed, defineComponent, ref } = Vue;
const { Empty, Input, Spin } = antd;
const MINUTE = 60000;

export const Overview = defineComponent({
    setup() {
        const wanted = ref('');
        const chosen = ref('');
        const minute = computed(() => Math.floor(now.value / MINUTE) * MINUTE);
        const all = computed(() => [...hosts.value.values()]);
        const matching = computed(() => all.value.filter((host) => (!chosen.value || host.haState === chosen.value)
            && (!wanted.value || host.name.toLowerCase().includes(wanted.value.toLowerCase()))));
        const byCluster = computed(() => {
            const groups = new Map();
            for (const host of matching.value) {
                groups.has(host.clusterId) || groups.set(host.clusterId, []);
                groups.get(host.clusterId).push(host);
            }
            groups.forEach((group) => group.sort(byName));
            return groups;
        });
        const counts = computed(() => {
            const found = new Map();
            all.value.forEach((host) => found.set(host.haState, (found.get(host.haState) ?? 0) + 1));
            return found;
        });
        const trouble = computed(() => all.value.filter(needsAttention).sort(byUrgency));
        const unproved = computed(() => all.value.filter((host) => unproven(host, minute.value)).sort(byName));

        return () => (!stream.loaded ? h(Spin, { class: 'wait', tip: 'Loading hosts' }) : h('div', { class: 'page', 'data-test': 'overview' }, [
            h('h1', ['Overview', h('span', { class: 'right' }, disarmButtons())]),
            ...notices(directives.value.filter((one) => !one.scopeid)),
            h('div', { class: 'counts', role: 'group', 'aria-label': 'Hosts by HA state' }, [
                h('button', { class: chosen.value === '' ? 'count chosen' : 'count', 'aria-pressed': chosen.value === '', onClick: () => { chosen.value = ''; } },
                    [h('b', all.value.length), h('span', 'Hosts')]),
                HA_STATES.filter((state) => counts.value.has(state.name)).map((state) => h('button', {
                    key: state.name, class: chosen.value === state.name ? 'count chosen' : 'count',
                    'data-test': `count-${state.name}`, 'aria-pressed': chosen.value === state.name, title: state.tells,
                    onClick: () => { chosen.value = chosen.value === state.name ? '' : state.name; },
                }, [h('b', counts.value.get(state.name)), h('span', [stateBadge(state.name)])]))]),
            section(`Need attention (${trouble.value.length})`, trouble.value.length
                ? h(HostList, { hosts: trouble.value, label: 'Hosts that need attention' })
                : h('p', { class: 'fine' }, [pill('all well', 'good'), ' No host needs attention.'])),
            section('Map', [
                legend(),
                matching.value.length ? places.value.zones.map((zone) => zoneMap(zone, byCluster.value))
                    : h(Empty, { description: all.value.length ? 'No host is like that.' : 'There are no hosts yet.' })],
            h(Input.Search, {
                value: wanted.value, placeholder: 'Host name', 'aria-label': 'Find hosts by name', allowClear: true, class: 'find',
                'onUpdate:value': (value) => { wanted.value = value; },
            })),
            section(`Fencing not proven lately (${unproved.value.length})`, unproved.value.length
                ? h(HostList, { hosts: unproved.value, label: 'Hosts whose fencing has not been proven lately', tells: tellsProof, most: 5 })
                : h('p', { class: 'fine' }, [pill('proven', 'good'), ' Every host that HA looks after has been proven fenceable within the last two days.'])),
        ]));
    },
});

/** The one switch for everything. */
function disarmButtons() {
    const command = isLaid('DISARM', null) ? 'armHA' : 'disarmHA';
    return offers(command) ? [button(command === 'armHA' ? 'Arm HA again' : 'Disarm all', () => ask(apis.value.get(command)),
        { danger: command === 'disarmHA', 'data-test': command })] : [];
}

function legend() {
    return h('div', { class: 'legend', 'aria-hidden': 'true' }, [
        HA_STATES.map((state) => stateBadge(state.name, 12)), h('span', { class: 'split' }, 'Power, where it is not On:'),
        POWER_STATES.slice(1).map((state) => powerBadge(state.name, 12))]);
}

function zoneMap(zone, byCluster) {
    const pods = places.value.pods.filter((pod) => pod.parent === zone.id
        && clustersOf(pod).some((cluster) => byCluster.has(cluster.id)));
    return pods.length ? h('div', { key: zone.id, class: 'zone' }, [
        h('h3', [link('zone', zone.id, zone.name), ...switches(zone)]),
        pods.map((pod) => h('div', { key: pod.id, class: 'pod' }, [
            h('h4', pod.name),
            h('div', { class: 'clusters' }, clustersOf(pod).filter((cluster) => byCluster.has(cluster.id)).map(
                (cluster) => clusterMap(cluster, byCluster.get(cluster.id), 'h5'))),
        ])),
    ]) : null;
}

/** @param heading the level that fits where it is shown, such as h5 */
export function clusterMap(cluster, found, heading) {
    return h('div', { key: cluster.id, class: 'cluster' }, [
        h(heading, [link('cluster', cluster.id, cluster.name), h('span', { class: 'hint' }, found.length === 1 ? '1 host' : `${found.length} hosts`), ...switches(cluster)]),
        h(HostMap, { hosts: found, label: `${cluster.name}: ${found.length} hosts, ${found.filter(needsAttention).length} need attention` }),
    ]);
}

const switches = (place) => [place.ha ? null : pill('Host HA off', 'bad'),
    place.power ? null : pill('out-of-band management off', 'bad')];
