import type { Change } from '../../changes/change';
import type { EventName } from '../../changes/events';
import type { FoundCase } from '../../record/case';
import type { Connection } from '../../transport/connection';
import { auditsOf } from './audits';
import { collectCases } from './caseWalk';
import { auditOf, happenedIn, needsAudits } from './changeEvents';
import type { Line } from './feedSource';
import { damagedRemark, isDamaged } from './lists';
import { textOrNull } from './text';
import { PAGE_SIZE } from './wire/pages';

/** What came of some lines of a feed. */
export interface Told {
	changes: Change[];
	/** Sentences for a person. */
	remarks: string[];
}

/**
 * The changes behind lines of the activity feed, in their order, each with its case as it is now. Lines
 * of no case belong to people who hang on none yet; a case that does not come back does not exist, or is
 * not shown to this account (recordings 50, 53).
 */
export async function activityChanges(
	connection: Connection,
	lines: readonly Line[],
	events: ReadonlySet<EventName>,
	item: number,
): Promise<Told> {
	const ofCases = lines.filter(({ raw }) => textOrNull(raw.case_id) !== null);
	const { cases, remarks } = await casesOf(connection, ofCases, item);
	const ofKnown = ofCases.filter(({ raw }) => cases.has(String(raw.case_id)));
	const audits = needsAudits(events)
		? await auditsOf(
				connection,
				ofKnown.flatMap(({ raw }) => auditOf(raw) ?? []),
				item,
			)
		: null;
	const changes = ofKnown.map(({ id, at, raw }): Change => {
		const found = cases.get(String(raw.case_id)) as FoundCase;
		return {
			kind: 'case',
			id: found.record.id,
			version: `${id}.${at ?? 0}`,
			at: textOrNull(raw.created_on),
			...happenedIn(raw, audits && (audits.get(auditOf(raw) ?? '') ?? [])),
			found,
			about: found,
		};
	});
	const damaged = lines.map(({ raw }) => raw).filter(isDamaged);
	return { changes, remarks: [...damagedRemark(damaged), ...remarks] };
}

/** The cases of some lines by their id, as in Get Many; `updated_at` is the newest of these lines. */
async function casesOf(
	connection: Connection,
	lines: readonly Line[],
	item: number,
): Promise<{ cases: Map<string, FoundCase>; remarks: string[] }> {
	const newest = new Map(lines.map(({ raw }) => [String(raw.case_id), textOrNull(raw.created_on)]));
	const ids = [...newest.keys()];
	const cases = new Map<string, FoundCase>();
	const remarks: string[] = [];
	for (let start = 0; start < ids.length; start += PAGE_SIZE) {
		const id = ids.slice(start, start + PAGE_SIZE).join(',');
		const all = { enough: Infinity, most: Infinity };
		const batch = await collectCases(connection, [{ id }], () => true, all, item);
		remarks.push(...batch.remarks);
		for (const { raw, record } of batch.found) {
			const updated_at = newest.get(String(record.id)) ?? null;
			cases.set(String(record.id), { raw, record: { ...record, updated_at } });
		}
	}
	return { cases, remarks };
}
