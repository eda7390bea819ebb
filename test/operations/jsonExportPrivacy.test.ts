import type { INodeParameters } from 'n8n-workflow';

import { OpenChsJsonExport } from '../../nodes/OpenChsJsonExport/OpenChsJsonExport.node';
import { DEIDENTIFIED_COLUMNS } from '../../nodes/shared/privacy/deidentified';
import { deployedSide, publishedSide } from '../support/csvImport';
import type { RunResult } from '../support/engine';
import { readBinary, useFilesystemBinary } from '../support/engine';
import type { ExportSide } from '../support/jsonExport';
import {
	itemsOf,
	manifestOf,
	RECIPIENT,
	rowsOf,
	runExport,
	runVerify,
} from '../support/jsonExport';
import { findMarker, MARKER, plantCase, planted } from '../support/markers';
import { QUICK } from '../support/operations';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';
import { runAsTool } from '../support/tool';

jest.setTimeout(120_000);

/** More than one page of each server. */
const CASES = 260;
const SIDES = ['published', 'deployed'] as const;

let sandbox: SandboxProcess;

beforeAll(async () => {
	await useFilesystemBinary();
	sandbox = await startSandboxProcess();
	await sandbox.admin.reset('empty');
	await sandbox.admin.setOption('acceptFields', ['district_notes']);
	for (let number = 1; number <= 5; number++) {
		await sandbox.admin.insertCase({
			...(plantCase(number) as object),
			extra: JSON.stringify({ district_notes: planted('district_notes') }),
			ai_transcript: planted('ai_transcript'),
		});
	}
	await sandbox.admin.burst({ creates: CASES - 5, notes: 3 * CASES });
});

afterAll(async () => await sandbox.stop());

afterEach(async () => await sandbox.admin.clearFaults());

let account = 0;
function sideOf(name: (typeof SIDES)[number]): ExportSide {
	account += 1;
	return name === 'published'
		? publishedSide(sandbox, `privacy ${account}`)
		: deployedSide(sandbox);
}

/** Where the marker stands in all that a run left behind: files with their names, items, hints, log, errors. */
async function leaksOf(result: RunResult): Promise<string[]> {
	const items = result.outputs[0] ?? [];
	const files = await Promise.all(
		items
			.flatMap(({ binary = {} }) => Object.values(binary))
			.map(async (file) => ({
				file,
				text: (await readBinary(file)).toString('utf8'),
			})),
	);
	const { outputs, hints, thrown, runData, log, error, storedError, uiMessages } = result;
	return findMarker({
		files,
		outputs,
		hints,
		thrown,
		runData,
		log,
		error,
		storedError,
		uiMessages,
	});
}

describe.each(SIDES)('de-identified cases of the %s server', (name) => {
	it.each(['csv', 'json', 'jsonl', 'items'])(
		'hold no planted value, in no file, name, hint or line of the log (%s)',
		async (form) => {
			const result = await runExport(sideOf(name), {
				profile: 'deidentified',
				form,
				placeLevel: 'district',
			});
			if (result.error) throw result.error;

			expect(await leaksOf(result)).toEqual([]);
			const rows = form === 'json' || form === 'jsonl' ? await rowsOf(result) : [];
			for (const row of rows) expect(Object.keys(row)).toEqual([...DEIDENTIFIED_COLUMNS]);
			expect(rows.length).toBe(form === 'json' || form === 'jsonl' ? CASES : 0);
		},
	);

	it('tell the child by band and sex, and the case by its reference alone', async () => {
		const rows = await rowsOf(await runExport(sideOf(name), { profile: 'deidentified' }));
		const told = rows.filter(({ child_gender }) => child_gender === 'female');

		expect(told).toHaveLength(5);
		expect(new Set(told.map(({ child_age_band }) => child_age_band)).size).toBe(1);
		expect(told[0]?.child_age_band).not.toBeNull();
		expect(rows.every(({ case_ref }) => /^[0-9a-f]{64}$/.test(String(case_ref)))).toBe(true);
	});

	it.each(['cut-middle', 'half-json', 'html-before', 'status=500', 'status=422'])(
		'nor does %s on its way',
		async (fault) => {
			const [kind = '', status] = fault.split('=');
			await sandbox.admin.setFaults([
				{
					...{ fault: kind as never, server: name, method: 'GET', path: '/cases', skip: 2 },
					...(status === undefined ? {} : { status: Number(status) }),
				},
			]);
			for (const form of ['json', 'items']) {
				const filters: INodeParameters = { createdAfter: '2001-01-01' };
				const result = await runExport(sideOf(name), { profile: 'deidentified', form, filters });

				expect(await leaksOf(result)).toEqual([]);
			}
		},
	);

	it('have the same references every night, and others for another recipient', async () => {
		const side = sideOf(name);
		const references = async (secret: string) => {
			const credentials = [
				side.credential,
				(await import('../support/jsonExport')).recipient({ secret }),
			];
			const rows = await rowsOf(
				await runExport(side, { profile: 'deidentified' }, { credentials }),
			);
			return rows.map(({ case_ref }) => String(case_ref));
		};
		const [one, again, other] = [
			await references(RECIPIENT.secret),
			await references(RECIPIENT.secret),
			await references('another made-up secret, as long as that'),
		];

		expect([...again].sort()).toEqual([...one].sort());
		expect(other.filter((reference) => one.includes(reference))).toEqual([]);
	});

	it('are not gone on from with another recipient', async () => {
		const side = sideOf(name);
		const first = await runExport(side, { profile: 'deidentified' });
		const [manifest] = itemsOf(await runVerify(itemsOf(first)));
		const { recipient } = await import('../support/jsonExport');
		const second = await runExport(
			side,
			{ profile: 'deidentified', continueFrom: 'manifestFile' },
			{
				items: [manifest ?? { json: {} }],
				credentials: [side.credential, recipient({ secret: 'another made-up secret, as long' })],
			},
		);

		expect(second.error?.message).toContain('another recipient');
	});
});

