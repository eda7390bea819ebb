import type { CaseRow } from '../../records.mts';
import type { Call } from '../call.mts';
import { isoOf } from '../calendar.mts';
import { plainText } from '../form.mts';
import { type ReporterWords, wordsOfReporter } from '../people/commonWords.mts';
import { audit, changesBetween, tellFeed } from '../people/feed.mts';
import { copyOfReporter } from '../people/join.mts';
import { doesNotExist } from '../people/picked.mts';
import { type ErrorRow, invalidData, unknownAddress } from '../refusals.mts';
import type { Written } from '../resources/resource.mts';
import { sourceFields } from '../source.mts';
import { type Fields, isBlank } from '../wire/fields.mts';
import { commonWords } from './common.mts';
import { escalationFields, labelOf, missing, readCase, WRITABLE } from './form.mts';
import { addDisposition, childWords, feedCopy, linkNamed } from './links.mts';
import { relatedOfCase } from './related.mts';
import { endsTheScript, servicesText } from './services.mts';

const ASSIGNMENT = ['assigned_to_id', 'assigned_to', 'assigned_to_role'];
const ESCALATION = ['by_id', 'by', 'by_role', 'to_id', 'to', 'to_role'].map(
	(name) => `escalated_${name}`,
);

/** Section 9. Values for the source describe the update, and only the feed shows them (52). */
export function updateCase(call: Call, id: string): Written {
	const { given, errors } = readCase(call, [...WRITABLE, 'assigned_to_id']);
	const before = { ...call.archive.cases.get(id) };
	const row = call.store.caseById(Number(id));
	if (!row && !call.settings.phantomUpdates) throw unknownAddress(call.url);
	const escalation = escalated(call, given, before, errors);
	const assignee = assigned(call, given, escalation, errors);
	const complaints = [...missing(call, given, false), ...errors];
	const asked = { ...given, ...escalation };
	if (complaints.length > 0) {
		// A refused update leaves its audit rows behind, the refused value included.
		audit(call, 'cases', id, changesBetween(before, { ...before, ...asked }, Object.keys(asked)));
		throw invalidData(complaints);
	}
	if (row) save(call, row, asked, assignee);
	return told(call, id, before, asked);
}

function escalated(call: Call, given: Fields, before: Fields, errors: ErrorRow[]): Fields {
	const to = given.escalated_to_id;
	if (to === undefined || to === (before.escalated_to_id ?? '0')) return {};
	return escalationFields(call, to, errors);
}

function assigned(
	call: Call,
	given: Fields,
	escalation: Fields,
	errors: ErrorRow[],
): number | null | undefined {
	if (!isBlank(escalation.escalated_to_id)) return Number(escalation.escalated_to_id);
	const to = given.assigned_to_id;
	if (to === undefined) return undefined;
	if (isBlank(to)) return null;
	if (call.side.users().has(Number(to))) return Number(to);
	errors.push(doesNotExist('cases', 'assigned_to_id', labelOf('assigned_to_id'), to));
	return undefined;
}

function save(call: Call, row: CaseRow, asked: Fields, assignee: number | null | undefined): void {
	const { archive, body, tree } = call;
	const caseId = String(row.id);
	const before = archive.caseExtras.get(row.id) ?? {};
	const { assigned_to_id: _assignee, ...rest } = asked;
	const reporter = archive.reporters.get(before.reporter_id);
	archive.caseExtras.set(row.id, {
		...before,
		...rest,
		// The case's own copy of the reporter is renewed now, and never in between.
		...(reporter && copyOfReporter(reporter)),
		services: servicesText(before.services ?? '', body.services, tree),
		referals: servicesText(before.referals ?? '', body.referals, tree),
	});
	linkNamed(call, caseId);
	call.store.changeCase(row.id, {
		...commonWords(call, asked, row),
		...(reporter && renewed(row, wordsOfReporter(reporter))),
		...(body.clients_case !== undefined && childWords(call, caseId)),
		...(assignee !== undefined && { assigned_user_id: assignee }),
		updated_at: isoOf(call.now),
		updated_by: call.user.id,
	});
	call.side.mirror.refresh(row.id);
}

/** What this server has no word for, or only another spelling of, stays as the other side wrote it. */
function renewed(row: CaseRow, words: ReporterWords): Partial<ReporterWords> {
	const { reporter_phone, ...rest } = words;
	const known = Object.entries(rest).filter(([, word]) => word !== null);
	const isSamePhone = reporter_phone === (row.reporter_phone?.replace(/^\+/, '') ?? null);
	return { ...Object.fromEntries(known), ...(!isSamePhone && { reporter_phone }) };
}

/** Every update adds a line to the feed and a disposition, a phantom one as well (53). */
function told(call: Call, id: string, before: Fields, asked: Fields): Written {
	const { archive, body } = call;
	const after = archive.cases.get(id);
	const source = sourceFields(call, body, 'cases', []);
	const names = [...new Set([...Object.keys(asked), ...ESCALATION, ...ASSIGNMENT])];
	const changes = after
		? changesBetween(before, after, names)
		: changesBetween({}, asked, Object.keys(asked));
	tellFeed(call, {
		...feedCopy(call, after),
		case_id: id,
		aub_id: audit(call, 'cases', id, changes),
		activity: plainText(body.case_category_id) === undefined ? '2' : '3',
		activity_ref: id,
		detail: asked.plan ?? '',
		priority: asked.priority ?? '',
		status: asked.status ?? '',
		escalated_to_id: asked.escalated_to_id ?? '0',
		escalated_to: asked.escalated_to ?? '',
		escalated_to_role: asked.escalated_to_role ?? '',
		disposition_id: asked.disposition_id ?? '0',
		disposition: asked.disposition ?? '',
		src: source.src ?? '',
		src_uid: source.src_uid ?? '',
		src_address: source.src_address ?? '',
		src_vector: source.src_vector ?? '',
		change_count: String(changes.length),
	});
	const disposition = addDisposition(call, after, id, { ...source, ...asked });
	const endsBadly = [body.services, body.referals].some(endsTheScript)
		? 'Uncaught TypeError: foreach() argument must be of type array|object, string given'
		: undefined;
	return {
		status: 202,
		rows: after ? [after] : [],
		notice: 'Case Updated',
		related: relatedOfCase(call, id, { disposition }),
		...(endsBadly && { endsBadly }),
	};
}
