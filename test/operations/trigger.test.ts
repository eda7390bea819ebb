import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { deepCopy } from 'n8n-workflow';

import { OpenChsLoginApi } from '../../credentials/OpenChsLoginApi.credentials';
import { OpenChsTrigger } from '../../nodes/OpenChsTrigger/OpenChsTrigger.node';
import type { CredentialInput } from '../support/engine';
import { keyCredential, runOpenChs } from '../support/helpline';
import { pollNode } from '../support/poll';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

const LOGINS = { published: 'apiKey', deployed: 'login' } as const;
type Dialect = keyof typeof LOGINS;

let processes = 0;

describe.each(['published', 'deployed'] as const)('the trigger on the %s server', (dialect) => {
	let sandbox: SandboxProcess;
	let credential: CredentialInput;
	let kept: IDataObject;
	let workflowId: string;

	beforeAll(async () => {
		sandbox = await startSandboxProcess();
		credential = credentialFor(dialect, sandbox);
	}, 60_000);
	afterAll(async () => {
		await sandbox.stop();
	});
	beforeEach(async () => {
		await sandbox.admin.reset('seeded');
		kept = {};
		workflowId = `process ${processes++}`;
	});

	async function check(parameters: INodeParameters, mode: 'trigger' | 'manual' = 'trigger') {
		const { outputs, error } = await pollNode({
			nodeType: OpenChsTrigger,
			parameters: { authentication: LOGINS[dialect], ...parameters },
			credentials: [credential],
			memory: kept,
			workflowId,
			mode,
		});
		if (error) throw error;
		return (outputs?.[0] ?? []).map(({ json }) => json);
	}

	/** Another process, which knows what is saved. */
	function restart(saved: IDataObject): void {
		kept = deepCopy(saved);
		workflowId = `process ${processes++}`;
	}

	it('delivers each case that is opened once, as the record that the node reads', async () => {
		const waits = { events: ['caseCreated'] };
		expect(await check(waits)).toEqual([]);
		await sandbox.admin.burst({ creates: 3, updates: 2, phantoms: 2 });

		const items = await check(waits);

		expect(items.map(({ event }) => event)).toEqual(Array(3).fill('caseCreated'));
		expect(new Set(items.map(({ change_key: key }) => key)).size).toBe(3);
		const { outputs } = await runOpenChs(credential as never, {
			resource: 'case',
			operation: 'get',
			parameters: {
				authentication: LOGINS[dialect],
				caseId: { __rl: true, mode: 'id', value: String(items[0]?.id) },
			},
		});
		expect(items[0]).toMatchObject(outputs[0]?.[0]?.json ?? { missing: true });
		expect(await check(waits)).toEqual([]);
	});

	it('costs one request when nothing has changed', async () => {
		await check({ events: ['caseCreated'] });
		await check({ events: ['caseCreated'] });
		await sandbox.admin.clearLog();

		await check({ events: ['caseCreated'] });

		expect(await sandbox.admin.log()).toHaveLength(1);
	});

	it('tells what became of status and priority, and from what', async () => {
		const waits = { events: ['caseCreated'] };
		await check(waits);
		await sandbox.admin.burst({ creates: 1 });
		const [made] = await check(waits);
		const change = { priority: made?.priority === 'high' ? 'low' : 'high', status: 'closed' };
		await runOpenChs(credential as never, {
			resource: 'case',
			operation: 'update',
			parameters: {
				authentication: LOGINS[dialect],
				caseId: { __rl: true, mode: 'id', value: String(made?.id) },
				fields: { mappingMode: 'defineBelow', value: change, matchingColumns: [], schema: [] },
			},
		});

		const [item] = await check({ events: ['statusChanged'] });

		expect(item).toMatchObject({
			id: made?.id,
			event: 'statusChanged',
			change: { status: { from: 'open', to: 'closed' } },
		});
		expect(item?.events).toContain('caseUpdated');
	});

	it('delivers what came in, and recordings', async () => {
		const waits = { events: ['communicationReceived', 'recordingAvailable'] };
		await check(waits);
		await sandbox.admin.burst({ messages: 1, calls: 1, recordings: 1 });

		const items = await check(waits);

		expect(new Set(items.map(({ event }) => event))).toEqual(
			new Set(['communicationReceived', 'recordingAvailable']),
		);
		expect(items.every(({ id }) => id !== undefined && id !== null)).toBe(true);
	});

	it('delivers the last delivery again to a new process, under the same keys', async () => {
		const waits = { events: ['caseCreated'] };
		await check(waits);
		await sandbox.admin.burst({ creates: 2 });
		const before = await check(waits);
		restart(kept);
		await sandbox.admin.burst({ creates: 1 });

		const after = await check(waits);

		const keys = after.map(({ change_key: key }) => key);
		expect(keys).toHaveLength(3);
		expect(keys.slice(0, 2)).toEqual(before.map(({ change_key: key }) => key));
	});

	it('gives the same keys as Get Many Changes', async () => {
		const waits = { events: ['caseCreated', 'caseUpdated', 'noteAdded'] };
		await check(waits);
		const begun = new Date(Date.now() - 1_000).toISOString();
		await sandbox.admin.burst({ creates: 2, notes: 2 });
		const polled = await check(waits);

		const { outputs, error } = await runOpenChs(credential as never, {
			resource: 'case',
			operation: 'getChanges',
			parameters: {
				authentication: LOGINS[dialect],
				changedAfter: begun,
				returnAll: true,
				...waits,
			},
		});

		expect(error).toBeUndefined();
		const keys = (outputs[0] ?? []).map(({ json }) => json.change_key);
		expect(polled.length).toBeGreaterThanOrEqual(3);
		expect(keys).toEqual(expect.arrayContaining(polled.map(({ change_key: key }) => key)));
	});

	it('delivers from a date, in slices, oldest first', async () => {
		await sandbox.admin.burst({ creates: 5 });
		const waits = {
			events: ['caseCreated'],
			startFrom: 'date',
			startDate: new Date(Date.now() - 60_000).toISOString(),
			options: { mostChanges: 2 },
		};

		const ids: unknown[] = [];
		for (let checks = 0; checks < 10 && new Set(ids).size < 5; checks++) {
			ids.push(...(await check(waits)).map(({ id }) => Number(id)));
		}

		expect(ids).toEqual([...ids].sort((a, b) => Number(a) - Number(b)));
		expect(new Set(ids).size).toBe(5);
		expect(ids).toHaveLength(5);
	});

	it('tells that the server was restored, once, and delivers what comes then', async () => {
		const waits = { events: ['caseCreated'] };
		await check(waits);
		await sandbox.admin.takeBackup();
		await sandbox.admin.burst({ creates: 5 });
		expect(await check(waits)).toHaveLength(5);
		await check(waits);
		await sandbox.admin.restoreBackup();

		await expect(check(waits)).rejects.toThrow(/restored/);
		await sandbox.admin.burst({ creates: 2 });

		expect((await check(waits)).length).toBeGreaterThanOrEqual(2);
		expect(await check(waits)).toEqual([]);
	});

	it('shows real changes as a sample, and stores nothing', async () => {
		await sandbox.admin.burst({ creates: 1 });

		const [item] = await check({ events: ['caseCreated', 'caseUpdated'] }, 'manual');

		expect(item).toMatchObject({ helpline: 'sandbox', change_key: expect.any(String) });
		expect(item).not.toHaveProperty('sample');
		expect(kept).toEqual({});
	});
});

function credentialFor(dialect: Dialect, sandbox: SandboxProcess): CredentialInput {
	if (dialect === 'published') return keyCredential(sandbox);
	const { user, password } = sandbox.login;
	return {
		credentialType: new OpenChsLoginApi(),
		data: { baseUrl: sandbox.deployedUrl, user, password, helplineCode: 'sandbox' },
	};
}
