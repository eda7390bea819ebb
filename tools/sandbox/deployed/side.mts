import { randomInt } from 'node:crypto';

import type { UserRow } from '../records.mts';
import type { Store } from '../store.mts';
import { Archive } from './archive.mts';
import { CaseMirror } from './caseMirror.mts';
import { Sessions } from './sessions.mts';
import type { Tree } from './tree.mts';
import { seedTree } from './treeSeed.mts';
import type { Fields } from './wire/fields.mts';
import { ColumnOrder } from './wire/columnOrder.mts';

/** What the deployed server knows beyond the common store. */
export class DeployedSide {
	readonly store: Store;
	/** Of this start; a setting can name another one. */
	readonly columnSeed = randomInt(1, 2 ** 31);
	readonly columnOrder = new ColumnOrder();
	readonly sessions = new Sessions();
	archive: Archive;
	tree: Tree = seedTree();
	readonly mirror: CaseMirror;
	/** Told each row of a feed as it comes in. */
	onFeed: ((feed: 'case_activities' | 'messages' | 'calls', row: Fields) => void) | undefined;

	constructor(store: Store) {
		this.store = store;
		this.archive = this.emptyArchive();
		this.mirror = new CaseMirror(this);
	}

	reset(): void {
		this.archive = this.emptyArchive();
		this.tree = seedTree();
		this.sessions.endAll();
		this.mirror.reset();
	}

	private emptyArchive(): Archive {
		const archive = new Archive();
		archive.activities.onInsert = (row) => this.onFeed?.('case_activities', row);
		archive.messages.onInsert = (row) => this.onFeed?.('messages', row);
		archive.calls.onInsert = (row) => this.onFeed?.('calls', row);
		return archive;
	}

	users(): ReadonlyMap<number, UserRow> {
		return this.store.users();
	}
}
