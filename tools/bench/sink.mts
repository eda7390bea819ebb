import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One upload as the server saw it. */
export interface Arrived {
	bytes: number;
	/** When its head came, on the clock of `performance.now()`. */
	began: number;
	/** From the head of the request to the last byte of its body. */
	milliseconds: number;
}

export interface Sink {
	url: string;
	/** The uploads so far, oldest first; whoever has read them may take them out. */
	readonly arrived: Arrived[];
	stop(): Promise<void>;
}

/** Looks like an AI service that takes everything in and throws it away: nothing here slows an upload. */
export async function startSink(): Promise<Sink> {
	const arrived: Arrived[] = [];
	const server = createServer((request, response) => {
		const began = performance.now();
		let bytes = 0;
		request.on('data', (piece: Buffer) => (bytes += piece.length));
		request.on('end', () => {
			if (request.method === 'POST') {
				arrived.push({ bytes, began, milliseconds: performance.now() - began });
			}
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify(request.method === 'POST' ? TICKET : HEALTHY));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		arrived,
		stop: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

const TICKET = { task_id: 'made-up-1', status: 'queued' };
const HEALTHY = { status: 'healthy', timestamp: '', version: '0.1.0', site_id: 'bench' };
