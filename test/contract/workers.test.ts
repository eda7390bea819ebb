import type { IDataObject } from 'n8n-workflow';

import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';
import { tableOf } from './outside.mts';
import { recordsOf, rows, Server } from './server';
import { inSandbox } from './side';
import { promised } from './tellAbout';

const KEYS = 200;

/** Long enough for two workers to meet between a look-up and a create. */
const LATENCY_MS = 5;

describe('two workers with the same keys at the same time', () => {
	let sandbox: SandboxProcess;

	beforeAll(async () => {
		sandbox = await startSandboxProcess(['--seed-cases', '0', '--latency', String(LATENCY_MS)]);
	});
	afterAll(async () => await sandbox.stop());

	promised(
		'deployed',
		`two workers, ${KEYS} equal keys: the lowest id wins, no double is left without its mark`,
		async () => {
			// User names are read in any letter case there, so that the two share nothing in this process.
			const workers = ['admin', 'ADMIN'].map((user) => {
				const target = inSandbox('deployed', sandbox);
				const login = { user, password: sandbox.login.password };
				return new Server({ ...target, login }, sandbox);
			});
			const runs = await Promise.all(
				workers.map(async (worker) => {
					const fields = await worker.fieldsWithoutChild();
					const externalKey = '=form:{{ $json.row }}';
					return await worker.create(fields, { externalKey }, { items: rows(KEYS) });
				}),
			);
			const [first, second] = runs.map(recordsOf);

			const { lowest, doubles } = await byKey(sandbox);
			const unmarked = await withoutMark(sandbox, doubles);
			expect(lowest.size).toBe(KEYS);
			expect(unmarked).toEqual([]);
			for (const [row, record] of [...(first ?? []).entries(), ...(second ?? []).entries()]) {
				expect(String(record.id)).toBe(lowest.get(`form:${row}`));
			}
			const reported = new Set([...(first ?? []), ...(second ?? [])].flatMap(duplicatesOf));
			expect([...doubles.keys()].filter((id) => !reported.has(id))).toEqual([]);
			return `${KEYS + doubles.size} cases, ${doubles.size} doubles, all marked and reported; 0 unmarked`;
		},
	);
});

/** The case that has each key, and every further one with the id of the case whose double it is. */
async function byKey({ deployedUrl, login }: SandboxProcess) {
	const lowest = new Map<string, string>();
	const doubles = new Map<string, string>();
	const cases = await tableOf(deployedUrl, login, 'cases');
	for (const { id = '', src_uid: key = '' } of cases.sort((a, b) => Number(a.id) - Number(b.id))) {
		const first = lowest.get(key);
		if (first === undefined) lowest.set(key, id);
		else doubles.set(id, first);
	}
	return { lowest, doubles };
}

async function withoutMark(
	{ deployedUrl, login }: SandboxProcess,
	doubles: ReadonlyMap<string, string>,
): Promise<string[]> {
	const notes = await tableOf(deployedUrl, login, 'case_activities');
	return [...doubles]
		.filter(([id, first]) => {
			const mark = new RegExp(`duplicate of case ${first}\\b`, 'i');
			return !notes.some(({ case_id, detail = '' }) => case_id === id && mark.test(detail));
		})
		.map(([id]) => id);
}

function duplicatesOf({ duplicates }: IDataObject): string[] {
	return Array.isArray(duplicates) ? duplicates.map(String) : [];
}
