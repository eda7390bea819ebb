import type { Call } from '../call.mts';
import { relatedPart } from '../list/read.mts';
import { attachments } from '../resources/attachments.mts';
import { caseActivities } from '../resources/caseActivities.mts';
import { dispositions } from '../resources/dispositions.mts';
import { clients, perpetrators, reporters } from '../resources/people.mts';
import type { Fields } from '../wire/fields.mts';
import type { Part } from '../wire/sections.mts';
import { newestFirst } from '../list/order.mts';

/** What hangs on a case. Two of the lists are only filled by the write that made their rows (31). */
export function relatedOfCase(
	call: Call,
	id: string,
	just: { isNew?: boolean; disposition?: Fields } = {},
): Part[] {
	const { archive } = call;
	const linked = (rows: readonly Fields[]) =>
		newestFirst(rows.filter((row) => row.case_id_ === id));
	const inCase = (rows: readonly Fields[]) => newestFirst(rows.filter((row) => row.case_id === id));
	const main = archive.reporters.get(archive.cases.get(id)?.reporter_id);
	const dispositionRows = just.isNew
		? inCase(archive.dispositions.rows)
		: just.disposition
			? [just.disposition]
			: [];
	return [
		relatedPart(call, reporters, main ? [main] : [], main ? { id: main.id ?? '' } : {}),
		relatedPart(call, perpetrators, linked(archive.perpetrators.rows), { case_id_: id }),
		relatedPart(call, clients, linked(archive.clients.rows), { case_id_: id }),
		relatedPart(call, attachments, linked(archive.attachments.rows), { case_id_: id }),
		relatedPart(call, caseActivities, inCase(archive.activities.rows), { case_id: id }),
		relatedPart(call, dispositions, dispositionRows),
		relatedPart(call, reporters, just.isNew && main ? [main] : [], {}, 'reporters_uuid'),
	];
}
