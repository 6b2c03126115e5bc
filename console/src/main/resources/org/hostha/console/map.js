// Hosts as a field of symbols on a canvas: ten thousand of them are drawn in one go, and none is an element of the page.

import { colour, haState, powerState, rank } from './states.js';
import { look } from './ui.js';

const { h, defineComponent, onBeforeUnmount, onMounted, ref, watch } = Vue;
const CELL = 22;
const SYMBOL = 15;
const MARK = 9;
const BOX = 20;
const MOVES = { ArrowLeft: -1, ArrowRight: 1 };

const paths = new Map();
const path = (shape) => {
    if (!paths.has(shape)) {
        paths.set(shape, new Path2D(shape));
    }
    return paths.get(shape);
};

export const inWords = (host) => `${host.name}: ${host.haState}, power ${host.power}`
    + (host.reason ? `. ${host.reason}` : '');

/** Shows hosts in the order given. Arrow keys walk, Enter opens; the host under the cursor is told in words. */
export const HostMap = defineComponent({
    props: { hosts: { type: Array, required: true }, label: { type: String, required: true } },
    setup(props) {
        const canvas = ref(null);
        const cursor = ref(-1);
        let columns = 1;
        let visible = false;
        let due = false;

        const draw = () => {
            due = false;
            const element = canvas.value;
            if (!element || !visible) {
                return;
            }
            const width = element.parentElement.clientWidth;
            columns = Math.max(1, Math.floor(width / CELL));
            const rows = Math.max(1, Math.ceil(props.hosts.length / columns));
            const scale = window.devicePixelRatio || 1;
            element.width = Math.min(columns, props.hosts.length) * CELL * scale;
            element.height = rows * CELL * scale;
            element.style.width = `${Math.min(columns, props.hosts.length) * CELL}px`;
            element.style.height = `${rows * CELL}px`;
            const pen = element.getContext('2d');
            pen.scale(scale, scale);
            props.hosts.forEach((host, i) => drawHost(pen, host, (i % columns) * CELL, Math.floor(i / columns) * CELL,
                i === cursor.value));
        };
        const drawSoon = () => {
            if (!due) {
                due = true;
                requestAnimationFrame(draw);
            }
        };
        const resized = new ResizeObserver(drawSoon);
        const seen = new IntersectionObserver(([entry]) => {
            visible = entry.isIntersecting;
            drawSoon();
        }, { rootMargin: '300px' });
        onMounted(() => {
            resized.observe(canvas.value.parentElement);
            seen.observe(canvas.value);
        });
        onBeforeUnmount(() => {
            resized.disconnect();
            seen.disconnect();
        });
        watch(() => [props.hosts, look.dark, cursor.value], drawSoon);

        const at = (event) => {
            const i = Math.floor(event.offsetY / CELL) * columns + Math.floor(event.offsetX / CELL);
            return i >= 0 && i < props.hosts.length ? i : -1;
        };
        const open = (i) => {
            if (props.hosts[i]) {
                location.hash = `#/host/${props.hosts[i].id}`;
            }
        };
        const keyed = (event) => {
            const step = MOVES[event.key] ?? { ArrowUp: -columns, ArrowDown: columns }[event.key];
            if (step) {
                event.preventDefault();
                cursor.value = Math.min(props.hosts.length - 1, Math.max(0, cursor.value + (cursor.value < 0 ? 1 : step)));
            } else if (event.key === 'Enter') {
                open(cursor.value);
            }
        };
        return () => h('div', { class: 'map' }, [
            h('canvas', {
                ref: canvas, tabindex: 0, role: 'application', height: CELL,
                'aria-roledescription': 'map of hosts',
                'aria-label': `${props.label}. Arrow keys go from host to host, Enter opens one.`,
                style: { minHeight: `${Math.ceil(props.hosts.length / 40) * CELL}px` },
                onMousemove: (event) => { cursor.value = at(event); },
                onMouseleave: () => { cursor.value = -1; },
                onBlur: () => { cursor.value = -1; },
                onClick: (event) => open(at(event)),
                onKeydown: keyed,
            }),
            h('div', { class: 'map-says', 'aria-live': 'polite' },
                cursor.value < 0 ? '' : inWords(props.hosts[cursor.value] ?? { name: '' })),
        ]);
    },
});

function drawHost(pen, host, x, y, chosen) {
    const state = haState(host.haState);
    if (chosen) {
        pen.strokeStyle = look.dark ? '#4096ff' : '#0958d9';
        pen.lineWidth = 2;
        pen.strokeRect(x + 1, y + 1, CELL - 2, CELL - 2);
    }
    stamp(pen, state, x + 2, y + 2, SYMBOL);
    if (host.power !== 'On') {
        pen.fillStyle = look.dark ? '#1f1f1f' : '#ffffff';
        pen.fillRect(x + CELL - MARK - 1, y + CELL - MARK - 1, MARK + 1, MARK + 1);
        stamp(pen, powerState(host.power), x + CELL - MARK, y + CELL - MARK, MARK);
    }
}

function stamp(pen, state, x, y, size) {
    pen.save();
    pen.translate(x, y);
    pen.scale(size / BOX, size / BOX);
    pen.fillStyle = colour(state, look.dark);
    pen.fill(path(state.shape), 'evenodd');
    if (state.cross) {
        pen.strokeStyle = look.dark ? '#1f1f1f' : '#ffffff';
        pen.lineWidth = 2;
        pen.stroke(path(state.shape));
    }
    pen.restore();
}

const names = new Intl.Collator('en', { numeric: true });

export const byName = (a, b) => names.compare(a.name, b.name);
/** What needs somebody comes first, then by name. */
export const byUrgency = (a, b) => rank(a.haState) - rank(b.haState) || byName(a, b);
