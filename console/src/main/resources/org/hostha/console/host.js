// A host: what it is, why, since when, what happens next, and what can be done.

import { call, list } from './api.js';
import { confirm, button, offers, otherVerbs, powerButtons, switchButtons } from './actions.js';
import { StateDiagram } from './diagram.js';
import { hosts, places, stream } from './live.js';
import { unproven } from './states.js';
import { timeline, tookToFence, troubleSince } from './timeline.js';
import { age, link, now, powerBadge, section, showDate, stateBadge, tag } from './ui.js';

const { h, computed, defineComponent, onBeforeUnmount, reactive, watch } = Vue;
const { Alert, Descriptions, DescriptionsItem, Progress, Spin } = antd;
const PERIOD = 2000;
const VERDICTS = { ALIVE: 'success', DEAD: 'error', UNKNOWN: 'warning' };

export const HostPage = defineComponent({
    props: { id: { type: String, required: true } },
    setup(props) {
        const known = reactive({ explained: null, at: 0, decisions: [], whyNot: '' });
        const host = computed(() => hosts.value.get(props.id));
        let asking = false;
        const ask = async () => {
            if (asking || !host.value || host.value.haState === 'Unconfigured') {
                return;
            }
            asking = true;
            try {
                const hostid = props.id;
                const [answer, decisions] = await Promise.all([call('explainHostHA', { hostid }),
                    list('listHostHADecisions', { hostid })]);
                if (hostid === props.id) {
                    Object.assign(known, { explained: answer.hosthaexplanation, at: Date.now(), decisions, whyNot: '' });
                }
            } catch (failure) {
                Object.assign(known, { explained: null, whyNot: failure.message });
            } finally {
                asking = false;
            }
        };
        watch(() => [props.id, host.value], ask, { immediate: true });
        const timer = setInterval(ask, PERIOD);
        onBeforeUnmount(() => clearInterval(timer));
        return () => (host.value ? h('div', { class: 'page', 'data-test': 'host' }, show(host.value, known))
            : stream.loaded ? h(Alert, { type: 'warning', message: 'There is no such host.', showIcon: true })
                : h(Spin, { class: 'wait' }));
    },
});

function show(host, known) {
    const cluster = places.value.byId.get(host.clusterId);
    const pod = places.value.byId.get(cluster?.parent);
    const zone = places.value.byId.get(pod?.parent);
    const proof = unproven(host);
    return [
        h('nav', { class: 'crumbs', 'aria-label': 'Where the host is' }, [link('', '', 'Overview'), ' / ',
            zone ? link('zone', zone.id, zone.name) : '', ` / ${pod?.name ?? ''} / `,
            cluster ? link('cluster', cluster.id, cluster.name) : '']),
        h('h1', [host.name, ' ', h('span', { class: 'big', 'data-test': 'ha-state' }, [stateBadge(host.haState, 20)]),
            h('span', { class: 'big' }, [powerBadge(host.power, 20)])]),
        host.reason ? h(Alert, { class: 'reason', type: host.haState === 'Disabled' || host.haState === 'Ineligible' ? 'info' : 'warning', showIcon: true, 'data-test': 'reason',
            message: host.reason }) : null,
        proof ? h(Alert, { class: 'reason', type: 'warning', showIcon: true, message: `Fencing: ${proof}` }) : null,
        (known.explained?.holds ?? []).length ? h(Alert, { class: 'reason', type: 'error', showIcon: true,
            message: `Held back by: ${known.explained.holds.join('; ')}` }) : null,
        h('div', { class: 'two' }, [
            section('What is known', facts(host, known)),
            section('Actions', actions(host)),
        ]),
        section('State machine', h(StateDiagram, { state: host.haState, decisions: known.decisions.slice(-MOST) })),
        section('Evidence', evidence(known)),
        section('Decisions', [timeline(known.decisions), decisionList(known.decisions)]),
    ];
}

const MOST = 60;

