// Settings of the whole cloud, of a zone, or of a cluster.

import { call, list } from './api.js';
import { offers } from './actions.js';
import { places } from './live.js';
import { attempt, pill, section, table } from './ui.js';

const { h, computed, defineComponent, reactive, watch } = Vue;
const { Button, Input } = antd;
const SIZE = 500;

export const SettingsPage = defineComponent({
    setup() {
        const shown = reactive({ scope: '', rows: [], wanted: '', editing: '', text: '', failed: '' });
        const scopes = computed(() => [{ value: '', label: 'The whole cloud' },
            ...places.value.zones.map((zone) => ({ value: `zoneid ${zone.id}`, label: `Zone ${zone.name}` })),
            ...places.value.clusters.map((cluster) => ({ value: `clusterid ${cluster.id}`, label: `Cluster ${cluster.name}` }))]);
        const where = () => (shown.scope ? Object.fromEntries([shown.scope.split(' ')]) : {});
        const ask = async () => {
            const asked = shown.scope;
            try {
                const rows = await list('listConfigurations', { ...where(), page: 1, pagesize: SIZE });
                if (asked === shown.scope) {
                    Object.assign(shown, { rows, failed: '' });
                }
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
        return () => h('div', { class: 'page', 'data-test': 'settings' }, [h('h1', 'Settings'), section(`Settings (${shown.rows.length})`, [
            h('div', { class: 'scope' }, [h('label', { for: 'scope' }, 'Scope'), h('select', { id: 'scope', class: 'native', value: shown.scope,
                onChange: (event) => Object.assign(shown, { scope: event.target.value, editing: '' }) },
            scopes.value.map(({ value: scope, label }) => h('option', { key: scope, value: scope }, label)))]),
            shown.failed ? h('p', { class: 'bad' }, shown.failed) : null,
            table('Settings', ['Setting', 'Value', 'Default', 'Change'], shown.rows.filter((row) => row.name.includes(shown.wanted.trim())).map((row) => ({
                key: row.name, cells: [h('div', [h('b', row.name), h('div', { class: 'hint' }, row.description)]),
                    h('div', { class: 'value' }, [value(row), row.value !== row.defaultvalue ? pill('changed', 'info') : null]),
                    h('code', row.defaultvalue), h('div', { class: 'tools' }, tools(row))] }))),
        ], h(Input.Search, { value: shown.wanted, placeholder: 'Name', 'aria-label': 'Find settings', allowClear: true, class: 'find',
            'onUpdate:value': (text) => { shown.wanted = text; } }))]);
    },
});
