import type { CaseRow } from '../../records.mts';
import type { Call } from '../call.mts';
import { isoOf } from '../calendar.mts';
import { isRecord, plainText } from '../form.mts';
import { wordsOfReporter } from '../people/commonWords.mts';
import { audit, tellFeed } from '../people/feed.mts';
import { copyOfReporter } from '../people/join.mts';
import { createReporter } from '../people/reporters.mts';
import { invalidData } from '../refusals.mts';
import type { Written } from '../resources/resource.mts';
import { sourceFields } from '../source.mts';
import { type Fields, isBlank } from '../wire/fields.mts';
import { unstored } from '../wire/stored.mts';
import { commonWords } from './common.mts';
import { escalationFields, missing, missingOfReporter, readCase, WRITABLE } from './form.mts';
import { addDisposition, childWords, feedCopy, linkNamed } from './links.mts';
import { relatedOfCase } from './related.mts';
import { endsTheScript, servicesText } from './services.mts';

/** Section 8. The parts are saved one after the other, and nothing is undone. */
export function createCase(call: Call): Written {
	const { archive, body } = call;
	const reporter = reporterOf(call);
	const { given, errors } = readCase(call, WRITABLE);
	const source = sourceFields(call, body, 'cases', errors);
	const copy = reporter ? copyOfReporter(reporter) : {};
	const complaints = [...missing(call, given, true), ...missingOfReporter(copy), ...errors];
	const escalation = isBlank(given.escalated_to_id)
		? {}
		: escalationFields(call, given.escalated_to_id ?? '', complaints);
	if (complaints.length > 0) throw invalidData(complaints);

	const id = insertCase(call, given, source, reporter ?? {}, escalation);
	archive.caseExtras.set(id, {
		...given,
		...copy,
		...escalation,
		src: source.src ?? '',
		src_uid: source.src_uid ?? '',
		src_callid: source.src_callid ?? '',
		src_address: source.src_address ?? '',
		src_vector: source.src_vector ?? '',
		services: servicesText('', body.services, call.tree),
		referals: servicesText('', body.referals, call.tree),
	});
	const caseId = String(id);
	if (reporter) reporter.case_id = caseId;
	linkNamed(call, caseId);
	if (body.clients_case !== undefined) call.store.changeCase(id, childWords(call, caseId));
	call.side.mirror.refresh(id);
	const row = archive.cases.get(caseId) ?? {};
	tellCreated(call, row, given, source);
	addDisposition(call, row, caseId, { ...source, ...given });
	const endsBadly = [body.services, body.referals].some(endsTheScript)
		? 'Uncaught TypeError: foreach() argument must be of type array|object, string given'
		: undefined;
	return {
		status: 201,
		rows: [row],
		notice: 'Case Created',
		related: relatedOfCase(call, caseId, { isNew: true }),
		...(endsBadly && { endsBadly }),
	};
}

/** A new person, or one that was made before. */
function reporterOf(call: Call): Fields | undefined {
	const nested = call.body.reporters_uuid;
	if (isRecord(nested)) return createReporter(call, nested, { ...call.body, ...nested });
	return call.archive.reporters.get(plainText(call.body.reporter_uuid_id));
}

function insertCase(
	call: Call,
	given: Fields,
	source: Fields,
	reporter: Fields,
	escalation: Fields,
): number {
	const now = isoOf(call.now);
	const words = commonWords(call, given) as Pick<CaseRow, 'title' | 'category' | 'priority'>;
	const responsible = escalation.escalated_to_id ?? String(call.user.id);
	return call.store.insertCase({
		...words,
		...wordsOfReporter(reporter),
		channel: unstored(source.src ?? '') || null,
		external_key: unstored(source.src_uid ?? '') || null,
		assigned_user_id: Number(responsible),
		created_at: now,
		updated_at: now,
		created_by: call.user.id,
		updated_by: call.user.id,
	}).id;
}

function tellCreated(call: Call, row: Fields, given: Fields, source: Fields): void {
	const caseId = row.id ?? '';
	const names = ['priority', 'status'];
	if (given.escalated_to_id) names.push('escalated_to_id', 'escalated_to', 'assigned_to_id');
	const changes = names.map((name) => ({ name, before: '', after: row[name] ?? '' }));
	tellFeed(call, {
		...feedCopy(call, row),
		case_id: caseId,
		aub_id: audit(call, 'cases', caseId, changes),
		activity: '1',
		activity_ref: caseId,
		detail: given.plan ?? '',
		priority: given.priority ?? '',
		status: given.status ?? '',
		escalated_to_id: row.escalated_to_id ?? '0',
		escalated_to: row.escalated_to ?? '',
		escalated_to_role: row.escalated_to_role ?? '',
		disposition_id: given.disposition_id ?? '0',
		disposition: given.disposition ?? '',
		src: source.src ?? '',
		src_uid: source.src_uid ?? '',
		src_address: source.src_address ?? '',
		src_vector: source.src_vector ?? '',
		change_count: String(changes.length),
		case_dept: given.dept ?? '',
	});
}
