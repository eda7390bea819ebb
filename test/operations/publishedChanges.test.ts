import type { AxiosInstance } from 'axios';
import axios from 'axios';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { ChangesSlice } from '../../nodes/shared/changes/change';
import { EVENTS } from '../../nodes/shared/changes/events';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';
import type { Opened } from '../nodes/shared/helpline/published/fakeServer';
import { open } from '../nodes/shared/helpline/published/fakeServer';

/** Starting a server takes long on a machine with much to do. */
jest.setTimeout(60_000);

let sandbox: SandboxProcess;
let api: AxiosInstance;
let helpline: Opened['helpline'];

beforeAll(async () => {
	sandbox = await startSandboxProcess(['--seed-cases', '30']);
	api = axios.create({
		baseURL: `${sandbox.url}/helpline/api`,
		headers: { 'X-API-Key': sandbox.apiKey },
		proxy: false,
	});
	const httpRequest = async (_type: string, { url, qs }: IHttpRequestOptions) => {
		const path = new URL(url).pathname.replace('/helpline/api', '');
		const { status, headers, data } = await api.get<string>(path, {
			params: qs,
			responseType: 'text',
			transformResponse: (text: string) => text,
			validateStatus: () => true,
		});
		return { statusCode: status, headers, body: data };
	};
	({ helpline } = await open({ httpRequest }));
});

afterAll(async () => await sandbox.stop());

async function read(mark: ChangesSlice['mark'] | null): Promise<ChangesSlice> {
	const ask = { mark, from: null, events: new Set(EVENTS), most: 500, memory: new Map() };
	return await helpline.readChanges(ask, 0);
}

function told({ changes }: ChangesSlice): unknown[] {
	return changes.map(({ kind, events, change }) => [kind, events, change]);
}

/** Whole seconds tell two changes of a case apart. */
async function nextSecond(): Promise<void> {
	await sleep(1_050);
}

it('tells what was done on a server, once, with what it was before', async () => {
	const seeded = await read(null);
	expect(seeded.changes).toEqual([]);

	const body = { title: 'Made-up case', category: 'school', priority: 'low' };
	const created = await api.post<{ data: { id: number } }>('/cases', body);
	const { id } = created.data.data;
	const first = await read(seeded.mark);
	expect(told(first)).toEqual([['case', ['caseCreated'], {}]]);

	await nextSecond();
	await api.put(`/cases/${id}`, { status: 'in_progress', priority: 'high', notes: 'Called back' });
	const second = await read(first.mark);
	expect(told(second)).toEqual([
		[
			'case',
			['escalated', 'priorityRaised', 'statusChanged', 'noteAdded', 'caseUpdated'],
			{ status: { from: 'open', to: 'in_progress' }, priority: { from: 'low', to: 'high' } },
		],
	]);

	await nextSecond();
	const call = { case_id: id, contact_type: 'call', direction: 'inbound', duration: 60 };
	await api.post('/communications', call);
	const third = await read(second.mark);
	expect(third.changes.map(({ kind, events }) => [kind, events])).toEqual([
		['case', ['caseUpdated']],
		['communication', ['communicationReceived']],
	]);
	expect((await read(third.mark)).changes).toEqual([]);
});

it('has a sample of it for the editor', async () => {
	const sample = await helpline.sampleChanges(new Set(['caseCreated', 'caseUpdated']), 0);
	expect(sample.length).toBeGreaterThan(0);
	const times = sample.map(({ at }) => at);
	expect(times).toEqual([...times].sort().reverse());
});
