import type { ChaosCommandLine, Dialect } from '../../commandLine.mts';
import { makeServers, type Servers } from '../../inProcess/server.mts';
import { Product } from '../../product.mts';
import { isGood, type Outcome, sumOf } from '../../target.mts';
import { plantingOf } from '../plants.mts';
import { type KillPoint, oneRun, type RunResult } from './run.mts';

/** A run that loses says so; more of them than this say nothing new. */
const MOST_SHOWN = 20;

/** Thousands of files in this process, one after the other. */
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
	const outcome: Outcome = { lost: 0, doubled: 0, problems: [] };
	const points = new Map<KillPoint, number>();
	let [runs, executions, calls, rows, shown] = [0, 0, 0, 0, 0];
	for (let seed = asked.seed; seed < asked.seed + asked.runs; seed++) {
		// A fault that was planted has been found out.
		if (asked.plant !== undefined && !isGood(outcome)) break;
		runs += 1;
		const result = await oneRun(dialect, seed, asked.withFaults, product, servers);
		outcome.lost += result.lost.length;
		outcome.doubled += result.doubled.length;
		if (result.problem !== null) {
			outcome.problems.push(`${dialect}, seed ${seed}: ${result.problem}`);
		}
		for (const point of result.kills) points.set(point, (points.get(point) ?? 0) + 1);
		executions += result.executions;
		calls += result.calls;
		rows += result.rows;
		if (isBad(result) && shown++ < MOST_SHOWN) console.log(explained(dialect, seed, result, asked));
	}
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	console.log(
		[
			`${dialect}${asked.withFaults ? ', on a bad day' : ''}: ${runs} runs in ${seconds} s, ${executions} starts, ${calls} calls, ${rows} good rows, lost ${outcome.lost}, doubled ${outcome.doubled}`,
			...[...points].sort().map(([point, count]) => `  killed ${count} times: ${point}`),
		].join('\n'),
	);
	return outcome;
}

function isBad({ lost, doubled, problem }: RunResult): boolean {
	return lost.length > 0 || doubled.length > 0 || problem !== null;
}

function explained(
	dialect: Dialect,
	seed: number,
	{ lost, doubled, plan, problem }: RunResult,
	{ plant, withFaults }: ChaosCommandLine,
): string {
	const some = (titles: string[]) =>
		titles.slice(0, 5).join(', ') + (titles.length > 5 ? ', ...' : '');
	const again = `npm run chaos -- --target import --fast --dialect ${dialect} --runs 1 --seed ${seed}${withFaults ? ' --faults' : ''}${plant ? ` --plant ${plant}` : ''}`;
	const { inFlight, partRows, hasKeys, existing, others } = plan;
	return [
		`seed ${seed}, ${dialect}, ${JSON.stringify({ inFlight, partRows, hasKeys, existing, others })}`,
		...(lost.length > 0 ? [`  lost ${lost.length}: ${some(lost)}`] : []),
		...(doubled.length > 0 ? [`  doubled ${doubled.length}: ${some(doubled)}`] : []),
		...(problem === null ? [] : [`  ${problem}`]),
		`  again: ${again}`,
	].join('\n');
}
