import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Change, ChangesSlice } from '../../../../../nodes/shared/changes/change';
import { MARK_BYTES } from '../../../../../nodes/shared/changes/change';
import { changeKey } from '../../../../../nodes/shared/changes/changeKey';
import type { EventName } from '../../../../../nodes/shared/changes/events';
import { readChanges } from '../../../../../nodes/shared/helpline/published/changes';
import { open } from './fakeServer';

export type Order = 'newest' | 'oldest' | 'updated-newest' | 'updated-oldest' | 'scattered';
export const ORDERS: readonly Order[] = [
	'newest',
	'oldest',
	'updated-newest',
	'updated-oldest',
	'scattered',
];

export const NOON = Date.parse('2026-03-01T12:00:00Z');

type Below = 'activities' | 'communications' | 'attachments';

interface Hidden {
	from: number;
	show: () => void;
}

/**
 * A documented server whose clock the test turns. It keeps whole seconds, as MySQL does, and can show a
 * change later than its time.
 */
export class WindowServer {
	/** The database's clock, in milliseconds. */
	now = NOON;
	/** By how much the `Date` of answers is ahead of it. */
	skewMs = 0;
	order: Order = 'newest';
	pageCap = 100;
	/** Gives as many rows as its cap says, whatever was asked. */
	ignoresLimit = false;
	isInclusive = true;
	hasPagination = true;
	/** It does not know `updated_since`. */
	showsAll = false;
	/** Answers 429 to this many requests, after so many others. */
	refuse: { after: number; times: number; retryAfter?: number } | null = null;
	/** Called before each answered request, with its number. */
	before: ((request: number) => void) | null = null;
	lacks: Below[] = [];
	readonly asked: string[] = [];
	readonly cases = new Map<number, IDataObject>();
	readonly below: Record<Below, IDataObject[]> = {
		activities: [],
		communications: [],
		attachments: [],
	};
	private hidden: Hidden[] = [];
	private lastId = 0;
	private version = 0;
	private sorted: { of: string; rows: IDataObject[] } | null = null;

	time(at = this.now): string {
		return new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000', '');
	}

	create(fields: IDataObject = {}, lateMs = 0): number {
		const id = ++this.lastId;
		const row = {
			id,
			title: 'Made-up case',
			status: 'open',
			priority: 'medium',
			assigned_user_id: null,
			created_at: this.time(),
			updated_at: this.time(),
			...fields,
		};
		this.later(lateMs, () => this.cases.set(id, row));
		return id;
	}

	update(id: number, fields: IDataObject = {}, lateMs = 0): void {
		const updated_at = this.time();
		this.later(lateMs, () => {
			const row = this.cases.get(id);
			if (row) this.cases.set(id, { ...row, ...fields, updated_at });
		});
	}

	hang(table: Below, caseId: number, fields: IDataObject, lateMs = 0): number {
		const id = ++this.lastId;
		const row = { id, case_id: caseId, created_at: this.time(), ...fields };
		this.later(lateMs, () => this.below[table].push(row));
		this.update(caseId, {}, lateMs);
		return id;
	}

	private later(lateMs: number, show: () => void): void {
		const act = () => {
			this.version += 1;
			show();
		};
		if (lateMs === 0) act();
		else this.hidden.push({ from: this.now + lateMs, show: act });
	}

	/** Changes a row behind the server's back: no time of change is written. */
	poke(id: number, fields: IDataObject): void {
		this.version += 1;
		this.cases.set(id, { ...this.cases.get(id), ...fields, id });
	}

	remove(id: number): void {
		this.version += 1;
		this.cases.delete(id);
	}

	/** A backup comes back: what was there then, and nothing of what came after. */
	copy(): Map<number, IDataObject> {
		return new Map([...this.cases].map(([id, row]) => [id, { ...row }]));
	}

	restore(backup: Map<number, IDataObject>, lastId = Math.max(0, ...backup.keys())): void {
		this.version += 1;
		this.cases.clear();
		for (const [id, row] of backup) this.cases.set(id, { ...row });
		this.lastId = lastId;
	}

	pass(ms: number): void {
		this.now += ms;
		const due = this.hidden.filter(({ from }) => from <= this.now);
		this.hidden = this.hidden.filter(({ from }) => from > this.now);
		for (const { show } of due) show();
	}

