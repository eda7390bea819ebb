import type { INodeParameters } from 'n8n-workflow';

import { OpenChsOtpApi } from '../../credentials/OpenChsOtpApi.credentials';
import { OpenChs } from '../../nodes/OpenChs/OpenChs.node';
import type { RunResult } from '../support/engine';
import { runNode } from '../support/engine';
import { FIELDS } from '../support/helpline';
import { mapped, QUICK } from '../support/operations';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';
import { sessionByCode } from './outside.mts';
import { sentence, tally } from './sandboxTables';
import { recordsOf, rows, Server } from './server';
import { inSandbox } from './side';
import type { Side } from './target.mts';
import { createsPerFault } from './target.mts';
import { promised } from './tellAbout';

const CREATES = createsPerFault();

/** What happens to the call that saves, in words and as the sandbox is told. */
const FAULTS = [
	['cut before it is sent', 'cut-before'],
	['cut after saving', 'cut-after'],
	['a page of HTML after saving', 'html-after'],
	['an empty 500 after saving', 'empty-after=500'],
	['no answer in time after saving', 'hang-after'],
] as const;

const SIDES: readonly Side[] = ['published', 'deployed'];

/** A hanging server is given up soon here. */
const SHORT: INodeParameters = { timeout: 1, attempts: 3 };

describe.each(SIDES)('%s server: creates through faults', (side) => {
	let sandbox: SandboxProcess;
	let server: Server;

	beforeAll(async () => {
		sandbox = await startSandboxProcess(['--seed-cases', '0']);
		server = new Server(inSandbox(side, sandbox), sandbox);
	});
	beforeEach(async () => {
		await sandbox.admin.reset('empty');
	});
	afterAll(async () => await sandbox.stop());

	/** Every other create is struck in the call that adds its child, where there is one. */
	const struckPath = (row: number) =>
		side === 'deployed' && row % 2 === 1 ? '/cases/.*/clients' : '/cases';

	const createThrough = async (fault: string): Promise<string> => {
		const fields = await server.fields();
		for (const item of rows(CREATES)) {
			const row = Number(item.json.row);
			await sandbox.admin.setFaults([`${fault};server=${side}:POST:${struckPath(row)}:1`]);
			const run = await server.create(
				{ ...fields, title: `Case ${row}` },
				{ options: SHORT },
				{ items: [item] },
			);
			recordsOf(run);
			const [struck] = await sandbox.admin.faults();
			expect(struck?.applied).toBe(1);
		}
		await sandbox.admin.clearFaults();
		const counted = await tally(side, sandbox);
		expect(counted).toEqual({ cases: CREATES, doubles: 0, orphans: 0 });
		return `${CREATES} creates, ${sentence(counted)}`;
	};

	for (const [words, fault] of FAULTS) {
		promised(side, `creates survive: ${words}`, async () => await createThrough(fault));
	}

	if (side === 'deployed') {
		promised(
			side,
			'creates survive: the session is ended in between',
			async () => await createThrough('session-end'),
		);
	} else {
		promised(
			side,
			'creates survive: the session of a one-time code is ended in between; a new code goes on',
			async () => {
				const half = Math.floor(CREATES / 2);
				await sandbox.admin.setFaults([`session-end:POST:/cases:1:${half}`]);
				const first = await createWithCode(sandbox);
				expect(first.outputs[0]?.length).toBe(half);
				expect(first.outputs[1]?.length).toBe(CREATES - half);
				await sandbox.admin.clearFaults();

				const second = await createWithCode(sandbox);

				expect(second.outputs[0]?.length).toBe(CREATES);
				const counted = await tally(side, sandbox);
				expect(counted).toEqual({ cases: CREATES, doubles: 0, orphans: 0 });
				return `${half} before, ${CREATES - half} after: ${sentence(counted)}`;
			},
		);
	}
});

/** The same rows with the same keys each time, after a log-in by a new code. */
async function createWithCode(sandbox: SandboxProcess): Promise<RunResult> {
	const address = 'supervisor@example.invalid';
	const sessionToken = await sessionByCode(sandbox.url, address, async () => {
		return String((await sandbox.admin.outbox())[0]?.code);
	});
	const data = { baseUrl: sandbox.url, addressType: 'email', address, sessionToken };
	return await runNode({
		nodeType: OpenChs,
		parameters: {
			authentication: 'otp',
			resource: 'case',
			operation: 'create',
			externalKey: '=row-{{ $json.row }}',
			fields: mapped({ ...FIELDS, title: '=Case {{ $json.row }}' }),
			options: QUICK,
		},
		credentials: [{ credentialType: OpenChsOtpApi, data }],
		items: rows(CREATES),
		onError: 'continueErrorOutput',
	});
}
