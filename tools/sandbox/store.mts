import Database from 'libsql';

import type { ActivityRow, AttachmentRow, CaseRow, CommunicationRow, UserRow } from './records.mts';
import { schemaSql, TABLES, type TableName } from './schema.mts';

export type Value = string | number | null;
export type Row = Record<string, Value | undefined>;

/** Enough for a long bench or a night of kill runs, and far below what the machine holds. */
const MAX_ROWS: Record<TableName, number> = {
	cases: 500_000,
	activities: 1_000_000,
	communications: 1_000_000,
	attachments: 100_000,
	users: 1_000,
	dispositions: 1_000,
	categories: 1_000,
	sessions: 10_000,
};

/** Attachments are kept in memory, so their sum needs a bound of its own. */
const MAX_ATTACHMENT_BYTES = 600 * 1024 * 1024;

/** Case ids do not begin at 1, so that mixing up an id and a row number shows. */
const FIRST_CASE_ID = 1001;

interface LastId {
	name: string;
	seq: number;
}

export interface StoreCopy {
	readonly tables: Readonly<Record<TableName, readonly Row[]>>;
	readonly lastIds: readonly LastId[];
	readonly contents: ReadonlyMap<number, Buffer>;
	readonly attachmentBytes: number;
}

export class StoreFull extends Error {}

export type NewCase = Partial<CaseRow> &
	Pick<CaseRow, 'title' | 'category' | 'priority' | 'created_at'>;

/**
 * One table of cases for every dialect. It knows nothing of HTTP; times come in from the caller,
 * who knows what clock the server is pretending to have.
 */
export class Store {
	private readonly db: Database.Database;
	private readonly statements = new Map<string, Database.Statement>();
	private readonly counts = new Map<TableName, number>();
	/** Beside the tables: libsql copies a blob several times, which takes seconds for 100 MB. */
	private readonly contents = new Map<number, Buffer>();
	private attachmentBytes = 0;
	/** They are looked at with each request and hardly ever written. */
	private knownUsers: ReadonlyMap<number, UserRow> | undefined;
	/** Told each case that was made or changed: a dialect keeps its own view of them, a history what happened. */
	private readonly watchers: Array<(id: number) => void> = [];

	constructor() {
		this.db = new Database(':memory:');
		this.db.exec(schemaSql());
		this.restartCaseIds();
	}

	close(): void {
		this.statements.clear();
		this.db.close();
	}

	clear(): void {
		for (const table of Object.keys(TABLES)) this.run(`DELETE FROM ${table}`);
		this.run('DELETE FROM sqlite_sequence');
		this.counts.clear();
		this.contents.clear();
		this.attachmentBytes = 0;
		this.restartCaseIds();
	}

	/** In the order of asking. */
	onCaseChange(watch: (id: number) => void): void {
		this.watchers.push(watch);
	}

	/** Seeding thousands of rows one commit at a time would take minutes. */
	inOneGo(work: () => void): void {
		this.db.exec('BEGIN');
		try {
			work();
			this.db.exec('COMMIT');
		} catch (error) {
			this.db.exec('ROLLBACK');
			throw error;
		}
	}

	rows<T>(sql: string, ...values: Value[]): T[] {
		return this.statement(sql)
			.all(...values)
			.map(withoutMetadata) as T[];
	}

	row<T>(sql: string, ...values: Value[]): T | undefined {
		const found = this.statement(sql).get(...values);
		return found === undefined ? undefined : (withoutMetadata(found) as T);
	}

	count(sql: string, ...values: Value[]): number {
		return this.row<{ n: number }>(`SELECT count(*) AS n ${sql}`, ...values)?.n ?? 0;
	}

	users(): ReadonlyMap<number, UserRow> {
		this.knownUsers ??= new Map(
			this.rows<UserRow>('SELECT * FROM users ORDER BY id').map((user) => [user.id, user]),
		);
		return this.knownUsers;
	}

	run(sql: string, ...values: Value[]): number {
		if (sql.includes('users')) this.knownUsers = undefined;
		return Number(this.statement(sql).run(...values).lastInsertRowid);
	}

	insert(table: TableName, row: Row): number {
		const taken = this.counts.get(table) ?? this.count(`FROM ${table}`);
		if (taken >= MAX_ROWS[table]) throw new StoreFull(`The sandbox holds no more ${table}`);
		const known = TABLES[table];
		const names = Object.keys(row).filter((name) => name in known && row[name] !== undefined);
		const marks = names.map(() => '?').join(', ');
		const id = this.run(
			`INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`,
			...names.map((name) => row[name] ?? null),
		);
		this.counts.set(table, taken + 1);
		return id;
	}

