import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { OpenChsLoginApi } from '../../credentials/OpenChsLoginApi.credentials';
import { OpenChs } from '../../nodes/OpenChs/OpenChs.node';
import { callMethod } from '../support/engine';
import { FIELDS, fileItem, runOpenChs } from '../support/helpline';
import type { Ids } from '../support/operations';
import { byId, everyOperation, mapped } from '../support/operations';
import { previewOf } from '../support/previews.mts';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

/** What the helpline's own server wants beyond the fields of every server. */
const WITH_PLAN: INodeParameters = {
	...FIELDS,
	plan: 'Call back on Monday.',
	gbv_related: 'no',
	reporter_age_group: '30-45',
	reporter_sex: 'Female',
};

const LOGIN = everyOperation({ caseId: 0, spareCaseId: 0, attachmentId: 0 }, WITH_PLAN);
const OFFERED = LOGIN.filter(({ login }) => login !== 'key');

/** Eight runs of the node before the first test, on a machine that may be busy. */
const SETUP_MS = 60_000;

describe('every operation, with user name and password', () => {
	let sandbox: SandboxProcess;
	let credential: { credentialType: OpenChsLoginApi; data: IDataObject };
	let fields: INodeParameters;
	let ids: Ids;

	async function run(resource: string, operation: string, parameters: INodeParameters = {}) {
		return await runOpenChs(
			credential as never,
			{ resource, operation, parameters: { authentication: 'login', ...parameters } },
			{ items: [fileItem({ row: 1 })] },
		);
	}

	async function first(resource: string, operation: string, parameters: INodeParameters = {}) {
		const { error, outputs } = await run(resource, operation, parameters);
		if (error) throw error;
		return outputs[0]?.[0]?.json ?? {};
	}

	async function entryOf(referenceList: string): Promise<string> {
		const { id } = await first('referenceList', 'getAll', { referenceList });
		return String(id);
	}

	async function addPerson(caseId: string | number): Promise<number> {
		const on = { caseId: byId(caseId), fields: mapped({ name: 'Zawadi Testchild' }) };
		return Number((await first('person', 'create', on)).id);
	}

	/** The newest call that the server has on record; calls belong to no case there. */
	async function newestCall(): Promise<string> {
		const { user, password } = sandbox.login;
		const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
		const answer = await fetch(`${sandbox.deployedUrl}/helpline/api/calls?_c=1`, {
			headers: { authorization },
		});
		const { calls, calls_k: columns } = (await answer.json()) as {
			calls: string[][];
			calls_k: Record<string, string[]>;
		};
		return String(calls[0]?.[Number(columns.uniqueid?.[0])]);
	}

	beforeAll(async () => {
		sandbox = await startSandboxProcess();
		const data = { baseUrl: sandbox.deployedUrl, ...sandbox.login, helplineCode: 'sandbox' };
		credential = { credentialType: new OpenChsLoginApi(), data };
		fields = {
			...WITH_PLAN,
			category: await entryOf('categories'),
			reporter_age_group: await entryOf('ageGroups'),
			reporter_sex: await entryOf('sexes'),
		};
		const made = await first('case', 'create', { externalKey: 'form-1', fields: mapped(fields) });
		const on = { caseId: byId(String(made.id)) };
		await first('activity', 'create', { ...on, description: 'First note' });
		const file = await first('attachment', 'upload', on);
		ids = { caseId: Number(made.id), spareCaseId: 0, attachmentId: Number(file.id) };
	}, SETUP_MS);
	afterAll(async () => {
		await sandbox.stop();
	});

	it.each(OFFERED.map(({ resource, operation }) => [resource, operation] as const))(
		'%s %s gives what its preview shows',
		async (resource, operation) => {
			const personId = await addPerson(ids.caseId);
			const use = everyOperation({ ...ids, personId }, fields).find(
				(each) => each.resource === resource && each.operation === operation,
			);
			const isRecording = operation === 'downloadRecording';
			const more = isRecording ? { recordingId: await newestCall() } : {};

			const { error, outputs } = await run(resource, operation, { ...use?.parameters, ...more });

			expect(error).toBeUndefined();
			const [item] = outputs[0] ?? [];
			expect(Object.keys(item?.json ?? {}).sort()).toEqual(previewOf(resource, operation));
			expect(item?.json.helpline).toBe('sandbox');
		},
	);

	it('keeps every case, and says so when a stored workflow deletes one', async () => {
		const { error } = await run('case', 'delete', { caseId: byId(ids.caseId) });

		expect(error?.message).toBe('This OpenCHS keeps all cases; none was deleted [item 0]');
	});

	it('counts in rows and columns', async () => {
		const { table } = await first('statistics', 'get', {
			period: 'year',
			tableRows: ['category', 'status'],
			tableColumns: 'reporter_sex',
		});

		expect((table as IDataObject[])[0]).toMatchObject({
			category: expect.any(String),
			status: expect.any(String),
			cases: expect.any(Number),
		});
	});

	it('offers the lists of the server in the editor', async () => {
		const parameters = { authentication: 'login', resource: 'case', operation: 'create' };
		const { result } = await callMethod(OpenChs, 'resourceMapping', 'getCaseFields', {
			parameters,
			credentials: [credential as never],
		});

		const types = Object.fromEntries(result.fields.map(({ id, type }) => [id, type]));
		expect(types).toMatchObject({
			category: 'options',
			reporter_age_group: 'options',
			reporter_sex: 'options',
		});
	});
});
