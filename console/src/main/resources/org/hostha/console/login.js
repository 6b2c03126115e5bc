import { login } from './api.js';

const { h, defineComponent, reactive } = Vue;
const { Alert, Button, Form, FormItem, Input } = antd;

export const LoginPage = defineComponent({
    emits: ['done'],
    setup(props, { emit }) {
        const given = reactive({ username: '', password: '', failed: '', busy: false });
        const enter = async () => {
            given.busy = true;
            try {
                await login(given.username, given.password);
                emit('done');
            } catch (failure) {
                given.failed = failure.message;
            } finally {
                Object.assign(given, { busy: false, password: '' });
            }
        };
        const field = (name, label, part, complete) => h(FormItem, { label, htmlFor: name }, () => h(part, {
            id: name, size: 'large', value: given[name], autocomplete: complete, 'onUpdate:value': (value) => { given[name] = value; },
        }));
        return () => h('main', { class: 'login' }, [
            h('img', { src: 'console/icon.svg', alt: '', width: 56, height: 56 }),
            h('h1', 'Host HA'),
            given.failed ? h(Alert, { type: 'error', showIcon: true, message: given.failed, role: 'alert' }) : null,
            h(Form, { layout: 'vertical', onSubmit: (event) => { event?.preventDefault?.(); enter(); } }, () => [
                field('username', 'User name', Input, 'username'),
                field('password', 'Password', Input.Password, 'current-password'),
                h(Button, { type: 'primary', htmlType: 'submit', size: 'large', block: true, loading: given.busy }, () => 'Log in'),
            ]),
        ]);
    },
});
