import type { Call } from '../call.mts';
import { createCase } from '../cases/create.mts';
import { relatedOfCase } from '../cases/related.mts';
import { updateCase } from '../cases/update.mts';
import { casesColumns } from '../columns/cases.mts';
import { newestFirst } from '../list/order.mts';
import { unknownAddress } from '../refusals.mts';
import { isKnownRole } from '../roles.mts';
import { periodsOf } from '../calendar.mts';
import type { Fields } from '../wire/fields.mts';
import type { Resource } from './resource.mts';

/** A list shows what the caller's role may see, a read by id shows any case (50, 51). */
export const cases: Resource = {
	name: 'cases',
	columns: casesColumns,
	rows(call) {
		const isSeen = mayList(call);
		const isTitled = titled(call);
		const all = newestFirst(call.archive.cases.rows);
		return isSeen || isTitled
			? all.filter((row) => (isSeen?.(row) ?? true) && (isTitled?.(row) ?? true))
			: all;
	},
	one: (call, id) => (id === '-1' ? {} : call.archive.cases.get(id)),
	related: (call, _row, id) => relatedOfCase(call, id),
	create: createCase,
	update: updateCase,
};

type Test = ((row: Fields) => boolean) | undefined;

function mayList(call: Call): Test {
	const me = String(call.user.id);
	if (!isKnownRole(call.role)) throw unknownAddress(call.url);
	switch (call.role) {
		case '1':
		case '6':
			return (row) => row.created_by_id === me;
		case '3':
			return (row) => row.assigned_to_id === me || row.escalated_by_id === me;
		case '4':
		case '5':
			return (row) => row.assigned_to_id === me;
		default:
			return undefined;
	}
}

/** Some titles are filters in disguise (6.3). */
function titled(call: Call): Test {
	const me = String(call.user.id);
	switch (call.query.get('_title')) {
		case 'my_cases':
			return (row) => row.created_by_id === me;
		case 'esca_by_me':
			return (row) => row.escalated_by_id === me;
		case 'esca_to_me':
			return (row) => row.escalated_to_id === me;
		case 'all_cases_today':
			return (row) => row.dt === periodsOf(call.now).dt;
		default:
			return undefined;
	}
}
