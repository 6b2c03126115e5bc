// Settings of the whole cloud, of a zone, or of a cluster.

import { call, list } from './api.js';
import { offers } from './actions.js';
import { places } from './live.js';
import { attempt, section, tag } from './ui.js';

const { h, computed, defineComponent, reactive, watch } = Vue;
const { Button, Input, Select } = antd;
const SIZE = 500;

export const SettingsPage = defineComponent({
    setup() {
        const shown = reactive({ scope: '', rows: [], wanted: '', editing: '', text: '', failed: '' });
        const scopes = computed(() => [{ value: '', label: 'The whole cloud' },
            ...places.value.zones.map((zone) => ({ value: `zoneid ${zone.id}`, label: `Zone ${zone.name}` })),
            ...places.value.clusters.map((cluster) => ({ value: `clusterid ${cluster.id}`, label: `Cluster ${cluster.name}` }))]);
        const where = () => (shown.scope ? Object.fromEntries([shown.scope.split(' ')]) : {});
        const ask = async () => {
            try {
                const rows = await list('listConfigurations', { ...where(), page: 1, pagesize: SIZE });
                Object.assign(shown, { rows, failed: '' });
            } catch (failure) {
                shown.failed = failure.message;
            }
        };
        watch(() => shown.scope, ask, { immediate: true });
        const change = async (command, row, more) => {
            await attempt(row.name, () => call(command, { name: row.name, ...where(), ...more }));
            shown.editing = '';
            await ask();
        };
        const value = (row) => (shown.editing !== row.name ? h('code', row.value ?? '') : h('div', { class: 'edit' }, [
            h(Input, { value: shown.text, 'aria-label': `New value of ${row.name}`, 'data-test': 'setting-value',
                'onUpdate:value': (text) => { shown.text = text; },
                onPressEnter: () => change('updateConfiguration', row, { value: shown.text }) }),
            h(Button, { type: 'primary', 'data-test': 'setting-save', onClick: () => change('updateConfiguration', row, { value: shown.text }) }, () => 'Save'),
            h(Button, { onClick: () => { shown.editing = ''; } }, () => 'Cancel')]));
        const tools = (row) => [
            offers('updateConfiguration') && shown.editing !== row.name ? h(Button, { size: 'small', 'aria-label': `Change ${row.name}`, 'data-test': `edit-${row.name}`,
                onClick: () => Object.assign(shown, { editing: row.name, text: row.value ?? '' }) }, () => 'Change') : null,
            offers('resetConfiguration') && row.value !== row.defaultvalue ? h(Button, { size: 'small', 'aria-label': `Reset ${row.name}`,
                onClick: () => change('resetConfiguration', row, {}) }, () => 'Reset') : null];
        return () => h('div', { class: 'page', 'data-test': 'settings' }, [h('h1', 'Settings'), section('Settings', [
            h('div', { class: 'scope' }, [h('span', { id: 'scope' }, 'Scope'), h(Select, { value: shown.scope, options: scopes.value,
                'aria-label': 'Scope', showSearch: true, optionFilterProp: 'label', onChange: (scope) => { shown.scope = scope; } })]),
            shown.failed ? h('p', { class: 'bad' }, shown.failed) : null,
            h('div', { class: 'table', tabindex: 0, role: 'region', 'aria-label': 'Settings' }, [h('table', [
                h('thead', [h('tr', ['Setting', 'Value', 'Default', 'Change'].map((head) => h('th', { scope: 'col' }, head)))]),
                h('tbody', shown.rows.filter((row) => row.name.includes(shown.wanted.trim())).map((row) => h('tr', { key: row.name }, [
                    h('td', [h('b', row.name), h('div', { class: 'hint' }, row.description)]),
                    h('td', [value(row), row.value !== row.defaultvalue ? tag('changed', 'processing') : null]),
                    h('td', [h('code', row.defaultvalue)]), h('td', { class: 'tools' }, tools(row))])))])]),
        ], h(Input.Search, { value: shown.wanted, placeholder: 'Name', 'aria-label': 'Find settings', allowClear: true, class: 'find',
            'onUpdate:value': (text) => { shown.wanted = text; } }))]);
    },
});
