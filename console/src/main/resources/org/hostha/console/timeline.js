// Decisions as a picture: a lane for each state, a step for each decision, with the time between two.

import { colour, haState, rank } from './states.js';
import { age, look, parseDate, showDate } from './ui.js';

const { h } = Vue;
const LANE = 30;
const LEFT = 120;
const STEP = 76;
const TOP = 18;
const MOST = 60;

/** @param decisions oldest first */
export function timeline(decisions) {
    const steps = decisions.filter((decision) => decision.tostate).slice(-MOST);
    if (!steps.length) {
        return h('p', { class: 'hint' }, 'Nothing has been decided yet.');
    }
    const names = [...new Set(steps.flatMap((step) => [step.fromstate, step.tostate]).filter(Boolean))]
        .sort((a, b) => rank(b) - rank(a));
    const y = (name) => TOP + names.indexOf(name) * LANE + LANE / 2;
    const x = (i) => 20 + i * STEP;
    const width = x(steps.length) + 10;
    const height = TOP + names.length * LANE + 26;
    const line = steps.map((step, i) => {
        const from = step.fromstate ?? step.tostate;
        return `${i === 0 ? `M0 ${y(from)}` : ''}H${x(i)}V${y(step.tostate)}`;
    }).join('') + `H${width - 10}`;
    const toTheEnd = ({ el }) => { el.scrollLeft = el.scrollWidth; };
    return h('div', { class: 'timeline' }, [
        h('svg', { width: LEFT, height, 'aria-hidden': 'true' }, names.map((name) => h('g', { key: name }, [
            h('path', {
                d: haState(name).shape, fill: colour(haState(name), look.dark), 'fill-rule': 'evenodd',
                transform: `translate(2 ${y(name) - 7}) scale(.7)`,
            }),
            h('text', { class: 'lane-name', x: 22, y: y(name) + 4 }, name),
        ]))),
        h('div', {
            class: 'course-box', tabindex: 0, role: 'region', 'aria-label': 'decisions as a picture',
            key: steps[steps.length - 1].id, onVnodeMounted: toTheEnd,
        }, [h('svg', {
            width, height, role: 'img',
            'aria-label': `Decisions: ${steps.map((step) => `${step.tostate} at ${showDate(step.created)}`).join(', ')}`,
        }, [
            names.map((name) => h('line', { key: name, class: 'lane', x1: 0, x2: width, y1: y(name), y2: y(name) })),
            h('path', { class: 'course', d: line, fill: 'none' }),
            steps.map((step, i) => h('g', { key: step.id }, [
                h('circle', { cx: x(i), cy: y(step.tostate), r: 5, fill: colour(haState(step.tostate), look.dark) },
                    [h('title', `${showDate(step.created)}: ${step.reason}`)]),
                i === 0 ? null : h('text', { class: 'gap', x: x(i) - STEP / 2, y: height - 6, 'text-anchor': 'middle' },
                    `+${age((parseDate(step.created) - parseDate(steps[i - 1].created)) / 1000)}`),
            ])),
        ])]),
    ]);
}

/** When the trouble began that is not over: the first step away from Available since; null when there is none. */
export function troubleSince(decisions) {
    let since = null;
    for (const { fromstate, tostate, created } of decisions) {
        if (['Available', 'Disabled', 'Ineligible'].includes(tostate)) {
            since = null;
        } else if (since === null && fromstate !== tostate) {
            since = parseDate(created).getTime();
        }
    }
    return since;
}

/** How long the last trouble took until Fenced, in seconds; null when it did not come to that. */
export function tookToFence(decisions) {
    let since = null;
    let took = null;
    for (const { fromstate, tostate, created } of decisions) {
        const at = parseDate(created).getTime();
        if (fromstate === 'Available' && tostate !== 'Available') {
            [since, took] = [at, null];
        }
        if (tostate === 'Fenced' && fromstate !== 'Fenced' && since !== null) {
            took = (at - since) / 1000;
        }
    }
    return took;
}
