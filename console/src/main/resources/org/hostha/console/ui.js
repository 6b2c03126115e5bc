// Small parts that every page uses.

import { colour, haState, powerState } from './states.js';

const { h, reactive, ref } = Vue;
const { Tag, message } = antd;

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

export const tag = (text, color) => h(Tag, { color }, () => text);

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
