// What can be done to a host, cluster or zone: whatever the API offers this user. A verb that the server gains shows up
// here by itself, with a form made from its declaration.

import { call, list } from './api.js';
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
const ELSEWHERE = /^(list|get|query|explain|find|configureSimulator|changeOutOfBand|issueOutOfBand|(enable|disable)(HA|OutOfBand))/;
const OURS = /HA|OutOfBand|Fenc|Storm|Observe|Suspend|Disarm|Directive|Service/i;

/** What else there is for a host, cluster or zone. */
export function verbsFor(parameter) {
    return [...apis.value.values()].filter((api) => OURS.test(api.name) && !ELSEWHERE.test(api.name)
        && api.params.some((one) => one.name === parameter));
}

/** confirmHostFenced becomes "Confirm host fenced". */
export function inWords(name) {
    const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2').split(' ')
        .map((word) => (/^[A-Z]+$/.test(word) ? word : word.toLowerCase()));
    return words.join(' ').replace(/^./, (first) => first.toUpperCase());
}

/** Asks before something is done that can't be taken back; the name has to be typed where VMs may be at stake. */
export function confirm({ title, tells, name = '', danger = true, ok, work }) {
    const typed = ref('');
    const wrong = () => name && typed.value.trim() !== name;
    let modal = null;
    const content = () => h('div', [
        h('p', tells),
        name ? h('label', { class: 'typed' }, [`Type ${name} to go on`, h(Input, {
            value: typed.value, 'data-test': 'confirm-name', 'aria-label': `Type ${name} to go on`,
            'onUpdate:value': (value) => {
                typed.value = value;
                modal.update({ okButtonProps: { danger, disabled: wrong() } });
            },
        })]) : null,
    ]);
    modal = Modal.confirm({
        title, content: h({ render: content }), okText: ok, width: 480, icon: null,
        okButtonProps: { danger, disabled: Boolean(name) },
        onOk: () => { attempt(title, work); },
    });
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
    if (!offers('issueOutOfBandManagementPowerAction') || host.power === 'Unconfigured') {
        return [h('p', { class: 'hint' }, host.power === 'Unconfigured'
            ? 'Out-of-band management is not configured for this host.' : 'You may not change its power.')];
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

/** Buttons for all other verbs that the server has for this kind of thing. */
export function otherVerbs(kind, place) {
    return verbsFor(`${kind}id`).map((api) => button(inWords(api.name), () => ask(api, kind, place),
        { 'data-test': api.name, title: api.description }));
}

function ask(api, kind, place) {
    const given = new Set([`${kind}id`]);
    const fields = api.params.filter((one) => !given.has(one.name) && !/^(host|cluster|pod|zone)ids?$/.test(one.name));
    const values = reactive(Object.fromEntries(fields.map((one) => [one.name, one.type === 'boolean' ? false : ''])));
    const field = (one) => (one.type === 'boolean'
        ? h(FormItem, { key: one.name, extra: one.description }, () => h(Checkbox, {
            checked: values[one.name], 'onUpdate:checked': (value) => { values[one.name] = value; },
        }, () => one.name))
        : h(FormItem, { key: one.name, label: one.name, required: one.required, extra: one.description, htmlFor: `field-${one.name}` }, () => h(
            one.name.includes('password') ? Input.Password : Number(one.length) > 1000 ? Input.TextArea : Input, {
                id: `field-${one.name}`, value: values[one.name], 'data-test': `field-${one.name}`,
                'onUpdate:value': (value) => { values[one.name] = value; },
            })));
    const content = () => h('div', [h(Alert, { message: api.description, type: 'info', class: 'asked' }),
        h(Form, { layout: 'vertical' }, () => fields.map(field))]);
    Modal.confirm({
        title: `${inWords(api.name)}: ${place.name}`, icon: null, width: 560, okText: inWords(api.name),
        okButtonProps: { 'data-test': 'verb-ok' }, content: h({ render: content }),
        onOk: async () => {
            const filled = Object.entries(values).filter(([, value]) => value !== '' && value !== false);
            const answer = await attempt(`${inWords(api.name)}: ${place.name}`,
                () => call(api.name, { [`${kind}id`]: place.id, ...Object.fromEntries(filled) }));
            if (answer && api.name.startsWith('preflight')) {
                showPreflight(answer);
            }
        },
    });
}

function showPreflight(answer) {
    const tried = answer.preflight ?? [];
    Modal.info({
        title: 'Preflight', width: 720,
        content: h('ul', { class: 'preflight' }, (Array.isArray(tried) ? tried : [tried]).map((one) => h('li',
            `${one.hostname}: ${one.passed ? 'would obey' : 'would not obey'}. ${one.summary ?? ''}`))),
    });
}
