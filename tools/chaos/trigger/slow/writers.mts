import { setTimeout as wait } from 'node:timers/promises';

import axios from 'axios';

import type { SandboxProcess } from '../../../../test/support/sandbox.mts';
import { between, happens, oneOf, type Random } from '../../../common/random.mts';

export interface Writers {
	/** Returns when the last write has ended. */
	stop(): Promise<void>;
}

const CROWD = 3;

/** Other people, each at a pace of their own: some past the API, one through each of both servers. */
export function startWriters(sandbox: SandboxProcess, random: Random): Writers {
	const stopping = new AbortController();
	const loop = async (most: number, write: () => Promise<void>) => {
		while (!stopping.signal.aborted) {
			await write();
			await wait(between(random, 200, most), undefined, { signal: stopping.signal }).catch(
				() => undefined,
			);
		}
	};
	const loops = [
		...Array.from({ length: CROWD }, async () => await loop(3_000, async () => await burst())),
		loop(4_000, async () => await change(publishedUpdate)),
		loop(4_000, async () => await change(deployedUpdate)),
	];

	async function burst(): Promise<void> {
		const isBig = happens(random, 0.05);
		await sandbox.admin.burst({
			creates: isBig ? 60 : between(random, 0, 2),
			updates: between(random, 0, 3),
			notes: happens(random, 0.3) ? 1 : 0,
			holes: happens(random, 0.05) ? 3 : 0,
			phantoms: happens(random, 0.05) ? 2 : 0,
		});
	}

	/** A write that meets one of the faults is made by the next round. */
	async function change(update: (id: number) => Promise<unknown>): Promise<void> {
		const cases = await sandbox.admin.cases();
		if (cases.length > 0) await update(oneOf(random, cases).id).catch(() => undefined);
	}

	async function publishedUpdate(id: number): Promise<void> {
		await axios.put(
			`${sandbox.url}/helpline/api/cases/${id}`,
			{ priority: oneOf(random, ['low', 'medium', 'high', 'critical']) },
			{ headers: { 'X-API-Key': sandbox.apiKey }, proxy: false, timeout: 20_000 },
		);
	}

	async function deployedUpdate(id: number): Promise<void> {
		const { user, password } = sandbox.login;
		await axios.post(
			`${sandbox.deployedUrl}/helpline/api/cases/${id}`,
			{ priority: oneOf(random, ['1', '2', '3']), src: 'walkin' },
			{ auth: { username: user, password }, proxy: false, timeout: 20_000 },
		);
	}

	return {
		stop: async () => {
			stopping.abort();
			await Promise.all(loops);
		},
	};
}
