import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Looks like the documented API, takes every case and remembers only how many there were. */
export interface CaseSink {
	url: string;
	taken(): number;
	stop(): Promise<void>;
}

/**
 * What an import costs n8n beside a server that costs next to nothing and holds nothing: the memory of
 * this process does not grow either. Its list is always empty, so that nothing is ever "already there".
 */
export async function startCaseSink(): Promise<CaseSink> {
	let taken = 0;
	const server = createServer((request, response) => {
		request.resume();
		request.on('end', () => {
			const isNew = request.method === 'POST';
			if (isNew) taken += 1;
			response.writeHead(isNew ? 201 : 200, { 'content-type': 'application/json' });
			response.end(isNew ? created(taken) : NO_CASES);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		taken: () => taken,
		stop: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

const NO_CASES = JSON.stringify({
	success: true,
	data: [],
	pagination: { total: 0, limit: 100, offset: 0, has_more: false },
});

function created(id: number): string {
	const created_at = new Date().toISOString();
	const data = { id, case_number: `CASE-${id}`, status: 'open', created_at };
	return JSON.stringify({ success: true, data });
}
