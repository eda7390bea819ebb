import { type Random, randomFrom } from '../../../common/random.mts';
import { packPackage } from '../../../n8n/pack.mts';
import type { ChaosCommandLine, Dialect } from '../../commandLine.mts';
import { type Outcome, sumOf } from '../../target.mts';
import { type ImportFile, importFile, isToldRight, judge } from '../expected.mts';
import { AIMS, type Aim, nextMoment } from './kills.mts';
import { type Ended, openStage, type Stage, type StageAsked } from './stage.mts';

/** 963 good rows, and 37 that are bad in nine ways. */
const ROWS = 1_000;
const BAD_ROWS = 37;
/** So many kills a file has to go through; then the next file begins. */
const KILLS_OF_A_FILE = 5;
/** On a bad day a row may be left for a second or third run. */
const MOST_RUNS = 10;

/** A bad day, as for the fast rig; waits are short, or nothing would happen for minutes. */
const BAD_DAY = [
	'rate-limit=1;share=0.1',
	'status=502;share=0.025',
	'status-after=503;share=0.025',
	'cut-before;share=0.01',
	'cut-after;share=0.01',
];

export interface SlowRun extends Outcome {
	kills: ReadonlyMap<Aim, number>;
	files: number;
	/** Starts of the import, killed or not. */
	starts: number;
}

/** A real n8n, killed as a power cut does it while it imports 1,000 rows. */
export async function slowRig(asked: ChaosCommandLine): Promise<Outcome> {
	if (asked.plant !== undefined) throw new Error('--plant goes with --fast');
	const tarball = await packPackage();
	const outcomes: Outcome[] = [];
	for (const dialect of asked.dialects) {
		const { runs, seed, withFaults } = asked;
		const run = await slowRun({ runs, seed, withFaults, dialect, n8n: { tarball } });
		console.log(inWords(dialect, asked, run));
		outcomes.push(run);
	}
	return sumOf(outcomes);
}

export interface SlowAsked extends StageAsked {
	/** Kills. */
	runs: number;
	seed: number;
	withFaults: boolean;
}

export async function slowRun({ runs, seed, withFaults, ...asked }: SlowAsked): Promise<SlowRun> {
	const random = randomFrom(seed);
	const { dialect } = asked;
	const file = importFile(dialect, { rows: ROWS, bad: BAD_ROWS });
	const stage = await openStage(asked);
	const run = { lost: 0, doubled: 0, problems: [] as string[], files: 0, starts: 0 };
	const kills = new Map<Aim, number>();
	try {
		for (let left = runs; left > 0; left -= KILLS_OF_A_FILE) {
			run.files += 1;
			await stage.begin(file);
			if (withFaults) {
				await stage.sandbox.admin.setFaults(BAD_DAY.map((fault) => `${fault};server=${dialect}`));
			}
			for (let kill = 0; kill < Math.min(left, KILLS_OF_A_FILE); kill++) {
				run.starts += 1;
				const aim = await startAndKill(stage, random, file);
				kills.set(aim, (kills.get(aim) ?? 0) + 1);
			}
			const { ended, starts } = await untilDone(stage, file);
			run.starts += starts;
			await stage.sandbox.admin.clearFaults();
			const { lost, doubled } = judge(file.titles, await stage.held());
			run.lost += lost.length;
			run.doubled += doubled.length;
			const problems = [
				...(ended === null ? [`it is not done after ${MOST_RUNS} runs`] : []),
				...[...lost.slice(0, 5)].map((title) => `lost: ${title}`),
				...[...doubled.slice(0, 5)].map((title) => `doubled: ${title}`),
				...(await lastRun(stage, file)),
			];
			console.log(
				`${dialect}, file ${run.files}: lost ${lost.length}, doubled ${doubled.length}, ${run.starts} starts so far`,
			);
			run.problems.push(
				...problems.map((text) => `${dialect}, seed ${seed}, file ${run.files}: ${text}`),
			);
		}
		return { ...run, kills };
	} finally {
		await stage.close();
	}
}

async function startAndKill(stage: Stage, random: Random, { titles }: ImportFile): Promise<Aim> {
	const { n8n, sandbox } = stage;
	const made = (await stage.held()).titles.length;
	await sandbox.admin.clearLog();
	await stage.start();
	const aim = await nextMoment(sandbox, random, titles.size - made);
	await n8n.kill();
	await n8n.restart();
	return aim;
}

/** Starts the import until a run is done with every row. */
async function untilDone(
	stage: Stage,
	file: ImportFile,
): Promise<{ ended: Ended | null; starts: number }> {
	for (let starts = 1; starts <= MOST_RUNS; starts++) {
		const ended = await stage.ended(await stage.start());
		if (ended?.summary.complete === true && isToldRight(file.bad, ended.told)) {
			return { ended, starts };
		}
	}
	return { ended: null, starts: MOST_RUNS };
}

/** Once more over a file that is done: nothing may be written, and the bad rows are told again. */
async function lastRun(stage: Stage, { titles, bad }: ImportFile): Promise<string[]> {
	const before = (await stage.sandbox.admin.changes()).length;
	const ended = await stage.ended(await stage.start());
	const written = (await stage.sandbox.admin.changes()).length - before;
	const isRight =
		ended !== null &&
		ended.summary.imported === 0 &&
		ended.summary.already_there === titles.size &&
		isToldRight(bad, ended.told);
	return [
		...(written > 0 ? [`the run after the last one wrote ${written} times`] : []),
		...(isRight ? [] : ['the run after the last one does not tell what is there and what is bad']),
	];
}

function inWords(
	dialect: Dialect,
	{ seed, withFaults, runs }: ChaosCommandLine,
	run: SlowRun,
): string {
	const { files, starts, lost, doubled, kills } = run;
	const again = `npm run chaos -- --target import --dialect ${dialect} --runs ${runs} --seed ${seed}${withFaults ? ' --faults' : ''}`;
	return [
		`${dialect}${withFaults ? ', on a bad day' : ''}, seed ${seed}: ${files} files of ${ROWS} rows, ${starts} starts, lost ${lost}, doubled ${doubled}`,
		...AIMS.map((aim) => `  killed ${kills.get(aim) ?? 0} times: ${aim}`),
		...(run.problems.length > 0 ? [`  again: ${again}`] : []),
	].join('\n');
}
