// A list of hosts of any length: only the rows in sight are elements of the page.

import { places } from './live.js';
import { unproven } from './states.js';
import { link, powerBadge, stateBadge } from './ui.js';

const { h, computed, defineComponent, onMounted, ref } = Vue;
const ROW = 44;
const AROUND = 6;

export const HostList = defineComponent({
    props: { hosts: { type: Array, required: true }, label: { type: String, required: true },
        tells: { type: Function, default: (host) => host.reason ?? '' }, most: { type: Number, default: 8 } },
    setup(props) {
        const box = ref(null);
        const top = ref(0);
        const height = ref(440);
        onMounted(() => { height.value = box.value.clientHeight; });
        const first = computed(() => Math.max(0, Math.floor(top.value / ROW) - AROUND));
        const shown = computed(() => props.hosts.slice(first.value,
            first.value + Math.ceil(height.value / ROW) + 2 * AROUND));
        return () => h('div', {
            ref: box, class: 'rows', tabindex: 0, role: 'region', 'aria-label': props.label,
            style: { height: `${Math.min(props.most, props.hosts.length) * ROW + 2}px` },
            onScroll: () => { top.value = box.value.scrollTop; },
        }, [h('div', { role: 'list', 'aria-label': props.label, style: { height: `${props.hosts.length * ROW}px`, position: 'relative' } },
            shown.value.map((host, i) => h('div', {
                key: host.id, class: 'row', role: 'listitem', 'aria-setsize': props.hosts.length,
                'aria-posinset': first.value + i + 1,
                style: { top: `${(first.value + i) * ROW}px`, height: `${ROW}px` },
            }, [
                h('span', { class: 'row-name' }, [link('host', host.id, host.name)]),
                h('span', { class: 'row-state' }, [stateBadge(host.haState)]),
                h('span', { class: 'row-power' }, [powerBadge(host.power)]),
                h('span', { class: 'row-tells', title: props.tells(host) }, [props.tells(host)]),
                h('span', { class: 'row-place' }, [places.value.byId.get(host.clusterId)?.name ?? '']),
            ])))]);
    },
});

export const tellsProof = (host) => unproven(host);
