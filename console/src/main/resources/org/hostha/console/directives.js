// What admins have laid down: observe mode, suspensions, disarming. Asked for while somebody is logged in.

import { list } from './api.js';
import { offers } from './actions.js';
import { age } from './ui.js';

const { h, shallowRef } = Vue;
const { Alert } = antd;

export const directives = shallowRef([]);

const WORDS = {
    OBSERVE: 'Observe mode: HA decides and records, but never acts', SUSPEND: 'Suspended: HA does not act',
    DISARM: 'Disarmed: HA sends no power command', CONFIRM: 'An operator has said that it is off',
};

export async function askDirectives() {
    directives.value = offers('listHADirectives') ? await list('listHADirectives').catch(() => directives.value) : [];
}

/** Whether one of this kind was laid down about exactly this place; without an id, about everything. */
export const isLaid = (kind, id) => directives.value.some((one) => one.kind === kind && (one.scopeid ?? null) === (id ?? null));

/** Those that hold for a place, given the ids of all that it is in, itself included. */
export const holdFor = (ids) => directives.value.filter((one) => !one.scopeid || ids.includes(one.scopeid));

export function notices(found) {
    return found.map((one) => h(Alert, {
        key: `${one.kind} ${one.scopeid}`, class: 'reason', type: 'warning', showIcon: true, 'data-test': `laid-${one.kind}`,
        message: `${WORDS[one.kind] ?? one.kind}, ${one.scopeid ? `in ${one.scope.toLowerCase()} ${one.scopename}` : 'everywhere'}, said ${one.username}`
            + (one.remainingseconds === undefined ? '' : `, for another ${age(one.remainingseconds)}`)
            + (one.reason ? `: ${one.reason}` : ''),
    }));
}
