// Events and alerts, newest first; a new one shows up by itself.

import { page } from './api.js';
import { stream } from './live.js';
import { pill, section, showDate, table } from './ui.js';

const { h, defineComponent, reactive, watch } = Vue;
const { Input, Pagination } = antd;
const SIZE = 50;
const LEVELS = { INFO: 'plain', WARN: 'warn', ERROR: 'bad' };

const KINDS = {
    events: {
        title: 'Events', command: 'listEvents', newest: () => stream.lastEvent, heads: ['When', 'Level', 'Type', 'What', 'By'],
        cells: (row) => [showDate(row.created), pill(row.level, LEVELS[row.level]), row.type, row.description, row.username],
    },
    alerts: {
        title: 'Alerts', command: 'listAlerts', newest: () => stream.lastAlert, heads: ['When', 'Type', 'What'],
        cells: (row) => [showDate(row.sent), row.name, row.description],
    },
};

export const ListPage = defineComponent({
    props: { kind: { type: String, required: true } },
    setup(props) {
        const { title, command, newest, heads, cells } = KINDS[props.kind];
        const shown = reactive({ rows: [], count: 0, number: 1, keyword: '', failed: '' });
        const ask = async () => {
            const asked = [shown.number, shown.keyword].join();
            try {
                const { rows, count } = await page(command, { keyword: shown.keyword || undefined }, shown.number, SIZE);
                if (asked === [shown.number, shown.keyword].join()) {
                    Object.assign(shown, { rows, count, failed: '' });
                }
            } catch (failure) {
                shown.failed = failure.message;
            }
        };
        watch(() => [newest(), shown.number, shown.keyword], ask, { immediate: true });
        return () => h('div', { class: 'page', 'data-test': props.kind }, [h('h1', title), section(`${title} (${shown.count})`, [
            shown.failed ? h('p', { class: 'bad' }, shown.failed) : null,
            table(title, heads, shown.rows.map((row) => ({ key: row.id, cells: cells(row) }))),
            shown.count > SIZE ? h(Pagination, { class: 'pages', current: shown.number, total: shown.count, pageSize: SIZE,
                showSizeChanger: false, 'onUpdate:current': (number) => { shown.number = number; } }) : null,
        ], h(Input.Search, { value: shown.keyword, placeholder: 'Word', 'aria-label': `Find ${title.toLowerCase()}`, allowClear: true, class: 'find',
            'onUpdate:value': (value) => Object.assign(shown, { keyword: value, number: 1 }) }))]);
    },
});
