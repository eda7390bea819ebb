import type { Call } from '../call.mts';
import { casesColumns } from '../columns/cases.mts';
import { storedFields } from '../form.mts';
import { doesNotExist } from '../people/picked.mts';
import { type ErrorRow, errorRow } from '../refusals.mts';
import { roleNumber } from '../roles.mts';
import { pathText } from '../tree.mts';
import { type Fields, isBlank } from '../wire/fields.mts';
import { stored } from '../wire/stored.mts';

/** What a body may say of a case, on create and on update. */
export const WRITABLE = [
	'gbv_related',
	'case_category_id',
	'priority',
	'status',
	'narrative',
	'plan',
	'knowabout116_id',
	'justice_id',
	'assessment_id',
	'escalated_to_id',
	'disposition_id',
	'police_ob_no',
	'specify_service',
	'specify_referal',
	'is_medical_exam_done',
	'is_incidence_reported',
	'is_hiv_tested',
	'is_pep_given',
	'is_art_given',
	'is_ecp_given',
	'is_counselling_given',
	'incidence_when',
	'incidence_location',
	'incidence_ref_no',
	'hiv_test_result',
	'counseling_org',
	'theirref',
	'dept',
];

/** The order of the recorded complaints (17, 19). */
const REQUIRED = ['gbv_related', 'case_category_id', 'priority', 'status', 'narrative', 'plan'];
const REQUIRED_OF_REPORTER = [
	'reporter_id',
	'reporter_contact_id',
	'reporter_fullname',
	'reporter_age_group_id',
	'reporter_sex_id',
];

const PICKED = ['knowabout116', 'justice', 'assessment', 'disposition'];

export function labelOf(name: string): string {
	return casesColumns.find((column) => column.name === name)?.label ?? name;
}

export function readCase(
	call: Call,
	names: readonly string[],
): { given: Fields; errors: ErrorRow[] } {
	const errors: ErrorRow[] = [];
	const given = storedFields(call.body, names, call.settings);
	if (given.case_category_id !== undefined) {
		const node = call.tree.get(given.case_category_id);
		// 22: an unknown category counts as none.
		given.case_category_id = node?.parent ? node.id : '';
	}
	for (const name of PICKED) {
		const id = given[`${name}_id`];
		if (id === undefined) continue;
		const node = call.tree.get(id);
		if (!node && !isBlank(id)) {
			errors.push(doesNotExist('cases', `${name}_id`, labelOf(`${name}_id`), id));
		}
		// Outcomes are shown by name, the other texts as paths (30).
		const text = name === 'disposition' ? stored(node?.name ?? '') : node && pathText(node);
		given[name] = text ?? '';
	}
	return { given, errors };
}

/** On create everything required must be there; on update nothing required may be blanked (54). */
export function missing(call: Call, given: Fields, isNew: boolean): ErrorRow[] {
	return REQUIRED.flatMap((name) => {
		const value = given[name];
		if (value === undefined ? !isNew : value !== '') return [];
		return [required(name, value ?? call.body[name])];
	});
}

export function missingOfReporter(copy: Fields): ErrorRow[] {
	return REQUIRED_OF_REPORTER.flatMap((name) =>
		isBlank(copy[name]) ? [required(name, null)] : [],
	);
}

function required(name: string, value: unknown): ErrorRow {
	return errorRow(`${labelOf(name)} is Required`, 'REQUIRED', 'cases', name, value);
}

/** Escalation names both people with their roles, and makes the other one responsible (30, 56). */
export function escalationFields(call: Call, toId: string, errors: ErrorRow[]): Fields {
	if (isBlank(toId)) {
		return {
			escalated_by_id: '0',
			escalated_by: '',
			escalated_by_role: '',
			escalated_to_id: '0',
			escalated_to: '',
			escalated_to_role: '',
		};
	}
	const user = call.side.users().get(Number(toId));
	if (!user) {
		errors.push(doesNotExist('cases', 'escalated_to_id', labelOf('escalated_to_id'), toId));
		return {};
	}
	return {
		escalated_by_id: String(call.user.id),
		escalated_by: stored(call.user.username),
		escalated_by_role: call.role,
		escalated_to_id: String(user.id),
		escalated_to: stored(user.username),
		escalated_to_role: roleNumber(user),
	};
}
