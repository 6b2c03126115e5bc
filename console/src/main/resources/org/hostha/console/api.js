// CloudStack's API, with the session's cookie and key. Everything goes by POST, so that no key is ever in a URL.

const KEY = 'hostha.sessionkey';
const USER = 'hostha.user';
const POLL = 1000;

let lost = () => { };

/** A call that the server refused, in its own words. */
export class ApiError extends Error {
    constructor(status, text) {
        super(text);
        this.status = status;
    }
}

export const session = {
    key: () => sessionStorage.getItem(KEY),
    user: () => sessionStorage.getItem(USER),
    onLost: (listener) => { lost = listener; },
};

export async function login(username, password) {
    const answer = await post('login', { username, password });
    sessionStorage.setItem(KEY, answer.sessionkey);
    sessionStorage.setItem(USER, answer.username);
}

export async function logout() {
    await call('logout').catch(() => { });
    forget();
}

export function forget() {
    sessionStorage.removeItem(KEY);
    sessionStorage.removeItem(USER);
    lost();
}

/** Calls a command; one that runs as a job is waited for, and answers with the job's result. */
export async function call(command, parameters = {}) {
    const answer = await post(command, { ...parameters, sessionkey: session.key() ?? '' });
    return answer.jobid && command !== 'queryAsyncJobResult' ? result(answer.jobid) : answer;
}

/** The rows of a list command, whatever they are called. */
export async function list(command, parameters = {}) {
    const answer = await call(command, parameters);
    return Object.values(answer).find(Array.isArray) ?? [];
}

/** A page of a list command: its rows, and how many there are in all. */
export async function page(command, parameters, number, size) {
    const answer = await call(command, { ...parameters, page: number, pagesize: size });
    return { count: answer.count ?? 0, rows: Object.values(answer).find(Array.isArray) ?? [] };
}

async function result(jobid) {
    for (;;) {
        const job = await call('queryAsyncJobResult', { jobid });
        if (job.jobstatus === 1) {
            return job.jobresult ?? {};
        }
        if (job.jobstatus !== 0) {
            throw new ApiError(job.jobresultcode, job.jobresult?.errortext ?? 'the job was cancelled');
        }
        await new Promise((resolve) => setTimeout(resolve, POLL));
    }
}

async function post(command, parameters) {
    const form = new URLSearchParams({ command, response: 'json' });
    Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null)
        .forEach(([name, value]) => form.set(name, value));
    const response = await fetch('client/api', { method: 'POST', body: form, credentials: 'same-origin' });
    const body = await response.json().catch(() => ({}));
    const answer = Object.values(body)[0] ?? {};
    if (!response.ok) {
        if (response.status === 401 && command !== 'login') {
            forget();
        }
        throw new ApiError(response.status, answer.errortext ?? `the server answered ${response.status}`);
    }
    return answer;
}
