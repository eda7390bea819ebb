import type { IDataObject } from 'n8n-workflow';

import { OpenChsLoginApi } from '../../credentials/OpenChsLoginApi.credentials';
import { OpenChs } from '../../nodes/OpenChs/OpenChs.node';
import { firstOf, runAi, said } from '../nodes/OpenChsAiTranscribe/run';
import type { CredentialInput } from '../support/engine';
import { runNode } from '../support/engine';
import { keyCredential } from '../support/helpline';
import { findMarker, planted } from '../support/markers';
import { byId } from '../support/operations';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

const PATIENCE_MS = 120_000;

jest.setTimeout(30_000);

let sandbox: SandboxProcess;
let result: IDataObject;

beforeAll(async () => {
	sandbox = await startSandboxProcess(['--option', 'aiSpeed=100']);
	result = firstOf(await runAi(sandbox.aiUrl, { items: [said(planted('transcript'))] }));
}, PATIENCE_MS);
afterAll(async () => await sandbox.stop());

function credentialFor(authentication: string): CredentialInput {
	const data = { baseUrl: sandbox.deployedUrl, ...sandbox.login, helplineCode: 'sandbox' };
	return authentication === 'apiKey'
		? keyCredential(sandbox)
		: { credentialType: new OpenChsLoginApi(), data };
}

describe.each(['apiKey', 'login'])('a suggestion on a case (%s)', (authentication) => {
	const onCase = async (operation: string, caseId: number, parameters: object = {}) => {
		const { error, outputs } = await runNode({
			nodeType: OpenChs,
			parameters: {
				authentication,
				resource: operation === 'get' ? 'case' : 'activity',
				operation,
				caseId: byId(caseId),
				...parameters,
			} as never,
			credentials: [credentialFor(authentication)],
			items: [{ json: result }],
		});
		if (error) throw error;
		return outputs[0]?.map(({ json }) => json) ?? [];
	};

	const add = async (caseId: number, parameters: object = {}) =>
		(await onCase('createFromAi', caseId, { aiResult: '={{ $json }}', ...parameters }))[0] ?? {};

	it('is written once for each task: a second run finds the note of the first', async () => {
		const { id } = await sandbox.admin.insertCase({ title: 'A case', category: 'school' });

		const written = await add(id);
		const again = await add(id);

		const notes = (await onCase('getAll', id, { returnAll: true })).filter(({ description }) =>
			String(description).startsWith('AI suggestion, not reviewed'),
		);
		expect([written.outcome, again.outcome]).toEqual(['created', 'already_there']);
		expect(notes).toHaveLength(1);
		expect(notes[0]?.description).toContain('Risk: high');
		expect(findMarker(notes)).toEqual([]);
	});

	it('changes no other field of the case', async () => {
		const { id } = await sandbox.admin.insertCase({ title: 'A case', category: 'school' });
		const [before] = await onCase('get', id, { output: 'raw' });

		await add(id);

		const [after] = await onCase('get', id, { output: 'raw' });
		const changed = Object.keys(after ?? {}).filter(
			(field) => JSON.stringify(after?.[field]) !== JSON.stringify(before?.[field]),
		);
		// That a note was added is what the server itself notes about the case.
		expect(changed.filter((field) => !/updated|activit/.test(field))).toEqual([]);
	});

	it('holds the words of the call when a person asks for them', async () => {
		const { id } = await sandbox.admin.insertCase({ title: 'A case', category: 'school' });

		await add(id, { noteParts: ['transcript'] });

		expect(JSON.stringify(await onCase('getAll', id, { returnAll: true }))).toContain(
			`Transcript: ${planted('transcript')}`,
		);
	});
});
