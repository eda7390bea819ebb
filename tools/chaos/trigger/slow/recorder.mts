import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Acted } from '../../compare.mts';
import { partOf } from '../names.mts';

/** Where the workflow's last node brings what is to be acted on. */
export interface Recorder {
	readonly url: string;
	readonly acted: readonly Acted[];
	/** Called as soon as something comes in, before it is answered. */
	onArrival: (() => void) | undefined;
	stop(): Promise<void>;
}

const MOST_BYTES = 16 * 1024 * 1024;

export async function startRecorder(): Promise<Recorder> {
	const acted: Acted[] = [];
	const server = createServer((request, response) => {
		keysIn(request).then(
			(keys) => {
				for (const key of keys) acted.push({ key, part: partOf(key), at: Date.now() });
				recorder.onArrival?.();
				response.end('{}');
			},
			() => response.writeHead(400).end(),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const recorder: Recorder = {
		url: `http://127.0.0.1:${port}/`,
		acted,
		onArrival: undefined,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return recorder;
}

async function keysIn(request: IncomingMessage): Promise<string[]> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > MOST_BYTES) throw new Error('More than a recorder takes');
		chunks.push(chunk);
	}
	const { keys } = JSON.parse(Buffer.concat(chunks).toString()) as { keys: unknown[] };
	return keys.map(String);
}
