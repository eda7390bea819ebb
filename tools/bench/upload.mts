import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { INode } from 'n8n-workflow';

import { wavHeader } from '../audio/wav.mts';
import { run } from '../common/run.mts';
import { sleep, waitFor } from '../common/wait.mts';
import { credentialsOf } from '../n8n/api.mts';
import { peakWhile, residentMegabytes, riseAfter, watchMemory } from './memory.mts';
import { startSink } from './sink.mts';
import { begin, ended, node, openStage } from './stage.mts';

/** Exactly what the AI service takes. */
const FILE_BYTES = 100 * 1024 * 1024;
/** 16,000 samples of two bytes a second: 55 minutes, within the hour that is taken. */
const RATE = 16_000;
const CHUNK_BYTES = 1024 * 1024;
const GOAL_MEGABYTES = 60;
const ROUNDS = 3;
const RUN_SECONDS = 240;
/** What a small run needed is given back meanwhile. */
const REST_MS = 5000;

/**
 * 100 MB of audio out of a real n8n that keeps files on disk: what its process needs above idle, beside
 * n8n's own HTTP Request node with the same file, and how long it takes beside curl.
 */
export async function benchUpload(): Promise<string[]> {
	const sink = await startSink();
	const stage = await openStage('bench-upload').catch(async (error: unknown) => {
		await sink.stop();
		throw error;
	});
	const { api, files } = stage;
	try {
		const file = join(files, 'recording.wav');
		await writeAudio(file, FILE_BYTES);
		const smallFile = join(files, 'small.wav');
		await writeAudio(smallFile, CHUNK_BYTES);
		const ai = await api.createCredential('openChsAiApi', 'AI', { baseUrl: sink.url });
		const read = node('Read', 'n8n-nodes-base.readWriteFile', 1, { fileSelector: file });
		const ours = {
			...node('Ours', 'n8n-nodes-openchs.openChsAiTranscribe', 1, { waitForResult: false }),
			credentials: credentialsOf(ai),
		};
		const naive = node('Naive', 'n8n-nodes-base.httpRequest', 4.2, {
			method: 'POST',
			url: `${sink.url}/audio/process`,
			sendBody: true,
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [
					{ parameterType: 'formBinaryData', name: 'audio', inputDataFieldName: 'data' },
				],
			},
		});
		const small = node('Read', 'n8n-nodes-base.readWriteFile', 1, { fileSelector: smallFile });
		/**
		 * Reading a file into n8n costs memory of its own. So the run sleeps after it, n8n starts anew, and
		 * what is left to do when it wakes up is the upload, in a process that has held nothing large. Such a
		 * process still grows by itself while it waits, and faster when it is asked; so nobody asks it, and
		 * idle is the second before the first byte.
		 */
		const above = async (way: INode): Promise<number> => {
			const sleeping = await begin(api, [read, SLEEP, way]);
			await waitFor('the run to sleep', RUN_SECONDS, async () =>
				(await api.getExecution(sleeping)).status === 'waiting' ? true : undefined,
			);
			await stage.restart();
			await ended(api, await begin(api, [small, way]), RUN_SECONDS);
			sink.arrived.length = 0;
			await sleep(REST_MS);
			const watch = watchMemory(stage.pid());
			await waitFor('the upload', RUN_SECONDS, () => (sink.arrived.length > 0 ? true : undefined));
			await ended(api, sleeping, RUN_SECONDS);
			watch.stop();
			return riseAfter(watch.samples, sink.arrived[0]?.began ?? 0);
		};
		/** Uploads that follow in the same process, the reading included: what the first one took is used again. */
		const further = async (way: INode): Promise<Further> => {
			const pid = stage.pid();
			const peaks: number[] = [];
			for (let round = 1; round < ROUNDS; round++) {
				await sleep(REST_MS);
				const idle = residentMegabytes(pid);
				const again = async () => await ended(api, await begin(api, [read, way]), RUN_SECONDS);
				peaks.push((await peakWhile(pid, again)) - idle);
			}
			return { megabytes: Math.max(...peaks), milliseconds: best(sink.arrived.splice(0)) };
		};
		const oursMb = await above(ours);
		const oursAfter = await further(ours);
		const naiveMb = await above(naive);
		const naiveAfter = await further(naive);
		for (let round = 0; round < ROUNDS; round++) await curl(file, sink.url);
		const curlMs = best(sink.arrived.splice(0));

		return [
			'100 MB, files on disk, memory at the peak above the second before the first byte, in an n8n that has just started:',
			`this node: ${megabytes(oursMb)}; later uploads in the same process: ${megabytes(oursAfter.megabytes)}`,
			`HTTP Request node with the same file: ${naiveMb.toFixed(0)} MB; later: ${naiveAfter.megabytes.toFixed(0)} MB`,
			`time on the wire, best of ${ROUNDS}: this node ${oursAfter.milliseconds.toFixed(0)} ms, HTTP Request ${naiveAfter.milliseconds.toFixed(0)} ms, curl ${curlMs.toFixed(0)} ms`,
			`against curl: ratio ${(oursAfter.milliseconds / curlMs).toFixed(2)} x (HTTP Request ${(naiveAfter.milliseconds / curlMs).toFixed(2)} x)`,
		];
	} finally {
		await stage.close();
		await sink.stop();
	}
}

interface Further {
	megabytes: number;
	milliseconds: number;
}

function megabytes(value: number): string {
	const goal = `goal: under ${GOAL_MEGABYTES} MB, ${value < GOAL_MEGABYTES ? 'met' : 'MISSED'}`;
	return `${value.toFixed(0)} MB (${goal})`;
}

/** Shorter sleeps are lost when n8n ends (host facts, section J). */
const SLEEP = {
	...node('Sleep', 'n8n-nodes-base.wait', 1.1, {
		resume: 'timeInterval',
		amount: 66,
		unit: 'seconds',
	}),
	webhookId: 'bench-upload-sleep',
};

async function curl(file: string, url: string): Promise<void> {
	const form = ['--form', `audio=@${file};type=audio/wav`];
	const quiet = ['--silent', '--show-error', '--noproxy', '*', '--header', 'Expect:'];
	const { code, output } = await run('curl', [...quiet, ...form, `${url}/audio/process`], {
		limitSeconds: RUN_SECONDS,
	});
	if (code !== 0) throw new Error(`curl: ${output}`);
}

/** The shortest of some uploads, which all must have brought the whole file. */
function best(uploads: ReadonlyArray<{ bytes: number; milliseconds: number }>): number {
	if (uploads.length !== ROUNDS || uploads.some(({ bytes }) => bytes < FILE_BYTES)) {
		throw new Error('An upload did not come through whole');
	}
	return Math.min(...uploads.map(({ milliseconds }) => milliseconds));
}

async function writeAudio(file: string, bytes: number): Promise<void> {
	const header = wavHeader(bytes - 44, RATE);
	const out = createWriteStream(file);
	out.write(header);
	let left = bytes - header.length;
	while (left > 0) {
		const piece = Buffer.alloc(Math.min(left, CHUNK_BYTES));
		if (!out.write(piece)) await once(out, 'drain');
		left -= piece.length;
	}
	out.end();
	await finished(out);
}
