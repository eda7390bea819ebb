import type { CaseRow } from '../../records.mts';
import type { Call } from '../call.mts';
import { stampOf } from '../call.mts';
import { copyForFeed } from '../caseMirror.mts';
import { copyOfReporter } from '../people/join.mts';
import { NO_CHILD, wordsOfClient } from '../people/commonWords.mts';
import type { Fields } from '../wire/fields.mts';
import { unstored } from '../wire/stored.mts';
import { COMPLETE } from '../treeSeed.mts';
import { idsIn } from '../form.mts';
import { commonAttachment } from '../otherSide.mts';

/** Clients, perpetrators and attachments that were made before and are named by id (30). */
export function linkNamed(call: Call, caseId: string): void {
	const { archive, body } = call;
	const lists = [
		[archive.clients, idsIn(body.clients_case, 'client_id')],
		[archive.perpetrators, idsIn(body.perpetrators_case, 'perpetrator_id')],
	] as const;
	for (const [table, ids] of lists) {
		for (const id of ids) {
			const row = table.get(id);
			if (row) Object.assign(row, { case_id: caseId, case_id_: caseId });
		}
	}
	for (const id of idsIn(body.attachments_case, 'attachment_id')) linkAttachment(call, id, caseId);
}

/** The common table shows a file as soon as it hangs on a case. */
export function linkAttachment(call: Call, id: string, caseId: string): void {
	const row = call.archive.attachments.get(id);
	if (!row) return;
	Object.assign(row, { case_id: caseId, case_id_: caseId });
	const content = call.archive.contents.get(row.file_id ?? '');
	if (!content || !call.store.caseById(Number(caseId))) return;
	const file = {
		name: unstored(row.file_name ?? ''),
		mime: unstored(row.file_mime ?? ''),
		content,
	};
	const added = call.store.addAttachment(
		commonAttachment(Number(caseId), file, call.user.id, call.now),
		content,
	);
	call.side.mirror.skipAttachment(added.id);
	call.side.mirror.refresh(Number(caseId));
}

/** The common record has room for one child: the first client that is still linked. */
export function childWords(call: Call, caseId: string): Partial<CaseRow> {
	const first = call.archive.clients.rows.find((client) => client.case_id_ === caseId);
	return first ? wordsOfClient(first) : NO_CHILD;
}

/** Written with every create and update of a case (16, 52); 10.5. */
export function addDisposition(
	call: Call,
	caseRow: Fields | undefined,
	caseId: string,
	given: Fields,
): Fields {
	const id = given.disposition_id || COMPLETE;
	const reporter = call.archive.reporters.get(caseRow?.reporter_id);
	const { src_uid = '', src_uid2 = 'nill' } = given;
	return call.archive.dispositions.insert({
		...stampOf(call),
		...(reporter && copyOfReporter(reporter)),
		src: given.src ?? '',
		src_uid,
		src_uid2,
		src_address: given.src_address ?? '',
		src_usr: given.src_usr ?? '',
		src_vector: given.src_vector ?? '',
		src_callid: given.src_callid ?? '',
		disposition_id: id,
		disposition: call.tree.get(id)?.name ?? '',
		src_uid_: src_uid,
		src_uid2_: src_uid2,
		is_active: '1',
		case_id: caseId,
		case_category: caseRow?.case_category ?? '',
		case_priority: caseRow?.priority ?? '',
		case_status: caseRow?.status ?? '',
	});
}

/** The reporter's data in a line of the feed. */
export function feedCopy(call: Call, caseRow: Fields | undefined): Fields {
	const reporter = call.archive.reporters.get(caseRow?.reporter_id);
	return reporter ? copyForFeed(copyOfReporter(reporter)) : {};
}
