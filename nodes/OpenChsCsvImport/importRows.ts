import type { CasesByKey, KeyLookup } from '../shared/helpline/batch';
import type { RecordId } from '../shared/record/case';
import type { Reason } from '../shared/transport/errors';
import { reasonOf } from '../shared/transport/errors';
import type { KnownRows } from './keyBlocks';
import { inBlocks } from './keyBlocks';
import { oneAhead, Pool } from './pool';
import { ReadBack } from './readBack';
import type { Problem } from './rowCase';
import { toProblem } from './rowCase';
import { stopWatch } from './stopRules';
import type { StopRules } from './stopRules';
import type { KeyedRow, Share, Survey } from './survey';
import { isOfShare } from './survey';
import type { Desk, RowResult } from './writeRow';
import { writeRow } from './writeRow';

/** Who takes what comes of the rows. */
export interface Sink {
	take(row: KeyedRow, result: RowResult): void;
	/** Another run made the case of this row at the same time, and its case goes on. */
	wasThere(row: KeyedRow, id: RecordId, caseNumber: string | null): void;
	remark(sentence: string): void;
}

export interface ImportOrder {
	desk: Desk;
	rows: AsyncIterable<KeyedRow[]>;
	survey: Survey;
	keys: KeyLookup;
	share: Share | null;
	inFlight: number;
	stopRules: StopRules;
	/** Where an earlier part ended. */
	from: Position;
	/** When this part ends, by the clock and by rows; Infinity for never. */
	until: { time: number; rows: number };
	signal: AbortSignal | undefined;
	sink: Sink;
}

export interface Position {
	/** Rows before this place (from 0) are done. */
	next: number;
	/** Rows behind it that are done too. */
	doneBeyond: readonly number[];
}

/** Why an import ended before its last row. */
export type Ending =
	| { why: 'part' }
	| { why: 'limit'; reason: Reason }
	| { why: 'server'; reason: Reason }
	| { why: 'rule'; sentence: string };

/** More than this is not carried on; the rows are then found to be there already. */
const MOST_BEYOND = 1_000;

/** What stands in the way of every row, so that none of it is the row's fault. */
const OF_THE_RUN = new Set([
	'address',
	'certificate',
	'login',
	'not_offered',
	'redirect',
	'setting',
]);

/** Brings the rows of a file to the server, several at a time, until the end or until something says stop. */
export class Importing {
	private ending: Ending | null = null;
	private isStopped = false;
	/** Whether rows are left that are more than the part does. */
	private isFull = false;
	private readonly done: Set<number>;
	private next: number;
	private readonly made: ReadBack;
	private readonly watch: (isToFix: boolean) => string | null;

	constructor(private readonly order: ImportOrder) {
		this.watch = stopWatch(order.stopRules);
		this.made = new ReadBack(order.desk, order.keys);
		this.done = new Set(order.from.doneBeyond);
		this.next = order.from.next;
	}

	/** Null when every row was done. Throws only when a person stopped the run. */
	async run(): Promise<{ ending: Ending | null; position: Position }> {
		const pool = new Pool(this.order.inFlight);
		try {
			for await (const { rows, found } of oneAhead(this.lookedUp())) {
				for (const row of rows) {
					if (this.mustEnd()) break;
					await pool.add(async () => await this.handle(row, found));
				}
				if (this.isStopped || this.ending !== null) break;
				if (this.made.isDue(Date.now())) await pool.add(async () => await this.readBack());
			}
			if (this.isFull) this.ending ??= { why: 'part' };
		} catch (error) {
			// Without knowing which keys are there, nothing may be sent.
			const reason = this.endBecauseOf(error);
			if (reason !== null) this.ending ??= { why: 'server', reason };
		}
		await pool.drain();
		if (!this.isStopped) await this.readBack();
		return { ending: this.ending, position: this.position() };
	}

	get wasStopped(): boolean {
		return this.isStopped || this.order.signal?.aborted === true;
	}

	private mustEnd(): boolean {
		const { until, signal } = this.order;
		if (signal?.aborted) this.isStopped = true;
		if (this.isStopped || this.ending !== null) return true;
		if (Date.now() < until.time) return false;
		this.ending = { why: 'part' };
		return true;
	}

