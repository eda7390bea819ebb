import { type Burst, makeBurst } from './crowd.mts';
import type { World } from './world.mts';

/** What rigs need beyond the other pages: changes by other people, backups, and what really happened. */
export const RIG_GETS: Readonly<Record<string, (world: World) => unknown>> = {
	changes(world) {
		catchUp(world);
		return world.history.list();
	},
};

export const RIG_POSTS: Readonly<Record<string, (world: World, body: unknown) => unknown>> = {
	burst: (world, body) => ({ changes: makeBurst(world, body as Burst) }),
	backup: (world) => world.takeBackup(),
	restore: (world) => world.restoreBackup(),
};

/** What is due becomes visible, on both sides. */
export function catchUp(world: World): void {
	world.later.catchUp(world.clock());
	world.deployed.mirror.catchUp();
}