	/** Takes an id now for a case that comes later. */
	reserveCaseId(): number {
		const id = this.nextCaseId();
		this.run("UPDATE sqlite_sequence SET seq = ? WHERE name = 'cases'", id);
		return id;
	}

	/** Case numbers are the year of creation plus a running number which no other case has. */
	insertCase(fields: NewCase): CaseRow {
		const next = fields.id ?? this.nextCaseId();
		const id = this.insert('cases', {
			status: 'open',
			updated_at: fields.created_at,
			...fields,
			case_number:
				fields.case_number ??
				`CASE-${fields.created_at.slice(0, 4)}-${String(next).padStart(6, '0')}`,
		});
		this.tell(fields.id ?? id);
		return this.caseById(fields.id ?? id)!;
	}

	/** Deleted cases are out of sight here; `allCases` still shows them. */
	caseById(id: number): CaseRow | undefined {
		return this.row<CaseRow>('SELECT * FROM cases WHERE id = ? AND deleted_at IS NULL', id);
	}

	allCases(): CaseRow[] {
		return this.rows<CaseRow>('SELECT * FROM cases ORDER BY id');
	}

	changeCase(id: number, changes: Partial<CaseRow>): CaseRow | undefined {
		const names = Object.keys(changes).filter((name) => name in TABLES.cases && name !== 'id');
		const values = names.map((name) => changes[name as keyof CaseRow] ?? null);
		if (names.length > 0) {
			this.run(
				`UPDATE cases SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`,
				...values,
				id,
			);
		}
		this.tell(id);
		return this.row<CaseRow>('SELECT * FROM cases WHERE id = ?', id);
	}

	addActivity(activity: Omit<ActivityRow, 'id'>): ActivityRow {
		const id = this.addChild('activities', activity);
		return { id, ...activity };
	}

	addCommunication(communication: Omit<CommunicationRow, 'id'>): CommunicationRow {
		const id = this.addChild('communications', communication);
		return { id, ...communication };
	}

	addAttachment(attachment: Omit<AttachmentRow, 'id'>, content: Buffer): AttachmentRow {
		if (this.attachmentBytes + content.length > MAX_ATTACHMENT_BYTES) {
			throw new StoreFull('The sandbox holds no more attachments');
		}
		const id = this.addChild('attachments', attachment);
		this.contents.set(id, content);
		this.attachmentBytes += content.length;
		return { id, ...attachment };
	}

	contentOf(attachmentId: number): Buffer | undefined {
		return this.contents.get(attachmentId);
	}

	/** A case counts as changed when something is hung on it: the trigger depends on that. */
	private addChild(
		table: 'activities' | 'communications' | 'attachments',
		row: Row & { case_id: number; created_at: string },
	): number {
		const id = this.insert(table, row);
		this.run('UPDATE cases SET updated_at = ? WHERE id = ?', row.created_at, row.case_id);
		this.tell(row.case_id);
		return id;
	}

	copy(): StoreCopy {
		const rows = Object.keys(TABLES).map((table) => [
			table,
			this.rows<Row>(`SELECT * FROM ${table}`),
		]);
		return {
			tables: Object.fromEntries(rows) as StoreCopy['tables'],
			lastIds: this.rows<LastId>('SELECT name, seq FROM sqlite_sequence'),
			contents: new Map(this.contents),
			attachmentBytes: this.attachmentBytes,
		};
	}

	/** Back to a copy, the next ids included; nobody is told. */
	setTo(copy: StoreCopy): void {
		this.clear();
		this.inOneGo(() => {
			for (const [table, rows] of Object.entries(copy.tables)) {
				for (const row of rows) this.insert(table as TableName, row);
			}
			this.run('DELETE FROM sqlite_sequence');
			for (const { name, seq } of copy.lastIds) {
				this.run('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', name, seq);
			}
		});
		for (const [id, content] of copy.contents) this.contents.set(id, content);
		this.attachmentBytes = copy.attachmentBytes;
	}

	private tell(caseId: number): void {
		for (const watch of this.watchers) watch(caseId);
	}

	private nextCaseId(): number {
		const last = this.row<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'cases'");
		return (last?.seq ?? FIRST_CASE_ID - 1) + 1;
	}

	private restartCaseIds(): void {
		this.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('cases', ?)", FIRST_CASE_ID - 1);
	}

	private statement(sql: string): Database.Statement {
		const known = this.statements.get(sql);
		if (known) return known;
		const prepared = this.db.prepare(sql);
		this.statements.set(sql, prepared);
		return prepared;
	}
}

/** libsql hangs its own timing on each row it hands out. */
function withoutMetadata(row: unknown): unknown {
	if (row !== null && typeof row === 'object' && '_metadata' in row) delete row._metadata;
	return row;
}
