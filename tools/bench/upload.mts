import { once } from 'node:events';
import { createWriteStream, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { INode, INodeParameters } from 'n8n-workflow';

import { wavHeader } from '../audio/wav.mts';
import { temporaryFolder } from '../common/files.mts';
import { run } from '../common/run.mts';
import { sleep } from '../common/wait.mts';
import type { N8nApi } from '../n8n/api.mts';
import { credentialsOf, errorOf, n8nApi } from '../n8n/api.mts';
import { packPackage } from '../n8n/pack.mts';
import { startN8n } from '../n8n/server.mts';
import { peakWhile, processIn, residentMegabytes } from './memory.mts';
import { startSink } from './sink.mts';

/** Exactly what the AI service takes. */
const FILE_BYTES = 100 * 1024 * 1024;
/** 16,000 samples of two bytes a second: 55 minutes, within the hour that is taken. */
const RATE = 16_000;
const CHUNK_BYTES = 1024 * 1024;
const GOAL_MEGABYTES = 60;
const ROUNDS = 3;
const RUN_SECONDS = 180;
/** Memory that a run needed is given back only after a while. */
const REST_MS = 5000;

/**
 * 100 MB of audio out of a real n8n that keeps files on disk: what its process needs above idle, beside
 * n8n's own HTTP Request node with the same file, and how long it takes beside curl.
 */
export async function benchUpload(): Promise<string[]> {
	const sink = await startSink();
	const userFolder = realpathSync(temporaryFolder('bench-upload'));
	const files = join(userFolder, '.n8n-files');
	mkdirSync(files, { recursive: true });
	const file = join(files, 'recording.wav');
	await writeAudio(file);
	const n8n = await startN8n({
		userFolder,
		tarball: await packPackage(),
		env: { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' },
	});
	try {
		const api = n8nApi(n8n.url);
		await api.setupOwner();
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
		const pid = processIn(userFolder);
		// The first run loads what every run needs.
		await measured(api, pid, [read]);
		const reading = await measured(api, pid, [read]);
		const sent = await rounds(async () => await measured(api, pid, [read, ours]));
		const oursTime = best(sink.arrived.splice(0));
		const asked = await rounds(async () => await measured(api, pid, [read, naive]));
		const naiveTime = best(sink.arrived.splice(0));
		await rounds(async () => await curl(file, sink.url));
		const curlTime = best(sink.arrived.splice(0));

		const most = Math.max(...sent);
		return [
			`100 MB, files on disk, ${ROUNDS} rounds each, memory above idle at the peak:`,
			`reading the file alone: ${reading.toFixed(0)} MB`,
			`this node: ${sent.map((each) => each.toFixed(0)).join(', ')} MB (goal: under ${GOAL_MEGABYTES} MB, ${most < GOAL_MEGABYTES ? 'met' : 'MISSED'})`,
			`HTTP Request node with the same file: ${asked.map((each) => each.toFixed(0)).join(', ')} MB`,
			`time on the wire, best of ${ROUNDS}: this node ${oursTime.toFixed(0)} ms, HTTP Request ${naiveTime.toFixed(0)} ms, curl ${curlTime.toFixed(0)} ms`,
			`against curl: ratio ${(oursTime / curlTime).toFixed(2)} x (HTTP Request ${(naiveTime / curlTime).toFixed(2)} x)`,
		];
	} finally {
		await n8n.stop();
		await sink.stop();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

function node(name: string, type: string, typeVersion: number, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}

/** Megabytes above idle that a run of these nodes needed. */
async function measured(api: N8nApi, pid: number, nodes: readonly INode[]): Promise<number> {
	const start = node('Start', 'n8n-nodes-base.manualTrigger', 1, {});
	const all = [start, ...nodes];
	const connections = Object.fromEntries(
		nodes.map(({ name }, index) => [
			all[index]?.name ?? '',
			{ main: [[{ node: name, type: 'main' as const, index: 0 }]] },
		]),
	);
	const settings = { executionOrder: 'v1' as const, saveManualExecutions: true };
	const { id } = await api.createWorkflow({ name: 'Upload', nodes: all, connections, settings });
	await sleep(REST_MS);
	const idle = residentMegabytes(pid);
	return (
		(await peakWhile(pid, async () => {
			const execution = await api.runWorkflow(id, { limitSeconds: RUN_SECONDS });
			if (execution.status !== 'success') throw new Error(errorOf(execution) ?? execution.status);
		})) - idle
	);
}

async function rounds<T>(work: () => Promise<T>): Promise<T[]> {
	const results: T[] = [];
	for (let round = 0; round < ROUNDS; round++) results.push(await work());
	return results;
}

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

async function writeAudio(file: string): Promise<void> {
	const header = wavHeader(FILE_BYTES - 44, RATE);
	const out = createWriteStream(file);
	out.write(header);
	let left = FILE_BYTES - header.length;
	while (left > 0) {
		const piece = Buffer.alloc(Math.min(left, CHUNK_BYTES));
		if (!out.write(piece)) await once(out, 'drain');
		left -= piece.length;
	}
	out.end();
	await finished(out);
}
