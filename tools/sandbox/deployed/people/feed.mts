import { periodsOf } from '../calendar.mts';
import type { Call } from '../call.mts';
import { stampOf } from '../call.mts';
import type { Fields } from '../wire/fields.mts';

/** One line of the change feed (65). */
export function tellFeed(call: Call, activity: Fields): Fields {
	return call.archive.activities.insert({
		...stampOf(call),
		...periodsOf(call.now),
		...activity,
	});
}

export interface Change {
	name: string;
	before: string;
	after: string;
}

/** What a write did to each field; rows carry no time of their own (68). */
export function audit(
	call: Call,
	table: string,
	rowId: string,
	changes: readonly Change[],
	batch = call.archive.nextBatch(),
): string {
	for (const { name, before, after } of changes) {
		call.archive.audits.insert({
			aub_id: batch,
			row_id: rowId,
			t: table,
			k: name,
			v: after,
			v_: before,
		});
	}
	return batch;
}

export function changesBetween(before: Fields, after: Fields, names: readonly string[]): Change[] {
	return names.flatMap((name) => {
		const change = { name, before: before[name] ?? '', after: after[name] ?? '' };
		return change.before === change.after ? [] : [change];
	});
}