describe('an own list', () => {
	it.each(SIDES)('lets nothing else out (%s)', async (name) => {
		const result = await runExport(sideOf(name), {
			profile: 'own',
			fields: ['status', 'priority', 'created_at'],
		});

		expect(await leaksOf(result)).toEqual([]);
		const [row] = await rowsOf(result);
		expect(Object.keys(row ?? {})).toEqual(['id', 'priority', 'status', 'created_at']);
	});
});

describe('a full export', () => {
	it('holds what identifies, in its files and nowhere else', async () => {
		const result = await runExport(sideOf('published'), { form: 'csv' });
		const { hints, log, runData } = result;

		expect(findMarker({ hints, log, runData })).toEqual([]);
		expect((await leaksOf(result)).every((path) => path.startsWith('value.files'))).toBe(true);
		expect(await leaksOf(result)).not.toEqual([]);
	});

	it('names a field that is new on the server, and keeps what is in it inside', async () => {
		const result = await runExport(sideOf('published'));
		const rows = await rowsOf(result);

		expect(manifestOf(result)).toMatchObject({ summary: { left_inside: ['district_notes'] } });
		expect(JSON.stringify(rows)).not.toContain(planted('district_notes'));
		expect(JSON.stringify(rows)).toContain(MARKER);
	});

	it('takes it along where it is named', async () => {
		const result = await runExport(sideOf('published'), {
			profile: 'own',
			otherFields: 'district_notes',
		});
		const rows = await rowsOf(result);

		expect(rows.filter((row) => row.district_notes === planted('district_notes'))).toHaveLength(5);
		expect(manifestOf(result)).toMatchObject({ summary: { left_inside: [] } });
	});

	it.each(SIDES)(
		'has the lists that hang on a case where they are asked for (%s)',
		async (name) => {
			const include =
				name === 'deployed' ? ['people', 'activities'] : ['activities', 'attachments'];
			const rows = await rowsOf(
				await runExport(sideOf(name), { include, filters: { priority: ['high'] } }),
			);

			expect(rows.length).toBeGreaterThan(5);
			for (const row of rows) {
				for (const list of include) expect(Array.isArray(row[list])).toBe(true);
			}
			expect(rows.some(({ activities }) => (activities as unknown[]).length > 0)).toBe(true);
		},
	);

	it('is not for an agent, unless a switch says so', async () => {
		const side = sideOf('published');
		const asTool = async (profile: string, options: INodeParameters = {}) =>
			await runAsTool({
				nodeType: OpenChsJsonExport,
				parameters: {
					...{ operation: 'export', authentication: side.authentication, profile, form: 'items' },
					options: { ...QUICK, ...options },
				},
				credentials: [side.credential],
			});

		const refused = await asTool('full');
		expect(refused.answer).not.toContain(MARKER);
		expect(findMarker(refused.node('Node').outputs)).toEqual([]);
		const allowed = await asTool('full', { toolsSeePersonal: true });
		expect(allowed.answer).toContain(MARKER);
	});
});
