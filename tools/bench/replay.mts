import { Agent } from 'node:http';
import axios from 'axios';

import type { SandboxProcess } from '../../test/support/sandbox.mts';
import type { LogEntry } from '../sandbox/journal.mts';
import { sessionHeaders } from './plainWalks.mts';

/** The same reads in the same order, over open connections, and nothing done with the answers. Seconds. */
export async function replay(sandbox: SandboxProcess, log: readonly LogEntry[]): Promise<number> {
	const httpAgent = new Agent({ keepAlive: true });
	const { url, deployedUrl, apiKey } = sandbox;
	const session = await sessionHeaders(sandbox);
	const started = performance.now();
	for (const { server, method, path, query } of log) {
		const isPublished = server === 'published';
		await axios.request({
			method,
			url: `${isPublished ? url : deployedUrl}/helpline/api${path}`,
			params: query,
			httpAgent,
			proxy: false,
			headers: isPublished ? { 'X-API-Key': apiKey } : session,
		});
	}
	const seconds = (performance.now() - started) / 1000;
	httpAgent.destroy();
	return seconds;
}
