// The engine's own table of states, drawn: the state that the host is in, and the edges that it has walked.

import { colour, haState } from './states.js';
import { look } from './ui.js';

const { h, defineComponent, onMounted, ref } = Vue;
const WIDTH = 124;
const HEIGHT = 40;

/** Left to right as a case goes; what leads to Disabled or Ineligible from everywhere is said once, not drawn. */
const AT = {
    Disabled: [80, 45], Ineligible: [80, 155], Available: [250, 100], Suspect: [420, 100], Checking: [590, 100],
    Degraded: [505, 210], Recovering: [760, 100], Recovered: [590, 20], Fencing: [920, 100], Fenced: [920, 210],
};
const FROM_EVERYWHERE = new Set(['Disabled', 'Ineligible']);

let table = null;
const load = async () => {
    table ??= await (await fetch('console/states.json')).json();
    return table;
};

export const StateDiagram = defineComponent({
    props: { state: { type: String, required: true }, decisions: { type: Array, required: true } },
    setup(props) {
        const edges = ref([]);
        onMounted(async () => {
            const seen = new Set();
            edges.value = (await load()).filter(({ from, to }) => {
                const key = `${from}>${to}`;
                const drawn = from && from !== to && !seen.has(key)
                    && (!FROM_EVERYWHERE.has(to) || from === 'Fenced' && to === 'Ineligible');
                seen.add(key);
                return drawn;
            });
        });
        const walked = () => {
            const keys = new Set();
            for (const decision of props.decisions) {
                let at = decision.fromstate;
                for (const event of (decision.events ?? '').split(',').filter(Boolean)) {
                    const row = (table ?? []).find((edge) => edge.from === (at ?? '') && edge.event === event);
                    if (row) {
                        keys.add(`${at}>${row.to}`);
                        at = row.to;
                    }
                }
            }
            return keys;
        };
        return () => {
            const been = walked();
            return h('div', { class: 'diagram', tabindex: 0, role: 'region', 'aria-label': 'state machine' }, [h('svg', {
                viewBox: '0 -10 1000 260', role: 'img',
                'aria-label': `State machine; the host is ${props.state}`,
            }, [
                h('defs', ['plain', 'walked'].map((kind) => h('marker', {
                    id: `arrow-${kind}`, class: `arrow ${kind}`, viewBox: '0 0 10 10', refX: 9, refY: 5,
                    markerWidth: 7, markerHeight: 7, orient: 'auto-start-reverse',
                }, [h('path', { d: 'M0 0 10 5 0 10z' })]))),
                edges.value.map(({ from, to }) => edge(from, to, been.has(`${from}>${to}`), edges.value)),
                Object.keys(AT).map((name) => node(name, name === props.state)),
            ]), h('p', { class: 'hint' }, 'Every state also leads to Disabled when a switch is turned off,'
                + ' and to Ineligible when HA may not look after the host. Bold arrows: the way it went.')]);
        };
    },
});

/** Between the borders of two boxes; aside of each other where one goes each way. */
function edge(from, to, walked, all) {
    const [[x1, y1], [x2, y2]] = [AT[from], AT[to]];
    const both = all.some((other) => other.from === to && other.to === from);
    const length = Math.hypot(x2 - x1, y2 - y1);
    const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
    const side = both ? 7 : 0;
    const leave = Math.min(Math.abs(ux) > 0.01 ? WIDTH / 2 / Math.abs(ux) : 1e9, Math.abs(uy) > 0.01 ? HEIGHT / 2 / Math.abs(uy) : 1e9);
    const d = `M${x1 + ux * leave - uy * side} ${y1 + uy * leave + ux * side}`
        + `L${x2 - ux * (leave + 2) - uy * side} ${y2 - uy * (leave + 2) + ux * side}`;
    const wide = Math.abs(y1 - y2) < 1 && length > 400;
    const kind = walked ? 'walked' : 'plain';
    return h('path', {
        key: `${from}>${to}`, class: `edge ${kind}`, 'marker-end': `url(#arrow-${kind})`, fill: 'none',
        d: wide ? `M${x1} ${y1 + HEIGHT / 2}C${x1} ${y1 + 150} ${x2} ${y2 + 150} ${x2} ${y2 + HEIGHT / 2}` : d,
    });
}

function node(name, here) {
    const [x, y] = AT[name];
    const state = haState(name);
    const tint = colour(state, look.dark);
    return h('g', { key: name, class: here ? 'node here' : 'node', transform: `translate(${x - WIDTH / 2} ${y - HEIGHT / 2})` }, [
        h('rect', { width: WIDTH, height: HEIGHT, rx: 6, style: here ? { stroke: tint } : {} }),
        h('path', { d: state.shape, fill: tint, 'fill-rule': 'evenodd', transform: 'translate(9 11) scale(.9)', class: state.cross ? 'crossed' : undefined }),
        h('text', { x: 34, y: 25 }, name),
    ]);
}
