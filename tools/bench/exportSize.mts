import { credentialsOf, outputOf } from '../n8n/api.mts';
import { sleep } from '../common/wait.mts';
import { startCaseSource } from './caseSource.mts';
import { grouped, lastTenthAgainstFirst, median, verdict } from './figures.mts';
import { peakWhile, residentMegabytes } from './memory.mts';
import { begin, ended, node, openStage, secondsOf, type Stage } from './stage.mts';

const SMALL_CASES = 10_000;
const SMALL_ROUNDS = 3;
const MEMORY_GOAL = { most: 60 };
/** The last tenth of the pages may take so much longer than the first. */
const TENTH_GOAL = { most: 1.1 };
const RUN_SECONDS = 3_600;
const REST_MS = 5_000;
/** Fixed, so that a process with much room does not merely put off its tidying. */
const HEAP_MEGABYTES = 768;

/**
 * Memory of a real n8n at the peak of an export, above that of the settled process, with many cases
 * beside 10,000; and whether the end of a long list comes as fast as its beginning.
 */
export async function* exportSize(cases: number): AsyncGenerator<string> {
	const env = { NODE_OPTIONS: `--max-old-space-size=${HEAP_MEGABYTES}` };
	const stage = await openStage('bench-export', env);
	try {
		const smalls: Run[] = [];
		for (let round = 0; round < SMALL_ROUNDS; round++) {
			smalls.push(await measured(stage, SMALL_CASES));
		}
		const large = await measured(stage, cases);
		const before = median(smalls.map(({ megabytes }) => megabytes));
		const growth = large.megabytes - before;
		yield `every field as JSON, memory above the settled n8n: ${before.toFixed(0)} MB at ${grouped(SMALL_CASES)} cases (median of ${SMALL_ROUNDS}), ${large.megabytes.toFixed(0)} MB at ${grouped(cases)}, ${grouped(cases / large.seconds)} cases/s`;
		yield `growth: ${growth.toFixed(0)} MB (${verdict(growth, MEMORY_GOAL, (value) => `${value} MB`)})`;
		const tenth = lastTenthAgainstFirst(large.asked);
		yield `the last tenth of the pages took as long as the first (${verdict(tenth, TENTH_GOAL, (value) => `${value} x`)}): ratio ${tenth.toFixed(2)} x`;
	} finally {
		await stage.close();
	}
}

interface Run {
	megabytes: number;
	seconds: number;
	asked: readonly number[];
}

async function measured(stage: Stage, cases: number): Promise<Run> {
	const source = await startCaseSource(cases);
	try {
		await stage.restart();
		const data = { baseUrl: source.url, apiKey: 'made-up', requestsPerHour: 0 };
		const credential = await stage.api.createCredential('openChsApi', `${cases}`, data);
		const parameters = { operation: 'export', authentication: 'apiKey', profile: 'full' };
		const type = 'n8n-nodes-openchs.openChsJsonExport';
		const ours = node('Export', type, 1, parameters, { credentials: credentialsOf(credential) });
		await sleep(REST_MS);
		const pid = stage.pid();
		const settled = residentMegabytes(pid);
		let seconds = 0;
		const peak = await peakWhile(pid, async () => {
			const execution = await ended(stage.api, await begin(stage.api, [ours]), RUN_SECONDS);
			const { json } = outputOf(execution, 'Export').at(-1) ?? {};
			if (json?.complete !== true || json.rows !== cases) {
				throw new Error(`The export brought ${String(json?.rows)} cases of ${cases}`);
			}
			seconds = secondsOf(execution, 'Export');
		});
		return { megabytes: peak - settled, seconds, asked: [...source.asked] };
	} finally {
		await source.stop();
	}
}
