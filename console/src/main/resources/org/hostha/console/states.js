// What states look like: a colour that reads on light and dark, and a shape, so that no one needs to tell colours apart.

const CIRCLE = (r = 8) => `M${10 - r} 10a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

/** In the order of urgency: what needs somebody first comes first. Shapes are drawn in a box of 20 by 20. */
export const HA_STATES = [
    { name: 'Fencing', light: '#c1121f', dark: '#ff6b6b', shape: 'M10 1 19 18H1z', tells: 'its power is being taken' },
    { name: 'Recovering', light: '#b23b00', dark: '#ff9f5a', shape: 'M10 19 1 2h18z', tells: 'it is being power cycled' },
    { name: 'Fenced', light: '#7a0016', dark: '#ff5c8a', shape: 'M6 1h8l5 5v8l-5 5H6l-5-5V6zM6 6l8 8M14 6l-8 8', tells: 'seen off; its VMs run elsewhere', cross: true },
    { name: 'Checking', light: '#8a5a00', dark: '#ffd166', shape: 'M10 1l9 9-9 9-9-9z', tells: 'its activity is being looked for' },
    { name: 'Suspect', light: '#8a5a00', dark: '#ffd166', shape: 'M10 1l9 9-9 9-9-9zM10 5.5 5.5 10l4.5 4.5L14.5 10z', tells: 'a health check has failed' },
    { name: 'Degraded', light: '#6b3fa0', dark: '#c9a5ff', shape: 'M1 5h18v10H1z', tells: 'active, but its agent is silent' },
    { name: 'Recovered', light: '#00697a', dark: '#5ad1e6', shape: 'M10 1l2.6 6.4L19 10l-6.4 2.6L10 19l-2.6-6.4L1 10l6.4-2.6z', tells: 'back after a power cycle' },
    { name: 'Ineligible', light: '#4b5563', dark: '#b6bdc8', shape: 'M2 2h16v16H2zM5 5v10h10V5z', tells: 'HA may not look after it now' },
    { name: 'Disabled', light: '#4b5563', dark: '#b6bdc8', shape: 'M2 8h16v4H2z', tells: 'HA is switched off' },
    { name: 'Unconfigured', light: '#6b7280', dark: '#9aa3af', shape: CIRCLE(3), tells: 'no HA provider' },
    { name: 'Available', light: '#14713a', dark: '#58c883', shape: CIRCLE(), tells: 'healthy' },
];

export const POWER_STATES = [
    { name: 'On', light: '#14713a', dark: '#58c883', shape: 'M9 1h2v9H9zM5 4.5a7.5 7.5 0 1 0 10 0l-1.4 1.6a5.4 5.4 0 1 1-7.2 0z' },
    { name: 'Off', light: '#7a0016', dark: '#ff5c8a', shape: 'M10 2a8 8 0 1 0 0 16a8 8 0 1 0 0-16zM10 4.4a5.6 5.6 0 1 1 0 11.2a5.6 5.6 0 1 1 0-11.2z' },
    { name: 'Unknown', light: '#8a5a00', dark: '#ffd166', shape: 'M9 13h2v3H9zM9 11V9.5c2 0 3-.8 3-2.2S11 5 10 5 8.2 5.8 8 7L6 6.6C6.3 4.6 8 3 10 3c2.4 0 4.2 1.7 4.2 4.2 0 2-1.2 3.3-3.2 3.8z' },
    { name: 'Disabled', light: '#4b5563', dark: '#b6bdc8', shape: 'M2 8h16v4H2z' },
    { name: 'Unconfigured', light: '#6b7280', dark: '#9aa3af', shape: CIRCLE(3) },
];

const RANK = new Map(HA_STATES.map((state, rank) => [state.name, rank]));

export const haState = (name) => HA_STATES[RANK.get(name) ?? RANK.get('Unconfigured')];
export const powerState = (name) => POWER_STATES.find((state) => state.name === name) ?? POWER_STATES[2];
export const rank = (name) => RANK.get(name) ?? HA_STATES.length;
export const colour = (state, dark) => (dark ? state.dark : state.light);

/** A proof older than this is not a proof any more. */
export const PROOF_DAYS = 2;

const TROUBLE = new Set(['Fencing', 'Recovering', 'Fenced', 'Checking', 'Suspect', 'Degraded', 'Recovered']);

/** Whether somebody should look at a host now. */
export function needsAttention(host) {
    return TROUBLE.has(host.haState) || host.custody || host.haState === 'Ineligible' && host.haEnabled
        || host.powerManaged && host.power === 'Unknown' && host.haEnabled;
}

/** Why it is not known that a host could be fenced; empty when it is known. Hosts without HA need no proof. */
export function unproven(host, now = Date.now()) {
    if (!host.haEnabled || host.haState === 'Fenced') {
        return '';
    }
    if (host.obstacle) {
        return host.obstacle;
    }
    if (host.proven === null) {
        return 'never proven';
    }
    const days = (now / 1000 - host.proven) / 86400;
    return days > PROOF_DAYS ? `proven ${Math.floor(days)} days ago` : '';
}
