import axios, { isAxiosError, type AxiosInstance } from 'axios';

export interface Owner {
	readonly email: string;
	readonly password: string;
}

/** The made-up person who owns every n8n that these tools start. */
export const demoOwner: Owner = { email: 'demo@openchs.example', password: 'Openchs-demo-116' };

/** n8n ties a session to the browser it was opened in; this is ours. */
const BROWSER_ID = 'openchs-tools';

const REQUEST_LIMIT_MS = 60_000;

export type Http = AxiosInstance;

/** A client of n8n's own API that keeps the session cookie and unpacks the `data` envelope. */
export function openSession(url: string): Http {
	const http = axios.create({
		baseURL: url,
		timeout: REQUEST_LIMIT_MS,
		proxy: false,
		headers: { 'browser-id': BROWSER_ID },
	});

	http.interceptors.response.use(
		(response) => {
			const cookies = response.headers['set-cookie']?.map((cookie) => cookie.split(';')[0]);
			if (cookies?.length) http.defaults.headers.common.cookie = cookies.join('; ');
			if (isEnvelope(response.data)) response.data = response.data.data;
			return response;
		},
		(error: unknown) => {
			throw inWords(error);
		},
	);

	return http;
}

function isEnvelope(body: unknown): body is { data: unknown } {
	return typeof body === 'object' && body !== null && 'data' in body;
}

/** n8n explains a refusal in its answer; axios's own message would only name the status. */
function inWords(error: unknown): Error {
	if (!isAxiosError(error)) return error as Error;

	const { method, url } = error.config ?? {};
	const answer: unknown = error.response?.data;
	const said = isRefusal(answer) ? answer.message : error.message;
	return new Error(`n8n: ${method?.toUpperCase()} ${url}: ${error.response?.status ?? ''} ${said}`);
}

function isRefusal(body: unknown): body is { message: string } {
	return typeof body === 'object' && body !== null && 'message' in body;
}

export const sessionApi = (http: Http) => ({
	/** Makes the owner of a fresh n8n, who is then logged in. */
	async setupOwner(owner: Owner = demoOwner): Promise<void> {
		await http.post('/rest/owner/setup', { ...owner, firstName: 'Demo', lastName: 'Owner' });
	},

	async login(owner: Owner = demoOwner): Promise<void> {
		await http.post('/rest/login', { emailOrLdapLoginId: owner.email, password: owner.password });
	},
});
