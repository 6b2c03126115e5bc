// What can be done to a host, cluster or zone: whatever the API offers this user. A verb that the server gains shows up
// here by itself, with a form made from its declaration.

import { call, list } from './api.js';
import { askDirectives } from './directives.js';
import { attempt } from './ui.js';

const { h, reactive, ref } = Vue;
const { Alert, Button, Checkbox, Form, FormItem, Input, Modal } = antd;

/** The commands that this user may call, by name. */
export const apis = ref(new Map());

export async function discover() {
    apis.value = new Map((await list('listApis')).map((api) => [api.name, api]));
}

export const offers = (name) => apis.value.has(name);

/** Those that belong elsewhere on the page, that answer questions, or that are of no use without the API's own tools. */
const ELSEWHERE = /^(list|get|query|explain|find|configureSimulator|changeOutOfBand|issueOutOfBand|(enable|disable)(HA|OutOfBandManagement)For)/;
const OURS = /HA|OutOfBand|Fenc|Storm|Observe|Suspend|Disarm|Directive|Service/i;
const SETUP = /^(configure|preflight)/;

/** A host's name has to be typed where two copies of a VM are at stake. */
const GRAVE = new Set(['confirmHostFenced']);

/** confirmHostFenced becomes "Confirm host fenced". */
export function inWords(name) {
    const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
        .replace('Out Of Band', 'out-of-band').split(' ').map((word) => (/^[A-Z]+$/.test(word) ? word : word.toLowerCase()));
    return words.join(' ').replace(/^./, (first) => first.toUpperCase());
}

function typedName(name, typed, changed) {
    return h('label', { class: 'typed' }, [`Type ${name} to go on`, h(Input, {
        value: typed.value, 'data-test': 'confirm-name', 'aria-label': `Type ${name} to go on`,
        'onUpdate:value': (value) => {
            typed.value = value;
            changed();
        },
    })]);
}

/** Asks before something is done that can't be taken back; the name has to be typed where VMs may be at stake. */
export function confirm({ title, tells, name = '', danger = true, ok, work }) {
    const typed = ref('');
    let modal = null;
    const buttons = () => ({ danger, disabled: Boolean(name) && typed.value.trim() !== name, 'data-test': 'confirm-ok' });
    const content = () => h('div', [h('p', tells),
        name ? typedName(name, typed, () => modal.update({ okButtonProps: buttons() })) : null]);
    modal = openDialog({
        title, content: h({ render: content }), okText: ok, width: 480, okButtonProps: buttons(),
        onOk: () => { attempt(title, work); },
    });
}

/** Ant Design gives its dialogs no name that can be read aloud: the title is it. */
function openDialog(options, kind = 'confirm') {
    const dialog = Modal[kind]({ icon: null, ...options });
    setTimeout(() => [...document.querySelectorAll('.ant-modal-wrap[role=dialog]')].pop()?.setAttribute('aria-label', options.title));
    return dialog;
}

export const button = (text, onClick, more = {}) => h(Button, { onClick, ...more }, () => text);

const POWER = [
    ['ON', 'Power on', false, 'The machine is switched on.'],
    ['OFF', 'Power off', true, 'The machine loses its power at once. VMs that run on it die.'],
    ['CYCLE', 'Power cycle', true, 'The machine loses its power for a moment. VMs that run on it die.'],
    ['RESET', 'Reset', true, 'The machine is reset at once. VMs that run on it die.'],
    ['SOFT', 'Soft shutdown', true, 'The operating system is asked to shut down.'],
    ['STATUS', 'Read the power', false, ''],
];

export function powerButtons(host) {
    if (!offers('issueOutOfBandManagementPowerAction') || !host.powerManaged) {
        return [h('p', { class: 'hint' }, host.power === 'Unconfigured' ? 'Out-of-band management is not configured for this host.'
            : host.powerManaged ? 'You may not change its power.' : 'Out-of-band management is disabled for this host.')];
    }
    return POWER.map(([action, label, danger, tells]) => {
        const work = () => call('issueOutOfBandManagementPowerAction', { hostid: host.id, action });
        return button(label, () => (action === 'STATUS' ? attempt(label, work) : confirm({
            title: `${label}: ${host.name}`, tells, ok: label, danger, name: danger ? host.name : '', work,
        })), { danger, 'data-test': `power-${action}` });
    });
}