	readonly httpRequest = async (_type: string, options: IHttpRequestOptions): Promise<unknown> => {
		const path = new URL(options.url).pathname.replace('/helpline/api', '');
		this.asked.push(path);
		if (this.refuse && this.refuse.after-- <= 0) {
			const { retryAfter = 900 } = this.refuse;
			if (--this.refuse.times <= 0) this.refuse = null;
			return this.answer(429, {}, { 'retry-after': String(retryAfter) });
		}
		this.before?.(this.asked.length);
		const [, , id, below] = path.split('/');
		if (path === '/cases') return this.list([...this.cases.values()], { ...options.qs });
		const row = this.cases.get(Number(id));
		if (!row || (below && this.lacks.includes(below as Below))) return this.answer(404, {});
		if (!below) return this.answer(200, { success: true, data: row });
		const rows = this.below[below as Below].filter(({ case_id }) => String(case_id) === id);
		return this.page(rows, { ...options.qs });
	};

	/** A list stays sorted until something changes, or the tests of volume would measure this server. */
	private list(all: IDataObject[], query: IDataObject): unknown {
		const of = [
			this.version,
			this.order,
			this.isInclusive,
			this.showsAll,
			query.updated_since,
		].join(' ');
		if (this.sorted?.of !== of) this.sorted = { of, rows: this.sort(all, query) };
		return this.page(this.sorted.rows, query);
	}

	private sort(all: IDataObject[], query: IDataObject): IDataObject[] {
		const since = String(query.updated_since ?? '1970-01-01').replace('.000', '');
		const rows = all.filter(
			({ updated_at: at }) =>
				this.showsAll || (this.isInclusive ? String(at) >= since : String(at) > since),
		);
		const key = (row: IDataObject): number | string => {
			if (this.order === 'scattered') return (Number(row.id) * 2_654_435_761) % 4_294_967_296;
			return String(this.order.startsWith('updated') ? row.updated_at : row.created_at);
		};
		const sign = this.order.endsWith('newest') ? -1 : 1;
		const keyed = rows.map((row) => ({ row, key: key(row), id: Number(row.id) }));
		keyed.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id - b.id));
		return keyed.map(({ row }) => row);
	}

	private page(rows: IDataObject[], query: IDataObject): unknown {
		const offset = Number(query.offset ?? 0);
		const asked = this.ignoresLimit ? Infinity : Number(query.limit ?? 20);
		const data = rows.slice(offset, offset + Math.min(asked, this.pageCap));
		const pagination = { total: rows.length, has_more: offset + data.length < rows.length };
		return this.answer(200, { success: true, data, ...(this.hasPagination && { pagination }) });
	}

	private answer(statusCode: number, body: unknown, headers: Record<string, string> = {}): unknown {
		const date = new Date(this.now + this.skewMs).toUTCString();
		return {
			statusCode,
			headers: { 'content-type': 'application/json', date, ...headers },
			body: JSON.stringify(body),
		};
	}
}

export const CASE_EVENTS: readonly EventName[] = ['caseCreated', 'caseUpdated'];

/** Reads as the trigger does: one mark, one memory, a new connection each time. */
export class Reader {
	mark: ChangesSlice['mark'] | null = null;
	memory = new Map<string, unknown>();
	readonly got: Change[] = [];
	readonly restored: string[] = [];
	requests = 0;

	constructor(
		private readonly server: WindowServer,
		private readonly events: readonly EventName[] = CASE_EVENTS,
		private readonly from: string | null = null,
		private readonly most = 500,
	) {}

	/** The process ends: all that it remembered is gone, and it goes on from an earlier mark. */
	kill(mark: ChangesSlice['mark'] | null = this.mark): void {
		this.memory = new Map();
		this.mark = mark;
	}

	async read(): Promise<ChangesSlice> {
		const { server, mark, from, events, most, memory } = this;
		const before = server.asked.length;
		const { connection } = await open(server);
		try {
			const ask = { mark, from, events: new Set(events), most, memory };
			const slice = await readChanges(connection, ask, 0);
			// A mark is stored as JSON.
			const text = JSON.stringify(slice.mark);
			if (text.length > MARK_BYTES) throw new Error(`The mark holds ${text.length} characters`);
			this.mark = JSON.parse(text) as ChangesSlice['mark'];
			this.got.push(...slice.changes);
			if (slice.restored) this.restored.push(slice.restored.code);
			return slice;
		} finally {
			this.requests = server.asked.length - before;
		}
	}

	/** Until nothing is waiting. */
	async readAll(): Promise<void> {
		for (let round = 0; round < 1000; round++) if (!(await this.read()).isMore) return;
		throw new Error('There is always more');
	}

	keys(): string[] {
		return this.got.map((change) => changeKey('demo', change));
	}
}
