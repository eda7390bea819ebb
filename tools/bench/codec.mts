import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../common/files.mts';
import { run } from '../common/run.mts';

const ROWS = 10_000;
const ROUNDS = 5;
const GOAL_MS_PER_100_ROWS = 1;
/** A recorded list of cases: its column map has every field of a case. */
const RECORDING = 'test/fixtures/helpline-v1/33-list-first-page.json';
const CODEC = 'dist/nodes/shared/helpline/deployed/wire/codec.js';

interface Recorded {
	readonly response: {
		readonly body: { readonly cases: string[][]; readonly cases_k: Record<string, string[]> };
	};
}

type Decode = (row: readonly string[]) => unknown;

/**
 * Decoding the helpline server's rows: against a decoder that somebody writes in five lines (the peer),
 * and against reading the same answer's JSON at all (the raw limit: nothing can be decoded sooner).
 */
export async function benchCodec(): Promise<string[]> {
	const built = await run('npm', ['run', '-s', 'build'], {
		cwd: projectRoot,
		env: process.env,
		limitSeconds: 120,
	});
	if (built.code !== 0) throw new Error(`The build does not go through:\n${built.output}`);
	const { decoderOf } = createRequire(join(projectRoot, 'package.json'))(`./${CODEC}`) as {
		decoderOf(map: Record<string, string[]>): Decode;
	};

	const { body } = (JSON.parse(readFileSync(join(projectRoot, RECORDING), 'utf8')) as Recorded)
		.response;
	const [row = []] = body.cases;
	const rows = Array.from({ length: ROWS }, (_, n) => [String(n), ...row.slice(1)]);
	const text = JSON.stringify({ cases: rows, cases_k: body.cases_k });

	const ours = fastest(() => {
		const decode = decoderOf(body.cases_k);
		for (const each of rows) decode(each);
	});
	const peer = fastest(() => {
		for (const each of rows) plainly(body.cases_k, each);
	});
	const raw = fastest(() => JSON.parse(text) as unknown);

	const per100 = ours / (ROWS / 100);
	const isMet = per100 < GOAL_MS_PER_100_ROWS;
	const columns = Object.keys(body.cases_k).length;
	return [
		`${ROWS} rows of ${columns} fields: ${per100.toFixed(2)} ms per 100 rows (goal: under ${GOAL_MS_PER_100_ROWS} ms, ${isMet ? 'met' : 'MISSED'})`,
		`against a plain decoder without conversions (${(peer / (ROWS / 100)).toFixed(2)} ms per 100 rows): ratio ${(ours / peer).toFixed(2)} x`,
		`against reading the JSON of the same answer (${(raw / (ROWS / 100)).toFixed(2)} ms per 100 rows): ratio ${(ours / raw).toFixed(2)} x`,
	];
}

/** Names to cells, and nothing else: no times, no empty values, no entities. */
function plainly(map: Record<string, string[]>, row: readonly string[]): Record<string, unknown> {
	const record: Record<string, unknown> = {};
	for (const [name, [position]] of Object.entries(map)) record[name] = row[Number(position)];
	return record;
}

/** The best of some rounds, in milliseconds: the others were disturbed. */
function fastest(work: () => unknown): number {
	let best = Infinity;
	for (let round = 0; round < ROUNDS; round++) {
		const started = performance.now();
		work();
		best = Math.min(best, performance.now() - started);
	}
	return best;
}
