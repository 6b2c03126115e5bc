// A host: what it is, why, since when, what happens next, and what can be done.

import { call, list } from './api.js';
import { confirm, button, offers, otherVerbs, powerButtons, switchButtons } from './actions.js';
import { StateDiagram } from './diagram.js';
import { holdFor, isLaid, notices } from './directives.js';
import { hosts, places, stream } from './live.js';
import { unproven } from './states.js';
import { timeline, tookToFence, troubleSince } from './timeline.js';
import { age, every, link, now, pill, powerBadge, section, showDate, stateBadge, table } from './ui.js';

const { h, computed, defineComponent, reactive, watch } = Vue;
const { Alert, Progress, Spin } = antd;
const PERIOD = 2000;
const MOST = 60;
const VERDICTS = { ALIVE: 'good', DEAD: 'bad', UNKNOWN: 'warn' };
const OUTCOMES = { QUEUED: 'good', ELSEWHERE: 'good', STOPPED: 'good', PENDING: 'warn', ABANDONED: 'bad' };

/** Where an operator's word counts: its fate is open. */
const FATE_OPEN = new Set(['Suspect', 'Checking', 'Degraded', 'Recovering', 'Fencing']);

export const HostPage = defineComponent({
    props: { id: { type: String, required: true } },
    setup(props) {
        const known = reactive({ explained: null, at: 0, decisions: [], releases: [], whyNot: '' });
        const host = computed(() => hosts.value.get(props.id));
        let asking = false;
        const ask = async () => {
            if (asking || !host.value || host.value.haState === 'Unconfigured') {
                return;
            }
            asking = true;
            const hostid = props.id;
            try {
                const [answer, decisions, releases] = await Promise.all([call('explainHostHA', { hostid }),
                    list('listHostHADecisions', { hostid }),
                    offers('listHAReleases') ? list('listHAReleases', { hostid }) : []]);
                if (hostid === props.id) {
                    Object.assign(known, { explained: answer.hosthaexplanation, at: Date.now(), decisions, releases, whyNot: '' });
                }
            } catch (failure) {
                Object.assign(known, { explained: null, whyNot: failure.message });
            } finally {
                asking = false;
            }
        };
        watch(() => [props.id, host.value], ask, { immediate: true });
        every(PERIOD, ask);
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
    const holds = known.explained?.holds ?? [];
    return [
        h('nav', { class: 'crumbs', 'aria-label': 'Where the host is' }, [link('', '', 'Overview'), ' / ',
            zone ? link('zone', zone.id, zone.name) : '', ` / ${pod?.name ?? ''} / `,
            cluster ? link('cluster', cluster.id, cluster.name) : '']),
        h('h1', [host.name, ' ', h('span', { class: 'big', 'data-test': 'ha-state' }, [stateBadge(host.haState, 20)]),
            h('span', { class: 'big', 'data-test': 'power-state' }, [h('span', { class: 'hint' }, 'power'), powerBadge(host.power, 20)])]),
        host.reason ? h(Alert, { class: 'reason', type: host.haState === 'Disabled' || host.haState === 'Ineligible' ? 'info' : 'warning',
            showIcon: true, 'data-test': 'reason', message: host.reason }) : null,
        ...notices(holdFor([host.id, cluster?.id, pod?.id, zone?.id].filter(Boolean))),
        holds.length && FATE_OPEN.has(host.haState) ? h(Alert, { class: 'reason', type: 'error', showIcon: true,
            message: `Held back: ${holds.join('; ')}` }) : null,
        proof ? h(Alert, { class: 'reason', type: 'warning', showIcon: true, message: `Fencing: ${proof}` }) : null,
        h('div', { class: 'two' }, [
            section('What is known', facts(host, known)),
            section('Actions', actions(host)),
        ]),
        section('State machine', h(StateDiagram, { state: host.haState, decisions: known.decisions.slice(-MOST) })),
        section('Evidence', evidence(known)),
        known.explained?.guard?.length ? section('What can hold it back', guards(known.explained.guard)) : null,
        known.releases.length ? section('VMs that were on it', known.releases.slice(-1).map(release)) : null,
        section('Decisions', [timeline(known.decisions), decisionList(known.decisions)]),
    ];
}

function facts(host, known) {
    const explained = known.explained;
    const rows = [
        ['HA', `${host.haEnabled ? 'enabled' : 'disabled'}${host.haState === 'Unconfigured' ? ', no provider' : ''}`],
        ['Host status', `${host.status}, ${host.resourceState}`],
        ['Told to VM HA', explained?.vmhastatus],
        ['Order in force', explained?.order],
        ['What happens next', explained?.nextdeadline ?? (explained ? 'nothing is due' : undefined)],
        ['When nothing is known', explained?.unknownpolicy],
        ['Fencing proven', host.proven === null ? 'never' : `${age(now.value / 1000 - host.proven)} ago`],
        ['Custody', host.custody ? 'VM HA gets Host HA\'s answer until the host is settled' : undefined],
        ['Not explained', known.whyNot || undefined],
    ].filter(([, value]) => value !== undefined && value !== null);
    return [budget(explained, known.decisions),
        h('dl', { class: 'facts' }, rows.map(([label, value]) => h('div', { key: label }, [h('dt', label), h('dd', value)])))];
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
        status: fenced ? 'success' : passed > whole ? 'exception' : 'active',
    })]);
}