function facts(host, known) {
    const explained = known.explained;
    const rows = [
        ['HA', `${host.haEnabled ? 'enabled' : 'disabled'}${host.haState === 'Unconfigured' ? ', no provider' : ''}`],
        ['Host status', `${host.status}, ${host.resourceState}`],
        ['Told to VM HA', explained?.vmhastatus],
        ['What happens next', explained?.nextdeadline ?? (explained ? 'nothing is due' : undefined)],
        ['Fencing proven', host.proven === null ? 'never' : `${age(now.value / 1000 - host.proven)} ago`],
        ['Custody', host.custody ? 'VM HA gets Host HA\'s answer until the host is settled' : undefined],
        ['Not explained', known.whyNot || undefined],
    ];
    return [budget(explained, known.decisions),
        h(Descriptions, { column: 1, size: 'small', bordered: true }, () => rows.filter(([, value]) => value !== undefined)
            .map(([label, value]) => h(DescriptionsItem, { key: label, label }, () => value)))];
}

/** How much of the worst case from failure to Fenced has passed. */
function budget(explained, decisions) {
    if (!explained?.timebudgetseconds) {
        return null;
    }
    const whole = explained.timebudgetseconds;
    const since = troubleSince(decisions);
    const took = tookToFence(decisions);
    const fenced = explained.hastate === 'Fenced' && took !== null;
    const passed = fenced ? took : since === null ? 0 : Math.max(0, (now.value - since) / 1000);
    const text = fenced ? `Fenced after ${age(took)}; at worst ${age(whole)}`
        : since === null ? `From a failure to Fenced: at worst ${age(whole)}`
            : `${age(passed)} of at worst ${age(whole)} to Fenced`;
    return h('div', { class: 'budget' }, [h('span', { id: 'budget' }, text), h(Progress, {
        percent: Math.min(100, Math.round(100 * passed / whole)), showInfo: false, 'aria-labelledby': 'budget',
        status: passed > whole ? 'exception' : fenced ? 'success' : 'active',
    })]);
}

function actions(host) {
    const parts = [
        ['Power', powerButtons(host)],
        ['Switches', switchButtons('host', host, { ha: host.haEnabled, power: host.powerManaged,
            haConfigured: host.haState !== 'Unconfigured', powerConfigured: host.power !== 'Unconfigured' })],
        ['Maintenance', maintenance(host)],
        ['Host HA and fencing', otherVerbs('host', host)],
    ];
    return parts.filter(([, buttons]) => buttons.length).map(([label, buttons]) => h('div', {
        key: label, class: 'actions', role: 'group', 'aria-label': label,
    }, [h('h3', label), h('div', buttons)]));
}

function maintenance(host) {
    const away = host.resourceState.endsWith('Maintenance');
    const command = away ? 'cancelHostMaintenance' : 'prepareHostForMaintenance';
    const title = away ? 'Cancel maintenance' : 'Enter maintenance';
    return offers(command) ? [button(title, () => confirm({
        title: `${title}: ${host.name}`, ok: title, danger: !away, work: () => call(command, { id: host.id }),
        tells: away ? 'The host takes VMs again, and HA looks after it.' : 'Its VMs are moved away, and HA keeps its hands off it.',
    }), { 'data-test': command })] : [];
}

function evidence(known) {
    const found = known.explained?.evidence ?? [];
    if (!found.length) {
        return h('p', { class: 'hint' }, known.whyNot || 'Nothing has been found out yet.');
    }
    const older = (now.value - known.at) / 1000;
    return h('div', { class: 'table', tabindex: 0, role: 'region', 'aria-label': 'Evidence' }, [h('table', [
        h('thead', [h('tr', ['What', 'Verdict', 'Age', 'Source', 'What was seen'].map((title) => h('th', { scope: 'col' }, title)))]),
        h('tbody', found.map((one) => h('tr', { key: one.kind }, [
            h('td', one.kind), h('td', [tag(one.verdict, VERDICTS[one.verdict])]), h('td', age(one.ageseconds + older)),
            h('td', one.source), h('td', one.detail)]))),
    ])]);
}

function decisionList(decisions) {
    return h('ol', { class: 'decisions', 'data-test': 'decisions' }, decisions.slice(-MOST).reverse().map((one) => h('li', { key: one.id }, [
        h('time', showDate(one.created)),
        h('span', { class: 'step' }, [one.fromstate === one.tostate ? stateBadge(one.tostate ?? 'Disabled')
            : [stateBadge(one.fromstate ?? 'Unconfigured'), ' → ', stateBadge(one.tostate ?? 'Disabled')]]),
        h('span', { class: 'why' }, one.reason),
    ])));
}
