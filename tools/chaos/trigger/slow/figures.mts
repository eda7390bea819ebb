import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

import { packPackage } from '../../../n8n/pack.mts';
import { type ChaosCommandLine } from '../../commandLine.mts';
import { delaysOf } from '../../compare.mts';
import type { Outcome } from '../../target.mts';
import { openStage, settle, type Stage } from './stage.mts';

const CHANGES = 100;
const KILLS = 3;
const SECONDS_BETWEEN_CHANGES = 7;
const AFTER_A_PAUSE = 5_000;
const STEPS = 50;
const WEEK_SECONDS = 7 * 24 * 3_600;
/** An n8n that has just started holds far more than one at rest: it gets time to let go of it. */
const COMING_TO_REST_MS = 120_000;
/** At rest it is watched for so long. */
const AT_REST_MS = 60_000;
const MOST_QUIET_MS = 5 * 60_000;
/** Silence between two polls; within one, calls follow each other faster. */
const SILENCE_MS = 3_000;

/** What the trigger costs a person in time and a computer in memory, on the server that helplines run. */
export async function figuresRig(_asked: ChaosCommandLine): Promise<Outcome> {
	const tarball = await packPackage();
	const asked = { dialect: 'deployed', n8n: { tarball } } as const;
	const delay = await onStage({ ...asked, secondsBetweenPolls: 60 }, delays);
	const pause = await onStage({ ...asked, secondsBetweenPolls: 20 }, afterAWeek);
	return {
		lost: delay.lost + pause.lost,
		doubled: delay.doubled + pause.doubled,
		problems: [],
	};
}

async function onStage(
	asked: Parameters<typeof openStage>[0],
	work: (stage: Stage) => Promise<Outcome>,
): Promise<Outcome> {
	const stage = await openStage(asked);
	try {
		return await work(stage);
	} finally {
		await stage.close();
	}
}

/** One change after the other, n8n killed three times, polls once a minute. */
async function delays(stage: Stage): Promise<Outcome> {
	const from = await stage.publish();
	for (let change = 1; change <= CHANGES; change++) {
		await stage.sandbox.admin.burst(change % 2 === 0 ? { updates: 1 } : { creates: 1 });
		if (change % Math.ceil(CHANGES / (KILLS + 1)) === 0 && change < CHANGES) {
			await stage.n8n.kill();
			await stage.n8n.restart();
		}
		await wait(SECONDS_BETWEEN_CHANGES * 1000);
	}
	const { lost, doubled, due, expected } = await settle(stage, from, MOST_QUIET_MS);
	const seconds = delaysOf(expected, stage.recorder.acted)
		.map((ms) => ms / 1000)
		.sort((a, b) => a - b);
	const at = (share: number) => Math.round(seconds[Math.ceil(seconds.length * share) - 1] ?? 0);
	console.log(
		`delay at a one-minute poll, ${due} changes, ${KILLS} kills: half within ${at(0.5)} s, 95 of 100 within ${at(0.95)} s, the worst within ${at(1)} s`,
	);
	return { lost: lost.length, doubled: doubled.length, problems: [] };
}

/** For a week of the server's time the trigger does not reach it, and 5,000 cases come in. */
async function afterAWeek(stage: Stage): Promise<Outcome> {
	const { n8n, sandbox } = stage;
	await sandbox.admin.setOption('clockSkewSeconds', -WEEK_SECONDS);
	const from = await stage.publish();
	await sandbox.admin.setFaults([{ fault: 'cut-before', server: 'deployed' }]);
	for (let step = 1; step <= STEPS; step++) {
		const secondsLeft = Math.round(WEEK_SECONDS * (1 - step / STEPS));
		await sandbox.admin.setOption('clockSkewSeconds', -secondsLeft);
		await sandbox.admin.burst({ creates: AFTER_A_PAUSE / STEPS });
	}
	await wait(COMING_TO_REST_MS);
	const idle = await mostMemory(n8n.pid(), async () => await wait(AT_REST_MS));
	await sandbox.admin.clearLog();
	await sandbox.admin.clearFaults();
	const peak = await mostMemory(n8n.pid(), async () => await settle(stage, from, MOST_QUIET_MS));
	const settled = peak.result;
	const { due, lost, doubled } = settled;
	const times = (await sandbox.admin.log()).map(({ at, ms }) => [Date.parse(at), ms] as const);
	console.log(
		`${due} changes after a week's pause: ${pollsIn(times).length} polls, the longest ${longest(times)} s, memory at most ${peak.megabytes} MB, ${idle.megabytes} MB before`,
	);
	return { lost: lost.length, doubled: doubled.length, problems: [] };
}

/** The most that a process holds while something goes on. */
async function mostMemory<T>(
	pid: number | undefined,
	work: () => Promise<T>,
): Promise<{ result: T; megabytes: number }> {
	let megabytes = 0;
	const watch = setInterval(() => (megabytes = Math.max(megabytes, memoryOf(pid))), 250);
	try {
		const result = await work();
		return { result, megabytes };
	} finally {
		clearInterval(watch);
	}
}

/** Resident memory of the process in MB; 0 where the system does not tell it this way. */
function memoryOf(pid: number | undefined): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
	} catch {
		return 0;
	}
}

type Times = ReadonlyArray<readonly [at: number, ms: number]>;

/** Begin and end of each poll, in milliseconds. */
function pollsIn(times: Times): Array<[number, number]> {
	const polls: Array<[number, number]> = [];
	for (const [at, ms] of times) {
		const last = polls.at(-1);
		if (last && at - last[1] < SILENCE_MS) last[1] = Math.max(last[1], at + ms);
		else polls.push([at, at + ms]);
	}
	return polls;
}

function longest(times: Times): number {
	const lengths = pollsIn(times).map(([begin, end]) => end - begin);
	return Math.round(Math.max(0, ...lengths) / 100) / 10;
}
