import { between, randomFrom } from '../../../common/random.mts';
import type { SandboxProcess } from '../../../../test/support/sandbox.mts';
import { packPackage } from '../../../n8n/pack.mts';
import type { ChaosCommandLine, Dialect } from '../../commandLine.mts';
import type { Comparison } from '../../compare.mts';
import { type Outcome, sumOf } from '../../target.mts';
import { AIMS, type Aim, nextMoment } from './kills.mts';
import { openStage, settle, type StageAsked } from './stage.mts';
import { storedKeys } from './stored.mts';
import { startWriters } from './writers.mts';

/** The fault mix that the trigger has to live with; times are short, or nothing would happen for minutes. */
const FAULTS = [
	'rate-limit=2;share=0.1',
	'status=502;share=0.05',
	'cut-before;share=0.01',
	'cut-after;share=0.01',
	'slow;share=0.01',
];
const SECONDS_BETWEEN_POLLS = 5;
/** So long at most is waited for what is missing. */
const MOST_QUIET_MS = 180_000;
/** A run of fewer kills is over before a backup would be old. */
const KILLS_WITH_RESTORE = 6;

export interface SlowRun extends Comparison {
	kills: ReadonlyMap<Aim, number>;
	/** Keys that Remove Duplicates had stored when n8n was killed before the node behind it: out of the trigger's hands. */
	swallowed: string[];
}

/** A real n8n, killed as a power cut does it, polled every five seconds. */
export async function slowRig(asked: ChaosCommandLine): Promise<Outcome> {
	const tarball = await packPackage();
	const outcomes: Outcome[] = [];
	for (const dialect of asked.dialects) {
		const { runs, seed } = asked;
		const run = await slowRun({ runs, seed, dialect, n8n: { tarball } });
		console.log(inWords(dialect, seed, run));
		outcomes.push({ lost: run.lost.length, doubled: run.doubled.length, problems: [] });
	}
	return sumOf(outcomes);
}

export interface SlowAsked extends Omit<StageAsked, 'secondsBetweenPolls'> {
	/** Kills. */
	runs: number;
	seed: number;
}

export async function slowRun({ runs, seed, ...stageAsked }: SlowAsked): Promise<SlowRun> {
	const random = randomFrom(seed);
	const stage = await openStage({ ...stageAsked, secondsBetweenPolls: SECONDS_BETWEEN_POLLS });
	const { dialect, n8n, recorder, sandbox } = stage;
	try {
		await sandbox.admin.setOption('clockSkewSeconds', between(random, -60, 60));
		await sandbox.admin.setOption('pageCap', 20);
		await sandbox.admin.setOption('listCap', 40);
		const from = await stage.publish();
		await sandbox.admin.setOption('lateMs', 5_000);
		await sandbox.admin.setOption('lateShare', 0.1);
		await sandbox.admin.setFaults(FAULTS.map((fault) => `${fault};server=${dialect}`));

		const writers = startWriters(sandbox, random);
		const kills = new Map<Aim, number>();
		for (let kill = 1; kill <= runs; kill++) {
			if (runs >= KILLS_WITH_RESTORE) await restoreInBetween(kill, runs, sandbox);
			const aim = await nextMoment(sandbox, recorder, random);
			await n8n.kill();
			kills.set(aim, (kills.get(aim) ?? 0) + 1);
			await n8n.restart();
		}
		await writers.stop();
		await sandbox.admin.clearFaults();
		const settled = await settle(stage, from, MOST_QUIET_MS);
		const stored = storedKeys(n8n.userFolder, settled.lost);
		const lost = settled.lost.filter((key) => !stored.has(key));
		return { ...settled, lost, swallowed: [...stored], kills };
	} finally {
		await stage.close();
	}
}

/** A backup at a third of the way, and back to it a little later. */
async function restoreInBetween(kill: number, all: number, sandbox: SandboxProcess): Promise<void> {
	if (kill === Math.ceil(all / 3)) await sandbox.admin.takeBackup();
	if (kill === Math.ceil(all / 3) + 2) await sandbox.admin.restoreBackup();
}

function inWords(dialect: Dialect, seed: number, run: SlowRun): string {
	const { due, lost, doubled, swallowed, longestDelayMs, kills } = run;
	const some = (keys: readonly string[]) => keys.slice(0, 5).join(', ');
	return [
		`${dialect}, seed ${seed}: ${due} changes due, lost ${lost.length}, doubled ${doubled.length}`,
		...AIMS.map((aim) => `  killed ${kills.get(aim) ?? 0} times: ${aim}`),
		`  longest from visible to acted on: ${Math.round(longestDelayMs / 1000)} s`,
		`  killed between Remove Duplicates and the node behind it, and not acted on for that: ${swallowed.length}`,
		...(lost.length > 0 ? [`  lost: ${some(lost)}`] : []),
		...(doubled.length > 0 ? [`  doubled: ${some(doubled)}`] : []),
	].join('\n');
}
