import { setImmediate } from 'node:timers/promises';

import type { ChaosCommandLine, Dialect } from '../../commandLine.mts';
import { Product } from '../../product.mts';
import { type Outcome, sumOf } from '../../target.mts';
import { plantingOf } from '../plants.mts';
import { KILL_POINTS, type KillPoint } from './killer.mts';
import { oneRun, type RunResult } from './run.mts';
import { makeServers, type Servers } from '../../inProcess/server.mts';

/** A run that loses says so; more of them than this say nothing new. */
const MOST_SHOWN = 20;

/** Thousands of worlds in this process, one after the other. */
export async function fastRig(asked: ChaosCommandLine): Promise<Outcome> {
	const planting = plantingOf(asked.plant);
	const product = new Product(planting.edit);
	const servers = await makeServers();
	try {
		const outcomes: Outcome[] = [];
		for (const dialect of asked.dialects) {
			outcomes.push(await ofDialect(dialect, asked, product, servers));
		}
		planting.check();
		return sumOf(outcomes);
	} finally {
		await servers.close();
	}
}

async function ofDialect(
	dialect: Dialect,
	asked: ChaosCommandLine,
	product: Product,
	servers: Servers,
): Promise<Outcome> {
	const started = performance.now();
	const hits = new Map<KillPoint, number>();
	const outcome: Outcome = { lost: 0, doubled: 0, problems: [] };
	let [polls, due, longest, shown, hidden] = [0, 0, 0, 0, 0];
	let runs = 0;
	for (let seed = asked.seed; seed < asked.seed + asked.runs; seed++) {
		// A fault that was planted has been found out.
		if (asked.plant !== undefined && outcome.lost > 0) break;
		runs += 1;
		const result = await oneRun(dialect, seed, product, servers);
		// A run has no socket to wait for: without a turn of the loop, what it left for later piles up.
		await setImmediate();
		outcome.lost += result.lost.length;
		outcome.doubled += result.doubled.length;
		if (result.unrest !== null) {
			outcome.problems.push(`${dialect}, seed ${seed}: ${result.unrest}`);
		}
		polls += result.polls;
		hidden += result.hidden.length;
		due += result.due;
		longest = Math.max(longest, result.longestDelayMs);
		for (const [point, count] of result.hits) hits.set(point, (hits.get(point) ?? 0) + count);
		if (isBad(result) && shown++ < MOST_SHOWN) console.log(explained(dialect, seed, result, asked));
	}
	const seconds = (performance.now() - started) / 1000;
	console.log(
		[
			`${dialect}: ${runs} runs in ${seconds.toFixed(1)} s, ${polls} polls, ${due} changes due, lost ${outcome.lost}, doubled ${outcome.doubled}`,
			`  longest from visible to acted on: ${Math.round(longest / 1000)} s of the world's time`,
			...(hidden > 0
				? [
						`  second changes of one second, told after a kill under the name of the first: ${hidden}`,
					]
				: []),
			...KILL_POINTS.map((point) => `  killed ${hits.get(point) ?? 0} times: ${point}`),
		].join('\n'),
	);
	return outcome;
}

function isBad({ lost, doubled, unrest }: RunResult): boolean {
	return lost.length > 0 || doubled.length > 0 || unrest !== null;
}

function explained(
	dialect: Dialect,
	seed: number,
	{ lost, doubled, plan, unrest }: RunResult,
	{ plant }: ChaosCommandLine,
): string {
	const some = (keys: string[]) => keys.slice(0, 5).join(', ') + (keys.length > 5 ? ', ...' : '');
	const again = `npm run chaos -- --target trigger --fast --dialect ${dialect} --runs 1 --seed ${seed}${plant ? ` --plant ${plant}` : ''}`;
	return [
		`seed ${seed}, ${dialect}, ${plan.engine} engine${plan.backup ? ', restored server' : ''}`,
		...(lost.length > 0 ? [`  lost ${lost.length}: ${some(lost)}`] : []),
		...(doubled.length > 0 ? [`  doubled ${doubled.length}: ${some(doubled)}`] : []),
		...(unrest === null ? [] : [`  no rest: ${unrest}`]),
		`  again: ${again}`,
	].join('\n');
}
