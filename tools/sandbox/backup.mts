import type { ArchiveCopy } from './deployed/archive.mts';
import type { StoreCopy } from './store.mts';
import type { World } from './world.mts';

/** All that a server keeps, the next ids of both sides included. */
export interface Backup {
	readonly store: StoreCopy;
	readonly archive: ArchiveCopy;
}

export function takeBackup({ store, deployed }: World): Backup {
	return { store: store.copy(), archive: deployed.archive.copy() };
}

/** Sessions of the deployed server are rows of its database as well: whoever is logged in logs in again. */
export function restoreBackup({ store, deployed }: World, backup: Backup): void {
	store.setTo(backup.store);
	deployed.archive.setTo(backup.archive);
	deployed.mirror.takeAsKnown();
	deployed.sessions.endAll();
}
