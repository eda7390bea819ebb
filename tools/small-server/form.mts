import axios from 'axios';

import type { SandboxProcess } from '../../test/support/sandbox.mts';
import { waitFor } from '../common/wait.mts';
import { ownExample } from '../examples/own.mts';
import type { N8nApi } from '../n8n/api.mts';

const EXAMPLE = 'send-now';
const PAGE = 'form/openchs-send-now';
const LIMIT_SECONDS = 120;

const quietly = { proxy: false, timeout: 60_000, validateStatus: () => true } as const;

/** The example with a form, on the helpline's own server; its workflow's ID. */
export async function publishForm(
	api: N8nApi,
	url: string,
	{ deployedUrl, login }: SandboxProcess,
): Promise<string> {
	const credential = await api.createCredential('openChsLoginApi', 'Helpline', {
		baseUrl: deployedUrl,
		...login,
		helplineCode: 'demo',
		requestsPerHour: 1_000_000,
	});
	const { id } = await api.createWorkflow(
		ownExample(EXAMPLE, { login: { kind: 'login', credential } }),
	);
	await api.activate(id);
	await isThere(url);
	return id;
}

async function isThere(url: string): Promise<void> {
	await waitFor('the form', LIMIT_SECONDS, async () => {
		const { status } = await axios.get(`${url}/${PAGE}`, quietly);
		return status === 200 ? true : undefined;
	});
}

/** Sends the form and looks at the page at the end, as a browser does; the address of that page. */
export async function sendForm(url: string, title: string): Promise<string> {
	await isThere(url);
	const form = new FormData();
	for (const [n, answer] of answers(title).entries()) form.append(`field-${n}`, answer);
	const { data } = await axios.post<{ formWaitingUrl?: string }>(`${url}/${PAGE}`, form, quietly);
	const address = data.formWaitingUrl;
	if (!address) throw new Error('The form was not taken');
	const status = new URL(address);
	status.pathname += '/n8n-execution-status';
	await waitFor('the page at the end', LIMIT_SECONDS, async () => {
		const now = await axios.get<unknown>(status.href, quietly);
		return now.data === 'form-waiting' ? true : undefined;
	});
	await axios.get(address, quietly);
	// The page at the end says by this that it was shown; until then n8n keeps the run.
	await axios.post(address, undefined, quietly);
	return address;
}

/** In the order of the form's fields. */
function answers(title: string): string[] {
	return [
		`Made-up title ${title}`,
		'Made-up story.',
		'Counselling > School',
		'high',
		'Ada Example',
		'+999700000001',
		'ada@example.invalid',
		'35-59',
		'female',
		'Call back',
	];
}
