// Small parts that every page uses.

import { colour, haState, powerState } from './states.js';

const { h, onBeforeUnmount, reactive, ref } = Vue;
const { message } = antd;

/** Where what has just been done is said: a part of the page with a name of its own, for who hears it read. */
message.config({ getContainer: () => document.getElementById('messages') });

export const look = reactive({ dark: false });

/** Where the page is: #/host/ID is { page: 'host', id: 'ID' }. */
export const route = reactive({ page: '', id: '' });

export function readRoute() {
    const [page = '', id = ''] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
    Object.assign(route, { page, id });
}

/** The time, once a second, for what shows ages. */
export const now = ref(Date.now());
setInterval(() => { now.value = Date.now(); }, 1000);

export function age(seconds) {
    const s = Math.max(0, Math.round(seconds));
    if (s < 120) {
        return `${s} s`;
    }
    if (s < 7200) {
        return `${Math.floor(s / 60)} min`;
    }
    return s < 172800 ? `${Math.floor(s / 3600)} h` : `${Math.floor(s / 86400)} days`;
}

/** CloudStack's dates have an offset that not every browser reads. */
export const parseDate = (text) => new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
export const showDate = (text) => dayjs(parseDate(text)).format('YYYY-MM-DD HH:mm:ss');

function symbol(state, size) {
    return h('svg', { class: 'symbol', viewBox: '0 0 20 20', width: size, height: size, 'aria-hidden': 'true' },
        [h('path', {
            d: state.shape, fill: colour(state, look.dark), 'fill-rule': 'evenodd',
            stroke: state.cross ? (look.dark ? '#141414' : '#fff') : 'none', 'stroke-width': state.cross ? 2 : 0,
        })]);
}

export function stateBadge(name, size = 14) {
    return h('span', { class: 'badge', title: haState(name).tells }, [symbol(haState(name), size), name]);
}

export function powerBadge(name, size = 14) {
    return h('span', { class: 'badge', title: `power ${name}` }, [symbol(powerState(name), size), name]);
}

export const link = (page, id, text) => h('a', { href: `#/${page}/${encodeURIComponent(id)}` }, text);

/** @param kind good, warn, bad, info or plain */
export const pill = (text, kind, more = {}) => h('span', { class: `pill ${kind}`, ...more }, text);

/** One of the menu's own pictures, drawn in a box of 16 by 16. */
export const icon = (d) => h('svg', { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    [h('path', { d, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.4, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' })]);

/** A table that scrolls by itself where it is wider than the page. */
export function table(label, heads, rows) {
    return h('div', { class: 'table', tabindex: 0, role: 'region', 'aria-label': label }, [h('table', [
        h('thead', [h('tr', heads.map((head) => h('th', { scope: 'col' }, head)))]),
        h('tbody', rows.map(({ key, cells }) => h('tr', { key }, cells.map((cell, i) => h('td', { key: i, 'data-head': heads[i] }, [cell])))))])]);
}

/** Asks again and again while a page is open; what is asked twice at once is asked once. */
export function every(milliseconds, ask) {
    const timer = setInterval(ask, milliseconds);
    onBeforeUnmount(() => clearInterval(timer));
}

export function section(title, content, extra) {
    return h('section', { class: 'panel' }, [
        h('div', { class: 'panel-head' }, [h('h2', title), extra ?? null]), content]);
}

/** Does something that may fail, and says how it went. */
export async function attempt(what, work) {
    const done = message.loading({ content: `${what} ...`, duration: 0 });
    try {
        const answer = await work();
        message.success(`${what}: done`, 4);
        return answer;
    } catch (failure) {
        message.error(`${what}: ${failure.message}`, 10);
        return undefined;
    } finally {
        done();
    }
}
