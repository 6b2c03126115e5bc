// The frame: who is logged in, where the page is, light or dark, and whether the line to the server is up.

import { discover } from './actions.js';
import { logout, session } from './api.js';
import { askDirectives } from './directives.js';
import { HostPage } from './host.js';
import { ListPage } from './lists.js';
import { hush, listen, stream } from './live.js';
import { LoginPage } from './login.js';
import { Overview } from './overview.js';
import { PlacePage } from './place.js';
import { SettingsPage } from './settings.js';
import { every, icon, look, pill, readRoute, route } from './ui.js';

const { h, createApp, defineComponent, nextTick, ref, watch, watchEffect } = Vue;
const { Alert, Button, ConfigProvider, theme } = antd;
const THEME = 'hostha.theme';
const DIRECTIVES_PERIOD = 5000;
const PAGES = [
    ['', 'Overview', 'M2 9a6 6 0 0 1 12 0M8 9l3-3M2 13h12'],
    ['events', 'Events', 'M2 4h1M2 8h1M2 12h1M6 4h8M6 8h8M6 12h8'],
    ['alerts', 'Alerts', 'M4 11V7a4 4 0 0 1 8 0v4l1.5 2h-11zM7 15h2'],
    ['settings', 'Settings', 'M2 4h6M12 4h2M10 2v4M2 8h2M8 8h6M6 6v4M2 12h7M13 12h1M11 10v4'],
];

/** The colours of Ant Design that small text can be read in, also under the pointer. */
const TOKENS = { borderRadius: 4, fontSize: 14, motion: !matchMedia('(prefers-reduced-motion: reduce)').matches };
const LIGHT = { algorithm: theme.defaultAlgorithm, token: { ...TOKENS, colorPrimary: '#0958d9', colorPrimaryHover: '#003eb3', colorError: '#c1121f', colorErrorHover: '#9c0e17' } };
const DARK = { algorithm: theme.darkAlgorithm, token: { ...TOKENS, colorPrimary: '#1668dc', colorPrimaryHover: '#1554ad', colorError: '#ff7875' } };

function pageOf({ page, id }) {
    switch (page) {
        case 'host': return h(HostPage, { id, key: id });
        case 'cluster': case 'zone': return h(PlacePage, { kind: page, id, key: page });
        case 'events': case 'alerts': return h(ListPage, { kind: page, key: page });
        case 'settings': return h(SettingsPage);
        default: return h(Overview);
    }
}

const App = defineComponent({
    setup() {
        const user = ref(session.key() ? session.user() : null);
        const problem = ref('');
        const enter = async () => {
            user.value = session.user();
            listen();
            try {
                await discover();
                await askDirectives();
                problem.value = '';
            } catch (failure) {
                problem.value = failure.message;
            }
        };
        every(DIRECTIVES_PERIOD, () => user.value && askDirectives());
        session.onLost(() => {
            hush();
            user.value = null;
        });
        watch(() => `${route.page}/${route.id}`, async () => {
            await nextTick();
            document.querySelector('h1')?.setAttribute('tabindex', '-1');
            document.querySelector('h1')?.focus();
            scrollTo(0, 0);
        });
        watchEffect(() => {
            document.documentElement.dataset.theme = look.dark ? 'dark' : 'light';
            ConfigProvider.config({ theme: look.dark ? DARK : LIGHT });
        });
        if (user.value) {
            enter();
        }
        return () => h(ConfigProvider, { theme: look.dark ? DARK : LIGHT },
            () => (user.value ? frame(user.value, problem.value) : h(LoginPage, { onDone: enter })));
    },
});

function frame(user, problem) {
    const here = PAGES.some(([page]) => page === route.page) ? route.page : '';
    return h('div', { class: 'frame' }, [
        h('a', { class: 'skip', href: '#content', onClick: (event) => { event.preventDefault(); document.getElementById('content').focus(); } }, 'To the content'),
        h('header', [
            h('a', { class: 'brand', href: '#/' }, [h('img', { src: 'console/icon.svg', alt: '', width: 28, height: 28 }), 'Host HA']),
            h('span', { class: 'line', role: 'status', 'data-test': 'line' }, [pill(stream.up ? 'live' : 'no connection', stream.up ? 'good' : 'bad')]),
            h(Button, { type: 'text', 'aria-label': look.dark ? 'Light colours' : 'Dark colours', 'data-test': 'theme', onClick: turnTheme }, () => (look.dark ? '☀' : '☾')),
            h('span', { class: 'user' }, user),
            h(Button, { type: 'text', 'data-test': 'logout', onClick: logout }, () => 'Log out'),
        ]),
        h('nav', { class: 'menu', 'aria-label': 'Pages' }, PAGES.map(([page, label, picture]) => h('a', {
            key: page, href: `#/${page}`, class: page === here ? 'here' : '', 'aria-current': page === here ? 'page' : undefined,
        }, [icon(picture), label]))),
        h('main', { id: 'content', tabindex: -1 }, [problem ? h(Alert, { type: 'error', message: problem, showIcon: true }) : null, pageOf(route)]),
    ]);
}

function turnTheme() {
    look.dark = !look.dark;
    localStorage.setItem(THEME, look.dark ? 'dark' : 'light');
}

const system = matchMedia('(prefers-color-scheme: dark)');
look.dark = (localStorage.getItem(THEME) ?? (system.matches ? 'dark' : 'light')) === 'dark';
system.addEventListener('change', () => { look.dark = localStorage.getItem(THEME) === null ? system.matches : look.dark; });
addEventListener('hashchange', readRoute);
readRoute();
createApp(App).mount('#app');
