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

const says = `two workers, ${KEYS} equal keys: the lowest id wins, no double is left without its mark`;

describe('two workers with the same keys at the same time', () => {
	let sandbox: SandboxProcess;

	beforeAll(async () => {
		sandbox = await startSandboxProcess(['--seed-cases', '0', '--latency', String(LATENCY_MS)]);
	});
	beforeEach(async () => await sandbox.admin.reset('empty'));
	afterAll(async () => await sandbox.stop());

	promised('published', says, async () => await createTwice(sandbox, publishedWorkers(sandbox)));
	promised('deployed', says, async () => await createTwice(sandbox, deployedWorkers(sandbox)));
});

type Workers = readonly [Server, Server];

/** Two addresses of one server, so that the two share nothing in this process. */
function publishedWorkers(sandbox: SandboxProcess): Workers {
	const target = inSandbox('published', sandbox);
	const url = target.url.replace('127.0.0.1', 'localhost');
	expect(url).not.toBe(target.url);
	return [new Server(target, sandbox), new Server({ ...target, url }, sandbox)];
}

/** User names are read in any letter case there, so that the two share nothing in this process. */
function deployedWorkers(sandbox: SandboxProcess): Workers {
	const named = (user: string) => {
		const login = { user, password: sandbox.login.password };
		return new Server({ ...inSandbox('deployed', sandbox), login }, sandbox);
	};
	return [named('admin'), named('ADMIN')];
}

async function createTwice(sandbox: SandboxProcess, workers: Workers): Promise<string> {
	const runs = await Promise.all(
		workers.map(async (worker) => {
			const fields = await worker.fieldsWithoutChild();
			const externalKey = '=form:{{ $json.row }}';
			return await worker.create(fields, { externalKey }, { items: rows(KEYS) });
		}),
	);
	const records = runs.flatMap((run) => [...recordsOf(run).entries()]);

	const { lowest, doubles } = await (workers[0].side === 'published' ? published : deployed)(
		sandbox,
	);
	expect(lowest.size).toBe(KEYS);
	expect([...doubles].filter(([, { isMarked }]) => !isMarked)).toEqual([]);
	for (const [row, record] of records) {
		expect(String(record.id)).toBe(lowest.get(`form:${row}`));
	}
	const reported = new Set(records.flatMap(([, record]) => duplicatesOf(record)));
	expect([...doubles.keys()].filter((id) => !reported.has(id))).toEqual([]);
	return `${KEYS + doubles.size} cases, ${doubles.size} doubles, all marked and reported; 0 unmarked`;
}

interface Made {
	/** By key, the case that has it. */
	lowest: Map<string, string>;
	/** By id, every further case with the key of another. */
	doubles: Map<string, { isMarked: boolean }>;
}

interface Row {
	id: string;
	key: string;
	/** What a person calls the case. */
	number: string;
}

/** What the tables hold, read past the package. */
function made(cases: readonly Row[], notes: ReadonlyArray<{ id: string; text: string }>): Made {
	const lowest = new Map<string, Row>();
	const doubles: Made['doubles'] = new Map();
	for (const row of [...cases].sort((a, b) => Number(a.id) - Number(b.id))) {
		const first = lowest.get(row.key);
		if (!first) lowest.set(row.key, row);
		else {
			const mark = new RegExp(`duplicate of case ${first.number}\\b`, 'i');
			const isMarked = notes.some(({ id, text }) => id === row.id && mark.test(text));
			doubles.set(row.id, { isMarked });
		}
	}
	return { lowest: new Map([...lowest].map(([key, { id }]) => [key, id])), doubles };
}

async function published({ admin }: SandboxProcess): Promise<Made> {
	const cases = (await admin.cases()).map(({ id, case_number: number, description }) => ({
		id: String(id),
		key: /External-Ref: (.+)$/.exec(description ?? '')?.[1] ?? '',
		number,
	}));
	const notes = (await admin.activities()).map(({ case_id, description }) => ({
		id: String(case_id),
		text: description,
	}));
	return made(cases, notes);
}

async function deployed({ deployedUrl, login }: SandboxProcess): Promise<Made> {
	const cases = await tableOf(deployedUrl, login, 'cases');
	const notes = await tableOf(deployedUrl, login, 'case_activities');
	return made(
		cases.map(({ id = '', src_uid: key = '' }) => ({ id, key, number: id })),
		notes.map(({ case_id: id = '', detail: text = '' }) => ({ id, text })),
	);
}

function duplicatesOf({ duplicates }: IDataObject): string[] {
	return Array.isArray(duplicates) ? duplicates.map(String) : [];
}
