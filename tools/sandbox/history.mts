import { isoOf } from './deployed/calendar.mts';
import type { Fields } from './deployed/wire/fields.mts';
import { StoreFull } from './store.mts';
import type { World } from './world.mts';

/** A day of the busiest rig, and far below what the machine holds. */
const KEPT = 2_000_000;

/** One change as a client of one side can meet it. */
export interface PastChange {
	side: 'published' | 'deployed';
	/** Deployed: a call that can be listened to is a recording, and no communication beside it. */
	kind: 'case' | 'communication' | 'message' | 'recording';
	/** Of the case, call, message or recording. */
	id: string;
	/** '' where a side names none. */
	caseId: string;
	/** The case, call, message or recording was made by it. */
	isNew: boolean;
	/** Published: something more about a case in the second of the change before, so that times alone do not tell them apart. */
	isRepeat: boolean;
	/** Deployed: id of the line in the feed; '' on the other side. */
	feedId: string;
	isInbound: boolean;
	/** ISO 8601 UTC by the server's clock, as the server tells it. */
	at: string;
	/** Milliseconds of the sandbox's clock. */
	visibleFrom: number;
	/** Made before it became visible. */
	isLate: boolean;
	/** A server restored from a backup does not know of it any more. */
	isGone: boolean;
}

/** What really happened, on both sides, in the order in which it became visible. Seeds are no changes. */
export class History {
	private entries: PastChange[] = [];
	private marked = 0;
	private isAsleep = false;
	private lastVersion = new Map<number, string>();
	private lastCommunication = 0;
	private lastAttachment = 0;
	private readonly world: World;

	constructor(world: World) {
		this.world = world;
		world.store.onCaseChange((id) => this.noteCase(id));
		world.deployed.onFeed = (feed, row) => this.noteFeed(feed, row);
	}

	list(): readonly PastChange[] {
		return this.entries;
	}

	/** Begins anew: what `prepare` puts there is the ground on which changes happen. */
	without(prepare: () => void): void {
		this.isAsleep = true;
		prepare();
		this.isAsleep = false;
		this.entries = [];
		this.marked = 0;
		this.takeAsKnown();
	}

	mark(): void {
		this.marked = this.entries.length;
	}

	forgetSinceMark(): void {
		for (const entry of this.entries.slice(this.marked)) entry.isGone = true;
		this.takeAsKnown();
	}

	private takeAsKnown(): void {
		const { store } = this.world;
		const cases = store.rows<{ id: number; updated_at: string }>(
			'SELECT id, updated_at FROM cases',
		);
		this.lastVersion = new Map(cases.map((row) => [row.id, row.updated_at]));
		this.lastCommunication = lastId(this.world, 'communications');
		this.lastAttachment = lastId(this.world, 'attachments');
	}

	private add(
		change: Omit<PastChange, 'visibleFrom' | 'isGone' | 'isLate' | 'isRepeat'>,
		isRepeat = false,
	): void {
		if (this.entries.length >= KEPT) throw new StoreFull('The sandbox remembers no more changes');
		const { clock, later } = this.world;
		this.entries.push({
			...change,
			isRepeat,
			visibleFrom: later.playing ?? clock(),
			isLate: later.playing !== null,
			isGone: false,
		});
	}

	private noteCase(id: number): void {
		if (this.isAsleep) return;
		const row = this.world.store.row<{ created_at: string; updated_at: string }>(
			'SELECT created_at, updated_at FROM cases WHERE id = ? AND deleted_at IS NULL',
			id,
		);
		if (!row) return;
		const known = this.lastVersion.get(id);
		const usual = { side: 'published', kind: 'case', feedId: '', isInbound: true } as const;
		const of = { ...usual, id: String(id), caseId: String(id) };
		if (known === undefined) this.add({ ...of, isNew: true, at: row.created_at });
		const isRepeat = known === row.updated_at;
		if (isRepeat || row.updated_at !== (known ?? row.created_at)) {
			this.add({ ...of, isNew: false, at: row.updated_at }, isRepeat);
		}
		this.lastVersion.set(id, row.updated_at);
		if (known !== undefined) this.noteChildren();
	}

	private noteChildren(): void {
		const { store } = this.world;
		const usual = { side: 'published', isNew: true, feedId: '' } as const;
		const logged = store.rows<{
			id: number;
			case_id: number;
			created_at: string;
			direction: string;
		}>(
			'SELECT id, case_id, created_at, direction FROM communications WHERE id > ? ORDER BY id',
			this.lastCommunication,
		);
		for (const { id, case_id, created_at, direction } of logged) {
			const of = {
				...usual,
				kind: 'communication',
				id: String(id),
				caseId: String(case_id),
			} as const;
			this.add({ ...of, isInbound: direction === 'inbound', at: created_at });
			this.lastCommunication = id;
		}
		const files = store.rows<{
			id: number;
			case_id: number;
			created_at: string;
			file_type: string;
		}>(
			'SELECT id, case_id, created_at, file_type FROM attachments WHERE id > ? ORDER BY id',
			this.lastAttachment,
		);
		for (const { id, case_id, created_at, file_type } of files) {
			this.lastAttachment = id;
			if (file_type !== 'audio') continue;
			const of = { ...usual, kind: 'recording', id: String(id), caseId: String(case_id) } as const;
			this.add({ ...of, isInbound: true, at: created_at });
		}
	}

	private noteFeed(feed: 'case_activities' | 'messages' | 'calls', row: Fields): void {
		if (this.isAsleep) return;
		const usual = { side: 'deployed', isInbound: row.src_vector !== '2' } as const;
		if (feed === 'case_activities') {
			const { id: feedId = '', case_id: caseId = '', created_on = '0' } = row;
			const at = isoOf(Number(created_on));
			const isNew = row.activity === '1';
			this.add({ ...usual, kind: 'case', id: caseId, caseId, isNew, feedId, isInbound: true, at });
		} else if (feed === 'messages') {
			const at = isoOf(Number(row.created_on ?? 0));
			const id = row.id ?? '';
			this.add({ ...usual, kind: 'message', id, caseId: '', isNew: true, feedId: id, at });
		} else {
			const at = isoOf(Number(row.chan_ts ?? 0));
			const id = row.uniqueid ?? '';
			const kind = Number(row.talk_time ?? 0) > 0 ? 'recording' : 'communication';
			const isInbound = row.vector !== '2';
			this.add({ ...usual, kind, id, caseId: '', isNew: true, feedId: id, at, isInbound });
		}
	}
}

function lastId({ store }: World, table: 'communications' | 'attachments'): number {
	return store.row<{ id: number | null }>(`SELECT max(id) AS id FROM ${table}`)?.id ?? 0;
}
