import { startSmtpSink } from '../../test/support/smtpSink.mts';
import { startSandboxProcess } from '../../test/support/sandbox.mts';
import { importFile, judge } from '../chaos/import/expected.mts';
import type { Dialect } from '../chaos/commandLine.mts';
import { waitFor } from '../common/wait.mts';
import { exactly, none, type Measured } from '../examples/check.mts';
import { publishExample } from './published.mts';
import type { QueueMode } from './queueMode.mts';
import { partsOf, type Part } from './parts.mts';
import type { Worker } from './worker.mts';

const PARTS = 4;
/** Slow enough that a worker can be ended in the middle of its rows. */
const LATENCY_MS = 200;
const RUN_SECONDS = 240;
/** n8n looks for workers that are gone twice a minute. */
const CRASH_SECONDS = 240;

export interface Asked {
	readonly dialect: Dialect;
	readonly rows: number;
	say(line: string): void;
}

/**
 * The example 'scale-out' with one file: a worker is ended half-way, the file is sent again as a person
 * does it, and once more for nothing.
 */
export async function scaleOut(
	{ main, api, workers }: QueueMode,
	{ dialect, rows, say }: Asked,
): Promise<Measured[]> {
	const file = importFile(dialect, { rows, bad: 0 });
	const sandbox = await startSandboxProcess();
	const mails = await startSmtpSink();
	try {
		await sandbox.admin.reset('empty');
		await sandbox.admin.setOption('latencyMs', LATENCY_MS);
		const example = await publishExample(api, main, {
			dialect,
			sandbox,
			mails,
			parts: PARTS,
			values: file.values,
		});
		const casesNow = async () => (await sandbox.admin.cases()).length;
		const endedParts = async (count: number) =>
			await waitFor(`the mails of ${count} parts`, RUN_SECONDS, () =>
				mails.mails.length >= count ? true : undefined,
			);
		const round = async (before: ReadonlySet<string>) => {
			const ids = (await api.listExecutions(example.id)).filter(({ id }) => !before.has(id));
			return await partsOf(api, workers, ids);
		};
		const tell = (what: string, parts: readonly Part[]) => {
			for (const line of spread(workers, parts)) say(`${dialect}, ${what}: ${line}`);
		};
		say(`${dialect}: ${rows} rows in ${PARTS} parts`);

		await example.send(file.text);
		await waitFor('half of the rows', RUN_SECONDS, async () =>
			(await casesNow()) >= rows / 2 ? true : undefined,
		);
		const [killed, other] = workers;
		const atKill = await casesNow();
		await killed.kill();
		const killedAt = Date.now();
		const known = await api.listExecutions(example.id);
		const begunBy = (worker: Worker) => known.filter(({ id }) => worker.begun().has(id));
		const lost = begunBy(killed).filter(({ status }) => status === 'running');
		await endedParts(PARTS - lost.length);
		const afterKill = await casesNow();
		const first = await round(new Set());
		const byOther = sum(first.filter(({ worker }) => worker === other.name));
		say(`${dialect}: ${killed.name} was killed at ${atKill} cases with ${lost.length} parts under way`);
		say(`${dialect}: ${killed.name} had made ${afterKill - byOther} cases, ${other.name} ${byOther}`);

		await killed.restart();
		const before = new Set((await api.listExecutions(example.id)).map(({ id }) => id));
		await example.send(file.text);
		await endedParts(PARTS - lost.length + PARTS);
		const second = await round(before);
		tell('the file again', second);
		const afterAll = await sandbox.admin.cases();
		const judged = judge(file.titles, {
			titles: afterAll.map(({ title }) => title),
			children: null,
		});

		const beforeThird = new Set((await api.listExecutions(example.id)).map(({ id }) => id));
		await example.send(file.text);
		await endedParts(PARTS - lost.length + 2 * PARTS);
		const third = await round(beforeThird);
		const status = await waitFor('the parts that were cut off', CRASH_SECONDS, async () => {
			const now = await Promise.all(lost.map(async ({ id }) => (await api.getExecution(id)).status));
			return now.includes('running') ? undefined : now;
		});
		const seconds = Math.round((Date.now() - killedAt) / 1000);
		await example.end();
		say(`${dialect}: parts cut off end as ${status.join(', ')}, seen ${seconds} s after the kill`);

		return [
			{
				promise: 'runs begun by each worker, 4 parts and the sending',
				measured: `${[killed, other].map((worker) => begunBy(worker).length).join(' and ')}`,
				isMet: lost.length > 0 && byOther > 0,
			},
			{
				promise: 'a worker was killed half-way',
				measured: `at ${atKill} of ${rows} cases, ${lost.length} parts under way`,
				isMet: lost.length > 0 && afterKill < rows,
			},
			exactly('cases when the file was sent again', rows, afterAll.length),
			none('rows lost', judged.lost.length),
			none('rows doubled', judged.doubled.length),
			exactly('rows of the parts, once in all', rows, sum(second) + sum(second, 'already_there')),
			none('created by sending it a third time', sum(third)),
			exactly('found there by sending it a third time', rows, sum(third, 'already_there')),
		];
	} finally {
		await mails.stop();
		await sandbox.stop();
	}
}

function sum(parts: readonly Part[], what: 'created' | 'already_there' = 'created'): number {
	return parts.reduce((total, part) => total + part[what], 0);
}

/** How the parts and their rows fell on the workers. */
function spread(workers: readonly Worker[], parts: readonly Part[]): string[] {
	return workers.map(({ name }) => {
		const own = parts.filter(({ worker }) => worker === name);
		const numbers = own.map(({ part }) => part).sort((a, b) => a - b);
		return `${name} did part ${numbers.join(' and ') || 'none'}: ${sum(own)} created, ${sum(own, 'already_there')} already there`;
	});
}
