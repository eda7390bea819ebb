import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';

import { between, happens, type Random, randomFrom } from '../../../common/random.mts';
import { makeBurst } from '../../../sandbox/crowd.mts';
import type { World } from '../../../sandbox/world.mts';
import type { Dialect } from '../../commandLine.mts';
import { DEPLOYED, PUBLISHED, type Servers } from '../../inProcess/server.mts';
import type { Product } from '../../product.mts';
import {
	type Held,
	type ImportFile,
	importFile,
	isToldRight,
	judge,
	type Judged,
} from '../expected.mts';
import { BAD_DAY, Calls, NO_FAULTS } from './calls.mts';
import { makePlan, type Plan } from './plan.mts';
import { type Execution, type HostOptions, N8nProcess } from './process.mts';
import { type Moment, Timeline } from './timeline.mts';

/** Where a process can die: at any moment of a run, or around it. */
export type KillPoint = Moment | 'nothing of the run is stored yet' | 'n8n waits for the next part';

export interface RunResult extends Judged {
	plan: Plan;
	kills: KillPoint[];
	/** Good rows of the file. */
	rows: number;
	executions: number;
	/** Calls that reached a server. */
	calls: number;
	/** What else must not be; null when all is well. */
	problem: string | null;
}

const ROWS = 60;
const BAD_ROWS = 9;
const WORLD_BEGINS = Date.UTC(2026, 2, 2, 8, 0, 0);
/** An import that is started again so often and never ends has lost its way. */
const MOST_EXECUTIONS = 150;
/** As long as a part may have to wait, and a person before a new try. */
const A_WHILE_MS = 600_000;
const NEVER = Infinity;

/** One file, from the first start to the run that finds nothing left to do, made of its seed alone. */
export async function oneRun(
	dialect: Dialect,
	seed: number,
	withFaults: boolean,
	product: Product,
	servers: Servers,
): Promise<RunResult> {
	const random = randomFrom(seed);
	const plan = makePlan(random);
	const timeline = new Timeline(WORLD_BEGINS);
	servers.begin(timeline, random);
	const { world } = servers;
	Object.assign(world.settings, plan.settings);
	if (plan.others > 0) makeBurst(world, { creates: plan.others });
	timeline.pass(A_WHILE_MS);

	const file = importFile(dialect, { rows: ROWS, bad: BAD_ROWS, hasKeys: plan.hasKeys });
	const calls = new Calls(servers.hosts, timeline, random);
	const host: HostOptions = {
		...{ dialect, product, timeline, random, calls },
		parameters: parametersOf(plan, file),
		credential: credentialOf(dialect, world),
	};
	const life = { process: new N8nProcess(host), host, file, random, timeline, executions: 0 };
	if (withFaults) calls.faults = BAD_DAY;
	calls.meanwhile = () => {
		if (happens(random, plan.meanwhile)) makeBurst(world, { creates: 1 });
	};
	const { kills, problem } = await untilDone(life, plan);
	calls.faults = NO_FAULTS;
	calls.meanwhile = () => undefined;
	const judged = judge(file.titles, heldBy(dialect, world));
	return {
		...judged,
		plan,
		kills,
		rows: file.titles.size,
		executions: life.executions,
		calls: world.journal.list().length,
		problem: problem ?? (await lastRun(life, world)),
	};
}

interface Life {
	process: N8nProcess;
	readonly host: HostOptions;
	readonly file: ImportFile;
	readonly random: Random;
	readonly timeline: Timeline;
	executions: number;
}

/** Starts the import, and again, until every row is done or told, while processes die. */
async function untilDone(
	life: Life,
	{ deaths }: Plan,
): Promise<{ kills: KillPoint[]; problem: string | null }> {
	const kills: KillPoint[] = [];
	const { random, timeline } = life;
	const left = [...deaths];
	let items = [fileItem(life.file)];
	const die = (point: KillPoint, goesOn: boolean) => {
		kills.push(point);
		left.shift();
		restart(life);
		if (!goesOn) items = [fileItem(life.file)];
	};
	let last: Execution | null = null;
	while (life.executions < MOST_EXECUTIONS) {
		last = await execute(life, items, left[0] ?? NEVER);
		if ('killed' in last) {
			die(last.killed, false);
			continue;
		}
		// Everything was done, and nobody will hear of it.
		if (left.length > 0 && happens(random, 0.2)) {
			die('nothing of the run is stored yet', false);
			continue;
		}
		const next = 'outputs' in last ? (last.outputs[2] ?? []) : [];
		if (next.length > 0) {
			items = next;
			if (left.length > 0 && happens(random, 0.3)) die('n8n waits for the next part', true);
			timeline.pass(Math.max(0, Date.parse(String(next[0]?.json.resume_at)) - timeline.now()));
			continue;
		}
		if ('outputs' in last) {
			const nowhere = rowsNowhere(last.outputs);
			if (nowhere > 0)
				return { kills, problem: `it says that it is done, and ${nowhere} rows are nowhere` };
			if (isDone(last.outputs, life.file)) return { kills, problem: null };
		}
		// What failed is tried again with what it had, as n8n does it; what has ended begins anew.
		if ('outputs' in last) items = [fileItem(life.file)];
		timeline.pass(A_WHILE_MS);
	}
	return { kills, problem: `it is not done after ${MOST_EXECUTIONS} starts: ${inWords(last)}` };
}

