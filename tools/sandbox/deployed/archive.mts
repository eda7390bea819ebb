import { StoreFull } from '../store.mts';
import type { Fields } from './wire/fields.mts';

/** Enough for a night of kill runs. */
const MAX_ROWS = 1_000_000;

/** Rows of one kind in the order in which they were made, ids ascending. */
export class Table {
	readonly name: string;
	rows: Fields[] = [];
	private byId = new Map<string, Fields>();
	/** Told each row that comes in. */
	onInsert: ((row: Fields) => void) | undefined;
	private next: number;
	private readonly key: string;
	private promised: string[] = [];

	constructor(name: string, firstId: number, key = 'id') {
		this.name = name;
		this.next = firstId;
		this.key = key;
	}

	get(id: string | undefined): Fields | undefined {
		return id === undefined ? undefined : this.byId.get(id);
	}

	insert(fields: Fields): Fields {
		if (this.rows.length >= MAX_ROWS) throw new StoreFull(`The sandbox holds no more ${this.name}`);
		const given = fields[this.key] ?? this.promised.shift();
		const row = { [this.key]: given ?? String(this.next), ...fields };
		this.next = Math.max(this.next + 1, Number(given ?? 0) + 1);
		this.rows.push(row);
		this.byId.set(row[this.key] ?? '', row);
		this.onInsert?.(row);
		return row;
	}

	/** Takes an id now for a row that comes later, if it comes at all. */
	reserve(): string {
		const id = String(this.next);
		this.next += 1;
		return id;
	}

	/** The next row gets an id that was reserved before. */
	use(reserved: string): void {
		this.promised.push(reserved);
	}

	/** The row keeps its place, and whoever holds it sees the new values. */
	replace(id: string, fields: Fields): void {
		const row = this.byId.get(id);
		if (!row) {
			this.insert(fields);
			return;
		}
		for (const name of Object.keys(row)) if (!(name in fields)) delete row[name];
		Object.assign(row, fields);
	}

	dropPromises(): void {
		this.promised = [];
	}

	remove(id: string): void {
		if (this.byId.delete(id)) this.rows = this.rows.filter((row) => row[this.key] !== id);
	}

	copy(): TableCopy {
		return { rows: this.rows.map((row) => ({ ...row })), next: this.next };
	}

	/** Back to a copy, the next id included. */
	setTo({ rows, next }: TableCopy): void {
		this.rows = rows.map((row) => ({ ...row }));
		this.byId = new Map(this.rows.map((row) => [row[this.key] ?? '', row]));
		this.next = next;
		this.promised = [];
	}
}

export interface TableCopy {
	readonly rows: readonly Fields[];
	readonly next: number;
}

export interface ArchiveCopy {
	readonly tables: readonly TableCopy[];
	readonly caseExtras: ReadonlyMap<number, Fields>;
	readonly contents: ReadonlyMap<string, Buffer>;
	readonly batches: number;
}

/** First ids as in the recordings, so that no id of one kind passes for one of another. */
export class Archive {
	readonly contacts = new Table('contacts', 5010);
	readonly reporters = new Table('reporters', 7001);
	readonly clients = new Table('clients', 8001);
	readonly perpetrators = new Table('perpetrators', 9001);
	readonly files = new Table('files', 17_954_795_667_747);
	readonly attachments = new Table('attachments', 6001);
	readonly activities = new Table('case_activities', 20_001);
	readonly audits = new Table('au', 101);
	readonly dispositions = new Table('dispositions', 30_001);
	readonly messages = new Table('messages', 1);
	readonly conversations = new Table('pmessages', 1);
	readonly calls = new Table('calls', 1, 'uniqueid');
	/** Cases as this dialect shows them; `CaseMirror` keeps them in step with the store. */
	readonly cases = new Table('cases', 1);
	/** What one-record has no word for, by case id, in this dialect's own columns. */
	readonly caseExtras = new Map<number, Fields>();
	/** Contents of files which hang on no case yet, and of all others that came in here. */
	readonly contents = new Map<string, Buffer>();
	private batches = 0;

	tables(): Table[] {
		return Object.values(this).filter((member: unknown) => member instanceof Table);
	}

	copy(): ArchiveCopy {
		return {
			tables: this.tables().map((table) => table.copy()),
			caseExtras: structuredClone(this.caseExtras),
			contents: new Map(this.contents),
			batches: this.batches,
		};
	}

	setTo(copy: ArchiveCopy): void {
		for (const [i, table] of this.tables().entries()) {
			const kept = copy.tables[i];
			if (kept) table.setTo(kept);
		}
		this.caseExtras.clear();
		for (const [id, extras] of copy.caseExtras) this.caseExtras.set(id, { ...extras });
		this.contents.clear();
		for (const [id, content] of copy.contents) this.contents.set(id, content);
		this.batches = copy.batches;
	}

	/** Audit rows of one request share a number. */
	nextBatch(): string {
		this.batches += 1;
		return String(this.batches);
	}
}