	/** The rows that are this part's and not done yet, with what is on the server under their keys. */
	private async *lookedUp(): AsyncGenerator<KnownRows<KeyedRow>> {
		const { rows: batches, share, until, keys, desk } = this.order;
		let left = until.rows;
		for await (const batch of batches) {
			const rows = batch.filter((row) => {
				const isOurs = row.index >= this.order.from.next && !this.done.has(row.index);
				const isWanted = isOurs && isOfShare(row, share);
				if (!isWanted) this.complete(row.index);
				return isWanted;
			});
			yield* inBlocks(rows.slice(0, left), (row) => this.keyOf(row), keys, desk.item);
			this.isFull = rows.length > left;
			if (this.isFull) return;
			left -= rows.length;
		}
	}

	/** Null for a row that is not sent, so that nobody needs to know what is there. */
	private keyOf(row: KeyedRow): string | null {
		return this.problemOf(row) === null ? row.key.key : null;
	}

	/** What is wrong with a row before its key is looked up. */
	private problemOf({ row, rowCase, key }: KeyedRow): Problem | null {
		const [first] = rowCase.problems;
		if (first) return first;
		if (key.key === null) return key.problem;
		const before = this.order.survey.firstRow.get(key.key);
		if (before === null || before === row.number) return null;
		const { mapping } = this.order.desk.rules;
		return toProblem(
			{
				code: 'key_not_unique',
				field: 'external_key',
				message: `Row ${row.number} has the same key as row ${before}`,
				description: 'Give each row a key of its own, or take one of the two out.',
			},
			mapping,
			'duplicate_key',
		);
	}

	private async handle(row: KeyedRow, found: CasesByKey): Promise<void> {
		const { desk, sink } = this.order;
		const problem = this.problemOf(row);
		const { key } = row.key;
		try {
			const result: RowResult =
				problem !== null || key === null
					? { state: 'to_fix', problems: problem === null ? [] : [problem] }
					: await writeRow(desk, row, key, found.get(key) ?? []);
			if (result.state === 'done' && result.outcome === 'created' && key !== null) {
				this.made.add(key, row, result.id ?? '');
			}
			this.settle(row, result);
		} catch (error) {
			const reason = this.endBecauseOf(error);
			if (reason === null) return;
			sink.take(row, { state: 'to_fix', problems: [toProblem(reason, desk.rules.mapping)] });
			this.count(row, true);
		}
	}

	private settle(row: KeyedRow, result: RowResult): void {
		this.order.sink.take(row, result);
		this.count(row, result.state === 'to_fix');
	}

	private count(row: KeyedRow, isToFix: boolean): void {
		this.complete(row.index);
		const sentence = this.order.desk.mode === 'import' ? this.watch(isToFix) : null;
		if (sentence !== null) this.ending ??= { why: 'rule', sentence };
	}

	/** Ends the run where the reason is about the run; else hands the reason of the row back. */
	private endBecauseOf(error: unknown): Reason | null {
		const reason = reasonOf(error) ?? UNKNOWN;
		if (reason.code === 'stopped') this.isStopped = true;
		else if (reason.code === 'too_many_requests') this.ending ??= { why: 'limit', reason };
		else if (OF_THE_RUN.has(reason.code)) this.ending ??= { why: 'server', reason };
		else return reason;
		return null;
	}

	private async readBack(): Promise<void> {
		const { sink } = this.order;
		try {
			for await (const { row, id, caseNumber } of this.made.twins()) {
				sink.wasThere(row, id, caseNumber);
			}
		} catch (error) {
			this.endBecauseOf(error);
			sink.remark(NOT_READ_BACK);
		}
	}

	private complete(index: number): void {
		if (index >= this.next) this.done.add(index);
		while (this.done.delete(this.next)) this.next += 1;
	}

	private position(): Position {
		const beyond = [...this.done].filter((index) => index > this.next);
		return { next: this.next, doneBeyond: beyond.length > MOST_BEYOND ? [] : beyond };
	}
}

const UNKNOWN: Reason = {
	code: 'unknown',
	message: 'Something unexpected happened with this row',
	description:
		'Try the row again; if it stays, report it with the version of this package, without case data.',
};

const NOT_READ_BACK =
	'Some cases were made and could not be looked up afterwards. Run the same file again: if another run made one of them at the same time, that is found and marked.';
