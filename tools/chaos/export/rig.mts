import { setTimeout as wait } from 'node:timers/promises';

import type { SandboxProcess } from '../../../test/support/sandbox.mts';
import { between, oneOf, type Random, randomFrom } from '../../common/random.mts';
import { packPackage } from '../../n8n/pack.mts';
import type { ChaosCommandLine, Dialect } from '../commandLine.mts';
import { type Outcome, type Rig, sumOf } from '../target.mts';
import { differenceOf } from './destination.mts';
import { openStage, type Stage } from './stage.mts';

const CASES = 5_000;
const ONE_SECOND = 300;
const EDITED = 200;
/** The helpline's own server has no way to delete a case. */
const DELETED: Readonly<Record<Dialect, number>> = { published: 12, deployed: 0 };
/** Two while the first night runs, one in the second; then the next archive begins. */
const KILLS_OF_AN_ARCHIVE = 3;
const STEPS = 10;
/** A helpline's server takes its time, which spreads an export over seconds that can be hit. */
const LATENCY_MS = 30;
/** Slow enough that people are still at work when the last start of a night reads. */
const WRITE_EVERY_MS = 1_500;
/** By which the server's clock is put on, so that what was written has settled. */
const SETTLED_SECONDS = 300;

/** Where a kill is aimed at; what it hits is chance. */
const AIMS = ['as it begins', 'while cases are read', 'while files are stored and verified'] as const;
type Aim = (typeof AIMS)[number];

/** JSON Export: after every night the destination is what the source is, however often n8n was killed. */
export const exportRig: Rig = async (asked) => {
	const tarball = await packPackage();
	const outcomes: Outcome[] = [];
	for (const dialect of asked.dialects) {
		const stage = await openStage({ dialect, n8n: { tarball } });
		try {
			outcomes.push(await killed(stage, dialect, asked));
		} finally {
			await stage.close();
		}
	}
	return sumOf(outcomes);
};

async function killed(stage: Stage, dialect: Dialect, asked: ChaosCommandLine): Promise<Outcome> {
	const random = randomFrom(asked.seed);
	const kills = new Map<Aim, number>();
	const outcomes: Outcome[] = [];
	for (let left = asked.runs; left > 0; left -= KILLS_OF_AN_ARCHIVE) {
		const outcome = await archive(stage, dialect, random, Math.min(left, KILLS_OF_AN_ARCHIVE), kills);
		outcomes.push(outcome);
		console.log(
			`${dialect}, archive ${outcomes.length}: lost ${outcome.lost}, doubled ${outcome.doubled}`,
		);
	}
	const { lost, doubled, problems } = sumOf(outcomes);
	console.log(
		[
			`${dialect}, seed ${asked.seed}: ${outcomes.length} archives of ${CASES} cases, ${EDITED} edited and ${DELETED[dialect]} deleted in each, lost ${lost}, doubled ${doubled}`,
			...AIMS.map((aim) => `  killed ${kills.get(aim) ?? 0} times: ${aim}`),
		].join('\n'),
	);
	return { lost, doubled, problems };
}

/** Two nights over one archive; "lost" is missing or old at the destination, "doubled" is there for nothing. */
async function archive(
	stage: Stage,
	dialect: Dialect,
	random: Random,
	kills: number,
	told: Map<Aim, number>,
): Promise<Outcome> {
	const { sandbox, destination } = stage;
	const problems: string[] = [];
	const night = async (killsOfIt: number) => {
		for (let kill = 0; kill < killsOfIt; kill++) {
			const aim = await startAndKill(stage, random);
			told.set(aim, (told.get(aim) ?? 0) + 1);
		}
		const stopped = await stage.ended(await stage.start());
		if (stopped !== null) problems.push(`${dialect}: a night ended with: ${stopped}`);
	};

	destination.empty();
	await fill(sandbox);
	const writers = startWriters(sandbox, DELETED[dialect]);
	await night(Math.min(kills, KILLS_OF_AN_ARCHIVE - 1));
	await writers.stop();
	await sandbox.admin.setOption('clockSkewSeconds', SETTLED_SECONDS);
	await night(kills >= KILLS_OF_AN_ARCHIVE ? 1 : 0);

	await sandbox.admin.setOption('clockSkewSeconds', 2 * SETTLED_SECONDS);
	const source = stage.another();
	const stopped = await stage.ended(await stage.start(source));
	if (stopped !== null) problems.push(`${dialect}: the last export ended with: ${stopped}`);
	const { lost, extra } = differenceOf(destination.rows(), source.rows());
	const there = (await sandbox.admin.cases()).filter(({ deleted_at: gone }) => gone === null);
	if (source.rows().size !== there.length) {
		problems.push(
			`${dialect}: ${there.length} cases are there, and an undisturbed export gave ${source.rows().size}`,
		);
	}
	return { lost: lost.length, doubled: extra.length, problems };
}

/** Cases of many days, and 300 that share one second. */
async function fill({ admin }: SandboxProcess): Promise<void> {
	await admin.reset('empty');
	await admin.setOption('latencyMs', LATENCY_MS);
	for (let day = STEPS; day > 0; day--) {
		await admin.setOption('clockSkewSeconds', -day * 86_400);
		await admin.burst({ creates: (CASES - ONE_SECOND) / STEPS });
	}
	await admin.setOption('clockSkewSeconds', -3_600);
	await admin.burst({ creates: ONE_SECOND });
	await admin.setOption('clockSkewSeconds', 0);
}

/** Other people, who are at work while cases are read; what they had no time for comes before `stop` returns. */
function startWriters(sandbox: SandboxProcess, deleted: number): { stop(): Promise<void> } {
	let isOver = false;
	const work = async () => {
		const victims = (await sandbox.admin.cases())
			.filter((_, at) => at % 400 === 7)
			.slice(0, deleted);
		for (let step = 0; step < STEPS; step++) {
			while (!isOver && !(await isGoingOn(sandbox)));
			await sandbox.admin.burst({ updates: EDITED / STEPS });
			const [from, to] = [step, step + 1].map((at) => Math.round((at * deleted) / STEPS));
			for (const { id } of victims.slice(from, to)) {
				await sandbox.admin.touchCase(id, { deleted_at: new Date().toISOString() });
			}
			await wait(WRITE_EVERY_MS);
		}
	};
	const done = work();
	return {
		stop: async () => {
			isOver = true;
			await done;
		},
	};
}

async function startAndKill(stage: Stage, random: Random): Promise<Aim> {
	const { n8n, sandbox, destination } = stage;
	const aim = oneOf(random, AIMS);
	const before = destination.size();
	await sandbox.admin.clearLog();
	const execution = await stage.start();
	const isMoment = {
		'as it begins': async () => true,
		'while cases are read': async () => await isReading(sandbox),
		'while files are stored and verified': async () => destination.size() > before,
	}[aim];
	const most = { 'as it begins': 800, 'while cases are read': 3_000, 'while files are stored and verified': 300 };
	const over = stage.ended(execution).then(
		() => true,
		() => true,
	);
	while (!(await isMoment()) && !(await Promise.race([over, wait(50, false)])));
	await wait(between(random, 0, most[aim]));
	await n8n.kill();
	await n8n.restart();
	return aim;
}

/** Whether cases are being read at this moment. */
async function isGoingOn({ admin }: SandboxProcess): Promise<boolean> {
	const before = (await admin.log()).length;
	await wait(300);
	return (await admin.log()).length > before;
}

async function isReading({ admin }: SandboxProcess): Promise<boolean> {
	return (await admin.log()).some(
		({ method, path }) => method === 'GET' && path.includes('/cases'),
	);
}
