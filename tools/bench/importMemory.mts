import { once } from 'node:events';
import { createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { INode, INodeParameters } from 'n8n-workflow';

import { sleep } from '../common/wait.mts';
import { credentialsOf, outputOf } from '../n8n/api.mts';
import { startCaseSink } from './caseSink.mts';
import { grouped, median, verdict } from './figures.mts';
import { peakWhile, residentMegabytes } from './memory.mts';
import { begin, ended, node, openStage, secondsOf, type Stage } from './stage.mts';

const SMALL_ROWS = 10_000;
const FILE_BYTES = 100 * 1024 * 1024;
const GOAL = { most: 60 };
/** Small files are quickly done again; the large one is measured once. */
const SMALL_ROUNDS = 3;
const RUN_SECONDS = 3_600;
/** What the run before needed is given back meanwhile. */
const REST_MS = 5_000;
/** Fixed, so that a process with much room does not merely put off its tidying. */
const HEAP_MEGABYTES = 768;

type Mode = 'check' | 'import';

/**
 * Memory of a real n8n at the peak of a run, above that of the settled process, with a file of 100 MB
 * beside one of 10,000 rows of the same length; the rows go to a server that takes everything.
 */
export async function* importMemory(
	rows: number,
	modes: readonly Mode[],
): AsyncGenerator<string> {
	const sink = await startCaseSink();
	const stage = await openStage('bench-import', {
		NODE_OPTIONS: `--max-old-space-size=${HEAP_MEGABYTES}`,
	}).catch(async (error: unknown) => {
		await sink.stop();
		throw error;
	});
	try {
		const data = { baseUrl: sink.url, apiKey: 'made-up', requestsPerHour: 0 };
		const credential = await stage.api.createCredential('openChsApi', 'Bench', data);
		const rowBytes = Math.ceil(FILE_BYTES / rows);
		const small = await writeRows(stage, 'small.csv', SMALL_ROWS, rowBytes);
		const large = await writeRows(stage, 'large.csv', rows, rowBytes);
		const ours = (parameters: INodeParameters): INode =>
			node(
				'Ours',
				'n8n-nodes-openchs.openChsCsvImport',
				1,
				{ authentication: 'apiKey', ...parameters },
				{ credentials: credentialsOf(credential) },
			);
		for (const mode of modes) {
			const way = ours({ mode });
			const smalls: Run[] = [];
			for (let round = 0; round < SMALL_ROUNDS; round++) {
				smalls.push(await measured(stage, small, way));
			}
			const most = await measured(stage, large, way);
			if (mode === 'import' && sink.taken() !== rows + SMALL_ROUNDS * SMALL_ROWS) {
				throw new Error(`The server got ${sink.taken()} rows`);
			}
			yield* told(mode, small, smalls, large, most);
		}
	} finally {
		await stage.close();
		await sink.stop();
	}
}

interface File {
	path: string;
	rows: number;
}

interface Run {
	megabytes: number;
	seconds: number;
}

function told(mode: Mode, small: File, smalls: readonly Run[], large: File, most: Run): string[] {
	const before = median(smalls.map(({ megabytes }) => megabytes));
	const growth = most.megabytes - before;
	const size = statSync(large.path).size / 1024 / 1024;
	const name = mode === 'check' ? 'Check Only' : 'Import';
	const pace = `${grouped(large.rows / most.seconds)} rows/s`;
	return [
		`${name}, memory above the settled n8n: ${before.toFixed(0)} MB at ${grouped(small.rows)} rows (median of ${smalls.length}), ${most.megabytes.toFixed(0)} MB at ${grouped(large.rows)} rows of ${size.toFixed(0)} MB, ${pace}`,
		`${name}, growth ${growth.toFixed(0)} MB (${verdict(growth, GOAL, (value) => `${value} MB`)}) for ${(large.rows / small.rows).toFixed(0)} times the rows: ratio ${(most.megabytes / before).toFixed(2)} x`,
	];
}

/** The most that n8n held above its rest while this file went through, in a process of its own. */
async function measured(stage: Stage, file: File, way: INode): Promise<Run> {
	await stage.restart();
	await sleep(REST_MS);
	const pid = stage.pid();
	const settled = residentMegabytes(pid);
	let seconds = 0;
	const peak = await peakWhile(pid, async () => {
		const read = node('Read', 'n8n-nodes-base.readWriteFile', 1, { fileSelector: file.path });
		const execution = await ended(stage.api, await begin(stage.api, [read, way]), RUN_SECONDS);
		const { json } = outputOf(execution, way.name).at(-1) ?? {};
		if (json?.rows !== file.rows || json.to_fix !== 0) throw new Error('Not every row went through');
		seconds = secondsOf(execution, way.name);
	});
	return { megabytes: peak - settled, seconds };
}

const WORDS = 'A made-up story, with a comma. ';

/** Rows of about so many bytes each. */
async function writeRows(
	{ files }: Stage,
	name: string,
	rows: number,
	rowBytes: number,
): Promise<File> {
	const path = join(files, name);
	const out = createWriteStream(path);
	out.write('case_number,title,description,category,priority,reporter_phone\n');
	for (let n = 1; n <= rows; n++) {
		const head = `${name}-${n},Made-up title ${n},"`;
		const tail = `",school,low,+999 7${10_000_000 + n}\n`;
		const story = WORDS.repeat(Math.ceil(rowBytes / WORDS.length));
		const room = Math.max(0, rowBytes - head.length - tail.length);
		if (!out.write(`${head}${story.slice(0, room)}${tail}`)) await once(out, 'drain');
	}
	out.end();
	await finished(out);
	return { path, rows };
}
