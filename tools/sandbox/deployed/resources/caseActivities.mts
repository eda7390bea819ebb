import type { Call } from '../call.mts';
import { auColumns } from '../columns/au.mts';
import { caseActivitiesColumns } from '../columns/caseActivities.mts';
import { isoOf } from '../calendar.mts';
import { storedFields } from '../form.mts';
import { newestFirst } from '../list/order.mts';
import { relatedPart } from '../list/read.mts';
import { tellFeed } from '../people/feed.mts';
import { accessDenied, type ErrorRow, invalidData } from '../refusals.mts';
import { ADMINISTRATOR } from '../roles.mts';
import { sourceFields } from '../source.mts';
import type { Fields } from '../wire/fields.mts';
import { unstored } from '../wire/stored.mts';
import type { Part } from '../wire/sections.mts';
import type { Resource, Written } from './resource.mts';
import { readable } from './simple.mts';

export const audits: Resource = {
	name: 'au',
	columns: auColumns,
	...readable((call) => call.archive.audits),
};

/** The change feed (11). */
export const caseActivities: Resource = {
	name: 'case_activities',
	columns: caseActivitiesColumns,
	...readable((call) => call.archive.activities),
	related: (call, row) => [auditPart(call, row)],
	create: addNote,
	update(call, id) {
		if (call.role !== ADMINISTRATOR) throw accessDenied();
		const row = call.archive.activities.get(id);
		// Nothing but the mark of a background job can be changed afterwards (10.4).
		if (row) Object.assign(row, storedFields(call.body, ['syncts'], call.settings));
		return { status: 202, rows: row ? [row] : [], notice: 'Case Activity Updated' };
	},
};

function auditPart(call: Call, row: Fields | undefined): Part {
	const batch = row?.aub_id;
	const rows = batch ? call.archive.audits.rows.filter((line) => line.aub_id === batch) : [];
	return relatedPart(call, audits, newestFirst(rows), batch ? { aub_id: batch } : {});
}

/** 69: a line of history which leaves the case alone; nobody asks whether the case exists. */
function addNote(call: Call): Written {
	const errors: ErrorRow[] = [];
	const source = sourceFields(call, call.body, 'case_activities', errors);
	if (errors.length > 0) throw invalidData(errors);
	const names = ['case_id', 'activity', 'activity_ref', 'detail', 'priority', 'status'];
	const given = storedFields(call.body, names, call.settings);
	const { src = '', src_uid = '', src_address = '', src_vector = '' } = source;
	const row = tellFeed(call, {
		...given,
		src,
		src_uid,
		src_address,
		src_vector,
		yr: '0',
		mn: '0',
		wk: '0',
		dt: '0',
		hr: '0',
		h: '0',
	});
	keepInCommonTable(call, given);
	return {
		status: 201,
		rows: [row],
		notice: 'Case Activity Created',
		related: [relatedPart(call, audits, [])],
	};
}

function keepInCommonTable(call: Call, given: Fields): void {
	const caseId = Number(given.case_id);
	const detail = unstored(given.detail ?? '');
	if (detail === '' || !call.store.caseById(caseId)) return;
	const note = call.store.addActivity({
		case_id: caseId,
		activity_type: 'note',
		description: detail,
		user_id: call.user.id,
		created_at: isoOf(call.now),
	});
	call.side.mirror.skipNote(note);
	call.side.mirror.refresh(caseId);
}
