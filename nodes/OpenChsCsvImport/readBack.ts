import type { KeyLookup } from '../shared/helpline/batch';
import type { RecordId } from '../shared/record/case';
import type { KeyedRow } from './survey';
import type { Desk } from './writeRow';
import { settleRow } from './writeRow';

/** Fewer rows than this are not worth a look-up of their own. */
const LEAST_ROWS = 1_000;
/** The readings of some servers overlap by seconds, so that those of a fast import come by the clock. */
const LEAST_MS = 10_000;
/** Rows that wait are held in memory. */
const MOST_ROWS = 5_000;

/** A case of another run that goes on in place of the one that was just made. */
export interface Twin {
	row: KeyedRow;
	id: RecordId;
	caseNumber: string | null;
}

/** The rows that this run has just made, which are looked for again: another run may have made them too. */
export class ReadBack {
	private made = new Map<string, { row: KeyedRow; id: RecordId }>();
	private lastAt = Date.now();

	constructor(
		private readonly desk: Desk,
		private readonly keys: Pick<KeyLookup, 'readBack'>,
	) {}

	add(key: string, row: KeyedRow, id: RecordId): void {
		this.made.set(key, { row, id });
	}

	isDue(now: number): boolean {
		const rows = this.made.size;
		return rows >= MOST_ROWS || (rows >= LEAST_ROWS && now - this.lastAt >= LEAST_MS);
	}

	/** Looks for all of them, and marks the twins that are found. */
	async *twins(): AsyncGenerator<Twin> {
		const { made, desk } = this;
		this.made = new Map();
		this.lastAt = Date.now();
		if (made.size === 0) return;
		const found = await this.keys.readBack([...made.keys()], desk.item);
		for (const [key, { row, id }] of made) {
			const isTwice = found.get(key)?.some((each) => String(each.id) !== String(id));
			if (!isTwice) continue;
			const result = await settleRow(desk, row, key);
			if (result.state !== 'done' || result.id === null) continue;
			if (String(result.id) === String(id)) continue;
			yield { row, id: result.id, caseNumber: result.caseNumber };
		}
	}
}
