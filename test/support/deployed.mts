import axios, { type AxiosInstance, type AxiosResponse } from 'axios';

import type { SandboxProcess } from './sandbox.mts';

export interface Named {
	[field: string]: string;
}

type KeyMap = Record<string, [position: string, ...rest: string[]]>;

/** Answers are read as text, since not all that looks like JSON is. */
export function deployedApi(
	sandbox: SandboxProcess,
	headers: Record<string, string> = {},
): AxiosInstance {
	return axios.create({
		baseURL: `${sandbox.deployedUrl}/helpline/api/`,
		proxy: false,
		maxRedirects: 0,
		responseType: 'text',
		transformResponse: (text: unknown) => text,
		validateStatus: () => true,
		headers,
	});
}

export function basic(user: string, password: string): string {
	return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** A session id, taken from the cookie of the lightest login. */
export async function sessionOf(
	sandbox: SandboxProcess,
	user = sandbox.login.user,
): Promise<string> {
	const headers = { Authorization: basic(user, sandbox.login.password) };
	const reply = await deployedApi(sandbox, headers).get('auth');
	return cookieOf(reply);
}

export function cookieOf(reply: AxiosResponse): string {
	const [cookie = ''] = reply.headers['set-cookie'] ?? [];
	return /^HELPLINE_SESSION_ID=(\w+)/.exec(cookie)?.[1] ?? '';
}

export async function loggedIn(sandbox: SandboxProcess, user?: string): Promise<AxiosInstance> {
	return deployedApi(sandbox, { Authorization: `Bearer ${await sessionOf(sandbox, user)}` });
}

export function json(reply: AxiosResponse<string>): Record<string, unknown> {
	return JSON.parse(reply.data) as Record<string, unknown>;
}

/** Rows by the names of their key map. */
export function rowsOf(reply: AxiosResponse<string>, resource: string): Named[] {
	const body = json(reply);
	const keys = Object.entries(body[`${resource}_k`] as KeyMap);
	return (body[resource] as string[][]).map((row) =>
		Object.fromEntries(keys.map(([name, [position]]) => [name, row[Number(position)] ?? ''])),
	);
}

export function firstOf(reply: AxiosResponse<string>, resource: string): Named {
	const [row] = rowsOf(reply, resource);
	if (!row) throw new Error(`No ${resource} in ${reply.data.slice(0, 300)}`);
	return row;
}

export function contextOf(reply: AxiosResponse<string>, resource: string): string[] {
	return (json(reply)[`${resource}_ctx`] as string[][])[0] ?? [];
}

export function errorsOf(reply: AxiosResponse<string>): unknown[][] {
	return json(reply).errors as unknown[][];
}
