import type { BatchVerbs, KeyedCase } from '../shared/helpline/batch';
import type { Helpline } from '../shared/helpline/verbs';
import type { CaseWrite, RecordId } from '../shared/record/case';
import type { CaseKey } from '../shared/record/externalKey';
import type { Problem, RowRules } from './rowCase';
import { judge, withoutCleared } from './rowCase';
import type { KeyedRow } from './survey';
import type { Outcome } from './tally';

export interface Desk {
	helpline: Helpline;
	batch: BatchVerbs;
	rules: RowRules;
	mode: 'check' | 'import';
	/** What happens to a row whose case is there already. */
	existing: 'skip' | 'update' | 'refuse';
	/** The input item, for errors. */
	item: number;
}

export type RowResult =
	| {
			state: 'done';
			outcome: Outcome;
			id: RecordId | null;
			caseNumber: string | null;
			/** Fields that this server has no place for. */
			notKept: readonly string[];
			/** Fields whose words the server does not list. */
			doubts: readonly string[];
	  }
	| { state: 'to_fix'; problems: Problem[] };

/** A key that is looked up for this row alone, before and after. */
function alone(key: string): CaseKey {
	return { key, isMapped: true, content: null, isRetry: false };
}

/**
 * Does for one row what is to be done, given the cases that carry its key. Throws what stood in the way;
 * whether that is about the row or about the run is the caller's to tell.
 */
export async function writeRow(
	desk: Desk,
	row: KeyedRow,
	key: string,
	found: readonly KeyedCase[],
): Promise<RowResult> {
	const [first, ...others] = found;
	if (first && desk.existing === 'refuse') return { state: 'to_fix', problems: [ALREADY_THERE] };
	const mode = first && desk.existing === 'update' ? 'update' : 'create';
	const problems = judge(row.rowCase, mode, desk.rules);
	if (problems.length > 0) return { state: 'to_fix', problems };
	if (desk.mode === 'check') return await checkRow(desk, row, mode, first);
	// Several cases under one key are sorted out for this row alone, which marks the others.
	if (first && (others.length > 0 || first.lacksChild)) return await settleRow(desk, row, key);
	if (first && mode === 'update') return await updateRow(desk, row, first);
	if (first) return done('already_there', first.id, first.caseNumber);
	const fields = withoutCleared(row.rowCase.fields);
	return ofWrite(await desk.batch.createLookedUp(fields, key, desk.item));
}

/** Looks up, chooses among several, and finishes what an earlier run has left undone. */
export async function settleRow(desk: Desk, row: KeyedRow, key: string): Promise<RowResult> {
	const fields = withoutCleared(row.rowCase.fields);
	return ofWrite(await desk.helpline.createCase(fields, alone(key), desk.item));
}

async function checkRow(
	{ batch, item, existing, rules }: Desk,
	{ rowCase }: KeyedRow,
	mode: 'create' | 'update',
	first: KeyedCase | undefined,
): Promise<RowResult> {
	const fields = mode === 'create' ? withoutCleared(rowCase.fields) : rowCase.fields;
	// While a field is missing in every row, the server would say nothing else of any of them.
	const isWhole = rules.mapping.missing.length === 0;
	const doubts = isWhole ? await batch.checkCase(fields, mode, item) : [];
	if (!first) return { ...done('would_create', null, null), doubts };
	const outcome = existing === 'update' ? 'would_update' : 'already_there';
	return { ...done(outcome, first.id, first.caseNumber), doubts };
}

async function updateRow(
	{ helpline, batch, item }: Desk,
	{ rowCase }: KeyedRow,
	{ id, caseNumber, found }: KeyedCase,
): Promise<RowResult> {
	const current = found ?? (await helpline.getCase(id, item));
	const changes = await batch.changesTo(current, rowCase.fields, item);
	if (Object.keys(changes).length === 0) return done('already_there', id, caseNumber);
	return ofWrite(await helpline.updateCase(id, changes, item));
}

function ofWrite({ outcome, record, notSent }: CaseWrite): RowResult {
	const told = outcome === 'unchanged' ? 'already_there' : outcome;
	return done(told, record.id, record.case_number, notSent);
}

function done(
	outcome: Outcome,
	id: RecordId | null,
	caseNumber: string | null,
	notKept: readonly string[] = [],
): RowResult & { state: 'done' } {
	return { state: 'done', outcome, id, caseNumber, notKept, doubts: [] };
}

const ALREADY_THERE: Problem = {
	column: null,
	field: 'external_key',
	code: 'key_not_unique',
	reason: 'A case with the key of this row is there already',
	advice: "Take the row out, or set 'Existing Cases' to 'Skip' or 'Update Changed Fields'.",
};
