import type { FastifyInstance } from 'fastify';

import { deployedServer } from '../../sandbox/deployed/server.mts';
import { publishedServer } from '../../sandbox/published/server.mts';
import { World } from '../../sandbox/world.mts';
import type { Random } from '../../common/random.mts';

export const PUBLISHED = 'published.openchs.example';
export const DEPLOYED = 'deployed.openchs.example';

/** Both servers of a sandbox in this process, made once and emptied for each run. */
export interface Servers {
	readonly world: World;
	readonly hosts: ReadonlyMap<string, FastifyInstance>;
	/** From now on with this clock and this chance, and without a case. */
	begin(clock: { now(): number }, random: Random): void;
	close(): Promise<void>;
}

export async function makeServers(): Promise<Servers> {
	let clock: () => number = Date.now;
	let random: Random = Math.random;
	const world = new World({
		settings: { columnOrder: 'recorded' },
		faults: [],
		seedCases: 0,
		clock: () => clock(),
		random: () => random(),
	});
	const published = await publishedServer(world);
	const deployed = await deployedServer(world);
	await Promise.all([published.ready(), deployed.ready()]);
	return {
		world,
		hosts: new Map([
			[PUBLISHED, published],
			[DEPLOYED, deployed],
		]),
		begin(given, chance) {
			clock = () => given.now();
			random = chance;
			world.reset('empty');
		},
		async close() {
			await Promise.all([published.close(), deployed.close()]);
			world.store.close();
		},
	};
}
