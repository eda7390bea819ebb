import type { INode } from 'n8n-workflow';
import { readFileSync } from 'node:fs';

import { waitFor } from '../../tools/common/wait.mts';
import type { Credential, N8nApi } from '../../tools/n8n/api.mts';
import { credentialsOf, n8nApi } from '../../tools/n8n/api.mts';
import type { WorkflowFile } from '../../tools/n8n/api/workflows.mts';
import { startN8n, type N8n } from '../../tools/n8n/server.mts';
import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { aiAdminOf } from '../../tools/sandbox/ai/adminClient.mts';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox.mts';
import { callWebhook, webhook } from './support.mts';

const EXAMPLE = 'examples/recording-to-note/workflow.json';
/** Below that a run that sleeps is lost when n8n ends (host facts, section J). */
const SURVIVING_SECONDS = 66;
const LIMIT_SECONDS = 240;

interface Login {
	authentication: string;
	type: string;
	data(sandbox: SandboxProcess): Record<string, string>;
}

const LOGINS: readonly Login[] = [
	{
		authentication: 'login',
		type: 'openChsLoginApi',
		data: ({ deployedUrl, login }) => ({ baseUrl: deployedUrl, ...login }),
	},
	{
		authentication: 'apiKey',
		type: 'openChsApi',
		data: ({ url, apiKey }) => ({ baseUrl: url, apiKey }),
	},
];

/** The example as a person makes it their own: credentials, a case, how long to sleep, a way to start it. */
async function ownExample(
	api: N8nApi,
	sandbox: SandboxProcess,
	login: Login,
	settings: Record<string, unknown>,
): Promise<WorkflowFile> {
	const ai = await api.createCredential('openChsAiApi', 'AI', { baseUrl: sandbox.aiUrl });
	const helpline = await api.createCredential(login.type, 'Helpline', login.data(sandbox));
	const file = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as WorkflowFile;
	const nodes = file.nodes.map((node) => own(node, { ai, helpline }, login, settings));
	return { ...file, nodes, settings: { ...file.settings, saveDataSuccessExecution: 'all' } };
}

function own(
	node: INode,
	credentials: { ai: Credential; helpline: Credential },
	{ authentication, type }: Login,
	settings: Record<string, unknown>,
): INode {
	const { parameters } = node;
	switch (node.type) {
		case 'n8n-nodes-base.manualTrigger':
			return { ...webhook(`note-${type.toLowerCase()}`), name: node.name };
		case 'n8n-nodes-openchs.openChsAiTranscribe':
			return { ...node, credentials: credentialsOf(credentials.ai) };
		case 'n8n-nodes-openchs.openChs':
			return {
				...node,
				parameters: { ...parameters, authentication },
				credentials: credentialsOf(credentials.helpline),
			};
		default:
			if (node.name !== 'Settings') return node;
			return { ...node, parameters: withValues(parameters, settings) };
	}
}

interface Assigned {
	assignments: { assignments: Array<{ name: string; value: unknown }> };
}

function withValues(parameters: object, settings: Record<string, unknown>): INode['parameters'] {
	const given = structuredClone(parameters) as Assigned;
	for (const each of given.assignments.assignments) {
		each.value = settings[each.name] ?? each.value;
	}
	return given as unknown as INode['parameters'];
}

describe('the example that turns a recording into a note', () => {
	let shared: SharedN8n;
	let sandbox: SandboxProcess;
	let n8n: N8n;
	let api: N8nApi;

	beforeAll(async () => {
		shared = await sharedN8n();
		sandbox = await startSandboxProcess(['--option', 'aiSpeed=20']);
		n8n = await startN8n({ from: shared.template });
		api = n8nApi(n8n.url);
		await api.login(shared.owner);
	}, 300_000);
	afterAll(async () => {
		await n8n?.stop();
		await sandbox?.stop();
	});

	const notesOn = async (caseId: number) =>
		(await sandbox.admin.activities(caseId)).filter(({ description }) =>
			String(description).startsWith('AI suggestion, not reviewed'),
		);

	/** Starts it from outside; the ID of its one execution. */
	async function begin(login: Login, settings: Record<string, unknown>): Promise<string> {
		const { id } = await api.createWorkflow(await ownExample(api, sandbox, login, settings));
		await api.activate(id);
		await callWebhook(n8n.url, `note-${login.type.toLowerCase()}`);
		return await waitFor('the execution', 60, async () => (await api.listExecutions(id))[0]?.id);
	}

	it('is inactive, names no credential, and starts with its settings', () => {
		const text = readFileSync(EXAMPLE, 'utf8');
		const { nodes, active, connections } = JSON.parse(text) as WorkflowFile & { active: boolean };

		expect(active).toBe(false);
		expect(text).not.toContain('"credentials"');
		expect(connections.Start?.main?.[0]?.[0]?.node).toBe('Settings');
		expect(nodes.filter(({ type }) => type.endsWith('stickyNote')).length).toBeGreaterThan(3);
	});

	it('goes on after n8n was killed while it slept: one submit, one note', async () => {
		const [login] = LOGINS;
		if (!login) throw new Error('no login');
		const { id: caseId } = await sandbox.admin.insertCase({ title: 'A case', category: 'school' });
		const ai = aiAdminOf(sandbox.aiUrl);
		const before = (await ai.submits()).length;

		const execution = await begin(login, {
			case_id: String(caseId),
			wait_seconds: SURVIVING_SECONDS,
		});
		await waitFor('the run to sleep', 60, async () =>
			(await api.getExecution(execution)).status === 'waiting' ? true : undefined,
		);
		await n8n.kill();
		await n8n.restart();
		await api.login(shared.owner);
		await waitFor('the note', LIMIT_SECONDS, async () =>
			(await notesOn(caseId)).length > 0 ? true : undefined,
		);

		const notes = await notesOn(caseId);
		expect((await ai.submits()).length - before).toBe(1);
		expect(notes).toHaveLength(1);
		expect(notes[0]?.description).toMatch(/Risk: high[^]*Summary: /);
	}, 480_000);

	it.each(LOGINS.slice(1).map((login) => [login.authentication, login] as const))(
		'works with the other login too (%s)',
		async (_name, login) => {
			const { id: caseId } = await sandbox.admin.insertCase({
				title: 'A case',
				category: 'school',
			});

			await begin(login, { case_id: String(caseId), wait_seconds: 1 });
			await waitFor('the note', LIMIT_SECONDS, async () =>
				(await notesOn(caseId)).length > 0 ? true : undefined,
			);

			expect(await notesOn(caseId)).toHaveLength(1);
		},
		300_000,
	);
});