function actions(host) {
    const verbs = otherVerbs('host', host, makesSense(host));
    const parts = [
        ['Power', powerButtons(host)],
        ['Host HA', [...switchButtons('host', host, { ha: host.haEnabled, power: host.powerManaged,
            haConfigured: host.haState !== 'Unconfigured', powerConfigured: host.power !== 'Unconfigured' }), ...verbs.work]],
        ['Maintenance', maintenance(host)],
        ['Set up', verbs.setup],
    ];
    return parts.filter(([, buttons]) => buttons.length).map(([label, buttons]) => h('div', {
        key: label, class: 'actions', role: 'group', 'aria-label': label,
    }, [h('h3', label), h('div', buttons)]));
}

function makesSense(host) {
    const laid = (kind) => isLaid(kind, host.id);
    const when = {
        suspendHAForHost: !laid('SUSPEND'), resumeHAForHost: laid('SUSPEND'), disarmHA: !laid('DISARM'), armHA: laid('DISARM'),
        confirmHostFenced: FATE_OPEN.has(host.haState) || host.custody && host.haState !== 'Fenced',
        returnHostToService: host.resourceState.endsWith('Maintenance') && !FATE_OPEN.has(host.haState),
    };
    return (name) => when[name] ?? true;
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
    return table('Evidence', ['What', 'Verdict', 'Age', 'Source', 'What was seen'], found.map((one) => ({ key: one.kind, cells: [
        one.kind, pill(one.verdict, VERDICTS[one.verdict]), age(one.ageseconds + older), one.source, one.detail] })));
}

const guards = (found) => table('What can hold it back', ['What', 'Now', 'Why'], found.map((one) => ({ key: one.name, cells: [
    one.name, pill(one.closed ? 'holds it back' : 'open', one.closed ? 'bad' : 'good'), one.detail] })));

function release(record) {
    return h('div', { key: record.id }, [h('p', { class: 'fine' }, [pill(record.open ? 'being released' : 'released', record.open ? 'warn' : 'good'),
        ` ${record.report ?? ''}`]),
    record.virtualmachine?.length ? table('VMs that were on it', ['VM', 'Outcome', 'Note'], record.virtualmachine.map((vm) => ({ key: vm.id, cells: [
        vm.name, pill(vm.outcome, OUTCOMES[vm.outcome]), vm.note ?? ''] }))) : null]);
}

function decisionList(decisions) {
    return h('ol', { class: 'decisions', 'data-test': 'decisions', tabindex: 0, role: 'list', 'aria-label': 'Decisions, newest first' },
        decisions.slice(-MOST).reverse().map((one) => h('li', { key: one.id }, [
            h('time', showDate(one.created)),
            h('span', { class: 'step' }, [one.fromstate === one.tostate ? stateBadge(one.tostate ?? 'Disabled')
                : [stateBadge(one.fromstate ?? 'Unconfigured'), ' → ', stateBadge(one.tostate ?? 'Disabled')]]),
            h('span', { class: 'why' }, one.reason),
        ])));
}