/** Turns the switches of a host, cluster or zone. */
export function switchButtons(kind, place, { ha, power, haConfigured = true, powerConfigured = true }) {
    const scope = kind[0].toUpperCase() + kind.slice(1);
    const one = (what, label, on, configured) => {
        const command = `${on ? 'disable' : 'enable'}${what}For${scope}`;
        if (!configured || !offers(command)) {
            return null;
        }
        const work = () => call(command, { [`${kind}id`]: place.id });
        const title = `${on ? 'Disable' : 'Enable'} ${label}`;
        return button(title, () => (on ? confirm({
            title: `${title}: ${place.name}`, ok: title, work,
            tells: what === 'HA' ? `Nothing of ${place.name} is recovered or fenced until it is enabled again.`
                : `No power is changed in ${place.name} until it is enabled again, so nothing can be fenced.`,
        }) : attempt(`${title}: ${place.name}`, work)), { danger: on, 'data-test': command });
    };
    return [one('HA', 'Host HA', ha, haConfigured),
        one('OutOfBandManagement', 'out-of-band management', power, powerConfigured)].filter(Boolean);
}

/**
 * Buttons for all other verbs that the server has for this kind of thing.
 *
 * @param makesSense whether a verb is of use now, by its name
 * @returns { work, setup }: what is done in trouble, and what is done once
 */
export function otherVerbs(kind, place, makesSense) {
    const found = [...apis.value.values()].filter((api) => OURS.test(api.name) && !ELSEWHERE.test(api.name)
        && api.params.some((one) => one.name === `${kind}id`) && makesSense(api.name));
    const buttons = (wanted) => found.filter((api) => SETUP.test(api.name) === wanted)
        .map((api) => button(inWords(api.name), () => ask(api, kind, place), {
            key: api.name, 'data-test': api.name, title: api.description, danger: GRAVE.has(api.name),
        }));
    return { work: buttons(false), setup: buttons(true) };
}

/** A form for a verb; what it is about is given. Without a place, for the whole cloud. */
export function ask(api, kind, place) {
    const fields = api.params.filter((one) => !/^(host|cluster|pod|zone)ids?$/.test(one.name));
    const values = reactive(Object.fromEntries(fields.map((one) => [one.name, one.type === 'boolean' ? false : ''])));
    const typed = ref('');
    const title = place ? `${inWords(api.name)}: ${place.name}` : `${inWords(api.name)} everywhere`;
    const unready = () => fields.some((one) => one.required && values[one.name] === '')
        || GRAVE.has(api.name) && typed.value.trim() !== place.name;
    const buttons = () => ({ 'data-test': 'verb-ok', disabled: unready(), danger: GRAVE.has(api.name) });
    let modal = null;
    const set = (one, value) => {
        values[one.name] = value;
        modal.update({ okButtonProps: buttons() });
    };
    const content = () => h('div', [h(Alert, { message: api.description, type: 'info', class: 'asked' }),
        h(Form, { layout: 'vertical' }, () => fields.map((one) => field(one, values[one.name], (value) => set(one, value)))),
        GRAVE.has(api.name) ? typedName(place.name, typed, () => modal.update({ okButtonProps: buttons() })) : null]);
    modal = openDialog({
        title, width: 560, okText: inWords(api.name), okButtonProps: buttons(), content: h({ render: content }),
        onOk: async () => {
            const filled = Object.entries(values).filter(([, value]) => value !== '' && value !== false);
            const answer = await attempt(title,
                () => call(api.name, { ...(place ? { [`${kind}id`]: place.id } : {}), ...Object.fromEntries(filled) }));
            askDirectives();
            const tried = answer?.preflight;
            if (tried) {
                showPreflight(Array.isArray(tried) ? tried : [tried]);
            }
        },
    });
}

function field(one, value, set) {
    return one.type === 'boolean'
        ? h(FormItem, { key: one.name, extra: one.description },
            () => h(Checkbox, { checked: value, 'onUpdate:checked': set }, () => inWords(one.name)))
        : h(FormItem, { key: one.name, label: inWords(one.name), required: one.required, extra: one.description, htmlFor: `field-${one.name}` },
            () => h(one.name.includes('password') ? Input.Password : Number(one.length) > 1000 ? Input.TextArea : Input, {
                id: `field-${one.name}`, value, 'data-test': `field-${one.name}`, 'onUpdate:value': set,
            }));
}

function showPreflight(tried) {
    openDialog({
        title: 'Preflight', width: 720,
        content: h('ul', { class: 'preflight' }, tried.map((one) => h('li', { key: one.hostid },
            `${one.hostname}: ${one.passed ? 'would obey' : 'would not obey'}. ${one.summary ?? ''}`))),
    }, 'info');
}