/** Once more over a file that is done: nothing may be written. */
async function lastRun(life: Life, world: World): Promise<string | null> {
	const before = world.history.list().length;
	let items = [fileItem(life.file)];
	for (let part = 0; part < MOST_EXECUTIONS; part++) {
		const last = await execute(life, items, NEVER);
		if (!('outputs' in last)) return `the run after the last one: ${inWords(last)}`;
		const [next] = last.outputs[2] ?? [];
		if (next === undefined) {
			const written = world.history.list().length - before;
			if (written > 0) return `the run after the last one wrote ${written} times`;
			const { already_there: found } = totalsOf(last.outputs);
			if (found !== life.file.titles.size) return `the run after the last one found ${found} cases`;
			return null;
		}
		items = [next];
		life.timeline.pass(A_WHILE_MS);
	}
	return 'the run after the last one never ends';
}

async function execute(
	life: Life,
	items: INodeExecutionData[],
	diesAt: number,
): Promise<Execution> {
	life.executions += 1;
	return await life.process.execute(items, diesAt);
}

/** n8n needs its time to come back. */
function restart(life: Life): void {
	life.timeline.pass(between(life.random, 5_000, 120_000));
	life.process = new N8nProcess(life.host);
}

/** Of a file in parts only the last part's *To Fix* is at hand, so that the counts of all parts tell. */
function isDone(outputs: INodeExecutionData[][], { titles, bad }: ImportFile): boolean {
	const summary = summaryOf(outputs);
	const { created, updated, already_there: there, to_fix: toFix } = totalsOf(outputs);
	const isWhole = Number(created) + Number(updated) + Number(there) === titles.size;
	if (summary.complete !== true || !isWhole || toFix !== bad.length) return false;
	const told = (outputs[1] ?? []).map(({ json }) => `${json.row} ${json.column} ${json.code}`);
	return Number(summary.part) > 1 ? told.every((one) => bad.includes(one)) : isToldRight(bad, told);
}

/** Rows that a run which says that it is done neither brought nor told, in any of its parts. */
function rowsNowhere(outputs: INodeExecutionData[][]): number {
	if (summaryOf(outputs).complete !== true) return 0;
	const counts = Object.values(totalsOf(outputs)).map(Number);
	return ROWS - counts.reduce((sum, count) => sum + count, 0);
}

export function summaryOf(outputs: INodeExecutionData[][]): IDataObject {
	return outputs[0]?.at(-1)?.json ?? {};
}

function totalsOf(outputs: INodeExecutionData[][]): IDataObject {
	return (summaryOf(outputs).totals ?? {}) as IDataObject;
}

function inWords(execution: Execution | null): string {
	if (execution === null || 'killed' in execution) return 'killed';
	if ('threw' in execution) {
		return execution.threw instanceof Error ? execution.threw.message : String(execution.threw);
	}
	const { complete, ended_because: why, reasons } = summaryOf(execution.outputs);
	const totals = totalsOf(execution.outputs);
	return JSON.stringify({ complete, why, totals, reasons });
}

function parametersOf({ inFlight, partRows, hasKeys, existing }: Plan, { values }: ImportFile) {
	const parts = partRows === null ? {} : { part: { minutes: 0, rows: partRows } };
	const column = hasKeys ? [] : [{ name: 'case_number', target: 'leave_out' }];
	const parameters: INodeParameters = {
		...{ mode: 'import', existing, values },
		columns: { column },
		options: { inFlight, ...(partRows === null ? {} : { pauseBetweenParts: parts }) },
	};
	return parameters;
}

export function fileItem({ text }: ImportFile): INodeExecutionData {
	const data = Buffer.from(text).toString('base64');
	return { json: {}, binary: { data: { data, mimeType: 'text/csv', fileName: 'cases.csv' } } };
}

export function heldBy(dialect: Dialect, world: World): Held {
	world.deployed.mirror.catchUp();
	const cases = world.store.allCases().filter((row) => row.deleted_at === null);
	const titleOf = new Map(cases.map(({ id, title }) => [String(id), title]));
	const { clients } = world.deployed.archive;
	return {
		titles: [...titleOf.values()],
		children:
			dialect === 'published'
				? null
				: clients.rows.map((row) => titleOf.get(row.case_id_ ?? '') ?? ''),
	};
}

export function credentialOf(
	dialect: Dialect,
	{ settings }: World,
): ICredentialDataDecryptedObject {
	const common = { helplineCode: 'chaos', requestsPerHour: 0, sessionToken: '' };
	return dialect === 'published'
		? { ...common, baseUrl: `https://${PUBLISHED}`, apiKey: settings.apiKey }
		: {
				...common,
				baseUrl: `https://${DEPLOYED}`,
				user: 'admin',
				password: settings.loginPassword,
			};
}
