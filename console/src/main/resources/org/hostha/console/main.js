// The frame: who is logged in, where the page is, light or dark, and whether the line to the server is up.

import { discover } from './actions.js';
import { logout, session } from './api.js';
import { HostPage } from './host.js';
import { ListPage } from './lists.js';
import { hush, listen, stream } from './live.js';
import { LoginPage } from './login.js';
import { Overview } from './overview.js';
import { PlacePage } from './place.js';
import { SettingsPage } from './settings.js';
import { look, readRoute, route, tag } from './ui.js';

const { h, createApp, defineComponent, nextTick, ref, watch, watchEffect } = Vue;
const { Alert, Button, ConfigProvider, theme } = antd;
const THEME = 'hostha.theme';
const PAGES = [['', 'Overview'], ['events', 'Events'], ['alerts', 'Alerts'], ['settings', 'Settings']];

/** The colours of Ant Design that small text can be read in. */
const TOKENS = { colorPrimary: '#1668dc', borderRadius: 4, fontSize: 14, motion: !matchMedia('(prefers-reduced-motion: reduce)').matches };

function pageOf({ page, id }) {
    switch (page) {
        case 'host': return h(HostPage, { id });
        case 'cluster': case 'zone': return h(PlacePage, { kind: page, id, key: page });
        case 'events': case 'alerts': return h(ListPage, { kind: page });
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
                problem.value = '';
            } catch (failure) {
                problem.value = failure.message;
            }
        };
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
        });
        if (user.value) {
            enter();
        }
        return () => h(ConfigProvider, { theme: { algorithm: look.dark ? theme.darkAlgorithm : theme.defaultAlgorithm, token: TOKENS } },
            () => (user.value ? frame(user.value, problem.value) : h(LoginPage, { onDone: enter })));
    },
});

function frame(user, problem) {
    const here = PAGES.some(([page]) => page === route.page) ? route.page : '';
    return h('div', { class: 'frame' }, [
        h('a', { class: 'skip', href: '#content', onClick: (event) => { event.preventDefault(); document.getElementById('content').focus(); } }, 'To the content'),
        h('header', [
            h('a', { class: 'brand', href: '#/' }, [h('img', { src: 'console/icon.svg', alt: '', width: 28, height: 28 }), 'Host HA']),
            h('span', { class: 'line', role: 'status', 'data-test': 'line' }, [tag(stream.up ? 'live' : 'no connection', stream.up ? 'success' : 'error')]),
            h(Button, { type: 'text', 'aria-label': look.dark ? 'Light colours' : 'Dark colours', 'data-test': 'theme', onClick: turnTheme }, () => (look.dark ? '☀' : '☾')),
            h('span', { class: 'user' }, user),
            h(Button, { type: 'text', onClick: logout }, () => 'Log out'),
        ]),
        h('nav', { class: 'menu', 'aria-label': 'Pages' }, PAGES.map(([page, label]) => h('a', {
            key: page, href: `#/${page}`, class: page === here ? 'here' : '', 'aria-current': page === here ? 'page' : undefined,
        }, label))),
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
