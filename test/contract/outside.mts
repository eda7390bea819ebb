import axios from 'axios';

const API = '/helpline/api';
/** More rows than a contract run makes. */
const MANY = 100_000;

/** Ends a session of the deployed server as somebody else would: only the cookie's session ends. */
export async function endSession(url: string, session: string): Promise<number> {
	const { status } = await axios.get(`${url}${API}/?logout=1`, {
		headers: { cookie: `HELPLINE_SESSION_ID=${session}` },
		proxy: false,
		validateStatus: () => true,
	});
	return status;
}

/** All rows of a table of the deployed server, read past the package, by the columns that it names. */
export async function tableOf(
	url: string,
	login: { user: string; password: string },
	resource: string,
): Promise<Array<Record<string, string>>> {
	const { data } = await axios.get<Record<string, unknown>>(`${url}${API}/${resource}`, {
		auth: { username: login.user, password: login.password },
		params: { _c: MANY },
		proxy: false,
	});
	const columns = Object.entries(data[`${resource}_k`] as Record<string, [string]>);
	return (data[resource] as string[][]).map((row) =>
		Object.fromEntries(columns.map(([name, [place]]) => [name, row[Number(place)] ?? ''])),
	);
}

/** A session of the published API, by a one-time code that the sandbox shows. */
export async function sessionByCode(
	url: string,
	address: string,
	codeSent: () => Promise<string>,
): Promise<string> {
	const api = axios.create({ baseURL: `${url}${API}`, proxy: false });
	await api.post('/sendOTP', { addr_addr: address, addr_type: 'email' });
	const reply = await api.post('/verifyOTP', { addr_addr: address, otp: await codeSent() });
	const cookie = String(reply.headers['set-cookie']?.[0]);
	return /HELPLINE_SESSION_ID=([^;]+)/.exec(cookie)?.[1] ?? '';
}

/** Characters that are the same run by run but never twice: the made-up cases of one run carry them. */
export function runMark(): string {
	return Date.now().toString(36);
}
