import type { Problem } from './rowCase';

/** How a row ended. */
export type Outcome =
	| 'created'
	| 'updated'
	| 'already_there'
	/** Check Only: what an import would do. */
	| 'would_create'
	| 'would_update';

export interface Counts {
	created: number;
	updated: number;
	already_there: number;
	would_create: number;
	would_update: number;
	to_fix: number;
}

/** Refusals that have column, code and words in common. */
export interface ReasonCount {
	column: string | null;
	code: Problem['code'];
	reason: string;
	advice: string;
	count: number;
	/** The first of them. */
	rows: number[];
}

/** How many rows were done when; for the time line. */
export interface Moment {
	seconds: number;
	done: number;
	toFix: number;
}

/** Different reasons kept; a file has rarely more than a dozen. */
const MOST_REASONS = 200;
const MOST_ROWS_NAMED = 20;
/** Sentences of the guide's summary. */
const MOST_ERRORS = 1_000;
const MOST_MOMENTS = 120;

export const NO_COUNTS: Counts = {
	created: 0,
	updated: 0,
	already_there: 0,
	would_create: 0,
	would_update: 0,
	to_fix: 0,
};

/** Counts what comes of the rows; never holds a value of one. */
export class Tally {
	readonly counts: Counts = { ...NO_COUNTS };
	readonly errors: string[] = [];
	readonly notKept = new Map<string, number>();
	/** Rows whose words the server does not list, although it takes them, by field. */
	readonly doubts = new Map<string, { count: number; rows: number[] }>();
	private readonly byReason = new Map<string, ReasonCount>();
	private moments: Moment[] = [];
	private every = 1;

	constructor(private readonly startedAt: number) {}

	get done(): number {
		return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
	}

	addDone(outcome: Outcome, notKept: readonly string[], now: number): void {
		this.counts[outcome] += 1;
		for (const field of notKept) this.notKept.set(field, (this.notKept.get(field) ?? 0) + 1);
		this.mark(now);
	}

	/** A row that was counted as created turned out to be there already. */
	recount(from: Outcome, to: Outcome): void {
		this.counts[from] -= 1;
		this.counts[to] += 1;
	}

	/** `name`: the row's case number where it may be shown, else its number. */
	addToFix(number: number, name: string, problems: readonly Problem[], now: number): void {
		this.counts.to_fix += 1;
		for (const problem of problems) this.addReason(number, problem);
		const [first] = problems;
		if (first && this.errors.length < MOST_ERRORS) {
			this.errors.push(`Row ${name}: ${guideWords(first)}`);
		}
		this.mark(now);
	}

	addDoubt(field: string, number: number): void {
		const known = this.doubts.get(field) ?? { count: 0, rows: [] };
		this.doubts.set(field, known);
		known.count += 1;
		if (known.rows.length < MOST_ROWS_NAMED) known.rows.push(number);
	}

	get reasons(): ReasonCount[] {
		return [...this.byReason.values()].sort((a, b) => b.count - a.count);
	}

	get timeLine(): readonly Moment[] {
		return this.moments;
	}

	private addReason(number: number, { column, code, reason, advice }: Problem): void {
		// Two rows with the same key are named in the words, so that these differ from row to row.
		const words = code === 'duplicate_key' ? 'Another row has the same key' : reason;
		const name = JSON.stringify([column, code, words]);
		const known = this.byReason.get(name);
		if (known) {
			known.count += 1;
			if (known.rows.length < MOST_ROWS_NAMED) known.rows.push(number);
		} else if (this.byReason.size < MOST_REASONS) {
			this.byReason.set(name, { column, code, reason: words, advice, count: 1, rows: [number] });
		}
	}

	/** Fewer and fewer points as the run grows, so that their number stays the same. */
	private mark(now: number): void {
		if (this.done % this.every !== 0) return;
		const seconds = (now - this.startedAt) / 1000;
		this.moments.push({ seconds, done: this.done, toFix: this.counts.to_fix });
		if (this.moments.length < MOST_MOMENTS) return;
		this.moments = this.moments.filter((_moment, index) => index % 2 === 1);
		this.every *= 2;
	}
}

/** The words of the guide's own scripts (published API, CSV and JSON files), without the value that they repeat. */
export function guideWords({ code, field, reason }: Problem): string {
	if (code === 'missing_field' && field === 'title') return 'Title is required';
	if (code === 'missing_field' && field !== null) return `Missing required field: ${field}`;
	if (code === 'refused_value' && field !== null) return `Invalid ${field}`;
	return reason;
}
