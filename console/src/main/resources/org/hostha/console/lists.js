// Events and alerts, newest first; a new one shows up by itself.

import { page } from './api.js';
import { stream } from './live.js';
import { section, showDate, tag } from './ui.js';

const { h, defineComponent, reactive, watch } = Vue;
const { Input, Pagination } = antd;
const SIZE = 50;
const LEVELS = { INFO: 'default', WARN: 'warning', ERROR: 'error' };

const KINDS = {
    events: {
        title: 'Events', command: 'listEvents', newest: () => stream.lastEvent, heads: ['When', 'Level', 'Type', 'What', 'By'],
        cells: (row) => [showDate(row.created), tag(row.level, LEVELS[row.level]), row.type, row.description, row.username],
    },
    alerts: {
        title: 'Alerts', command: 'listAlerts', newest: () => stream.lastAlert, heads: ['When', 'Type', 'What'],
        cells: (row) => [showDate(row.sent), row.name, row.description],
    },
};

export const ListPage = defineComponent({
    props: { kind: { type: String, required: true } },
    setup(props) {
        const shown = reactive({ rows: [], count: 0, number: 1, keyword: '', failed: '' });
        const ask = async () => {
            try {
                const { rows, count } = await page(KINDS[props.kind].command,
                    { keyword: shown.keyword || undefined }, shown.number, SIZE);
                Object.assign(shown, { rows, count, failed: '' });
            } catch (failure) {
                shown.failed = failure.message;
            }
        };
        watch(() => [props.kind, KINDS[props.kind].newest(), shown.number, shown.keyword], ask, { immediate: true });
        watch(() => props.kind, () => Object.assign(shown, { number: 1, keyword: '' }));
        return () => {
            const { title, heads, cells } = KINDS[props.kind];
            return h('div', { class: 'page', 'data-test': props.kind }, [h('h1', title), section(`${shown.count} ${title.toLowerCase()}`, [
                shown.failed ? h('p', { class: 'bad' }, shown.failed) : null,
                h('div', { class: 'table', tabindex: 0, role: 'region', 'aria-label': title }, [h('table', [
                    h('thead', [h('tr', heads.map((head) => h('th', { scope: 'col' }, head)))]),
                    h('tbody', shown.rows.map((row) => h('tr', { key: row.id }, cells(row).map((cell) => h('td', [cell]))))),
                ])]),
                shown.count > SIZE ? h(Pagination, { class: 'pages', current: shown.number, total: shown.count, pageSize: SIZE,
                    showSizeChanger: false, 'onUpdate:current': (number) => { shown.number = number; } }) : null,
            ], h(Input.Search, { value: shown.keyword, placeholder: 'Word', 'aria-label': `Find ${title.toLowerCase()}`, allowClear: true, class: 'find',
                'onUpdate:value': (value) => Object.assign(shown, { keyword: value, number: 1 }) }))]);
        };
    },
});
