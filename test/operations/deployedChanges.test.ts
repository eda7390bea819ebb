import type { AxiosInstance } from 'axios';

import { OpenChs } from '../../nodes/OpenChs/OpenChs.node';
import { EVENTS } from '../../nodes/shared/changes/events';
import { deployedDialect } from '../../nodes/shared/helpline/deployed';
import type { Helpline } from '../../nodes/shared/helpline/verbs';
import { connect } from '../../nodes/shared/transport/connection';
import { buildContext } from '../support/context';
import { firstOf, loggedIn } from '../support/deployed.mts';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';
import { asking, ITEM, kept } from '../nodes/shared/helpline/deployed/changesServer';

/** A busy machine starts a sandbox slowly. */
const PATIENCE_MS = 60_000;

let sandbox: SandboxProcess;
let api: AxiosInstance;
let helpline: Helpline;

beforeAll(async () => {
	sandbox = await startSandboxProcess(['--seed-cases', '30']);
	api = await loggedIn(sandbox);
	const { context } = buildContext({
		nodeType: OpenChs,
		credentials: {
			openChsLoginApi: { baseUrl: sandbox.deployedUrl, ...sandbox.login },
		},
		http: async ({ url, qs }) => {
			const reply = await api.get<string>(url, { params: qs });
			return { statusCode: reply.status, headers: {}, body: reply.data };
		},
	});
	const connection = await connect(context, 'openChsLoginApi', {
		retry: { attempts: 1, firstWaitMs: 1, patienceMs: 1 },
		timeoutMs: 5_000,
	});
	helpline = deployedDialect(connection);
}, PATIENCE_MS);

afterAll(async () => await sandbox.stop());

it('tells what was done on a server, once, with what it was before', async () => {
	const events = new Set(EVENTS);
	const { mark } = await helpline.readChanges(asking({ events }), ITEM);
	const row = firstOf(await api.get('cases?_c=1&status=1'), 'cases');
	const id = String(row.id);
	const supervisor = firstOf(await api.get('users?role=2&_c=1'), 'users');
	await api.post(`cases/${id}`, { src: 'edit', status: '2', plan: 'Closed for a test' });
	await api.post(`cases/${id}`, { src: 'edit', escalated_to_id: supervisor.id });
	await api.post(`cases/${id}`, { src: 'edit', priority: 'refused', escalated_to_id: '987654' });
	await api.post('cases/987654', { src: 'edit', status: '2' });
	const note = { case_id: id, activity: '2', detail: 'A made-up note', src: 'edit' };
	await api.post('case_activities', note);
	await api.post('msg', {
		channel: 'sms',
		timestamp: '1795400000',
		session_id: `case-${id}`,
		message_id: 'm-1',
		from: '0300000077',
		message: 'Made up',
		mime: 'text/plain',
	});

	const slice = await helpline.readChanges(asking({ events, mark: kept(mark) }), ITEM);
	const next = await helpline.readChanges(asking({ events, mark: kept(slice.mark) }), ITEM);

	const told = slice.changes.map(({ kind, events: all, about }) => [
		kind,
		all[0],
		about?.record.id,
	]);
	expect(told.filter(([kind]) => kind === 'case')).toEqual([
		['case', 'statusChanged', id],
		['case', 'escalated', id],
		['case', 'noteAdded', id],
	]);
	expect(told.filter(([kind]) => kind !== 'case')).toEqual([
		['message', 'communicationReceived', id],
	]);
	const [closed, escalated] = slice.changes.filter(({ kind }) => kind === 'case');
	expect(closed?.change).toMatchObject({
		status: { from: 'open', to: 'closed' },
		plan: { to: 'Closed for a test' },
	});
	expect(escalated?.change.is_escalated).toEqual({ from: false, to: true });
	expect(slice).toMatchObject({ isMore: false, stopped: null, restored: null, remarks: [] });
	expect(next.changes).toEqual([]);
});

it('tells as many changes since a date as the server kept', async () => {
	const lines = await sandbox.admin.deployed('case_activities');
	const events = new Set(['caseUpdated', 'caseCreated'] as const);

	const { changes } = await helpline.readChanges(
		asking({ events, from: '2000-01-01T00:00:00Z', most: 5_000 }),
		ITEM,
	);

	const real = lines.filter(({ case_id = '0' }) => case_id !== '0' && case_id !== '987654');
	expect(changes.map(({ version }) => version)).toEqual(
		real.map(({ id, created_on }) => `${id}.${created_on}`),
	);
	expect(changes.length).toBeGreaterThan(30);
});

it('has a sample of real changes', async () => {
	const sample = await helpline.sampleChanges(new Set(['caseCreated', 'caseUpdated']), ITEM);

	expect(sample).toHaveLength(5);
});
