import type { Answer } from '../../wire.mts';
import type { Call } from '../call.mts';
import { isoOf } from '../calendar.mts';
import type { Column } from '../columns/column.mts';
import { matchingRows } from '../list/read.mts';
import { ScriptError } from '../refusals.mts';
import { errorPage } from '../scriptError.mts';
import type { Resource } from '../resources/resource.mts';
import { workbook } from './workbook.mts';

/** The columns of a case that exports have (85). */
const OF_CASES = [
	'id',
	'created_on',
	'created_by',
	'created_by_role',
	'src',
	'cat_0',
	'cat_1',
	'cat_2',
	'cat_3',
	'cat_4',
	'gbv_related',
	'is_reporter_client',
	'is_medical_exam_done',
	'is_incidence_reported',
	'is_hiv_tested',
	'is_pep_given',
	'is_art_given',
	'is_ecp_given',
	'is_counselling_given',
	'police_ob_no',
	'incidence_when',
	'incidence_location',
	'hiv_test_result',
	'counseling_org',
	'justice',
	'assessment',
	'escalated_to',
	'priority',
	'status',
	'knowabout116',
	'reporter_fullname',
	'reporter_phone',
	'reporter_phone2',
	'reporter_dob',
	'reporter_age',
	'reporter_age_group',
	'reporter_sex',
	'reporter_national_id',
	'reporter_nationality',
	'reporter_tribe',
	'reporter_lang',
	'reporter_landmark',
	'reporter_location_0',
	'reporter_location_1',
	'reporter_location_2',
	'reporter_location_3',
	'reporter_location_4',
	'reporter_location_5',
	'narrative',
	'plan',
];

const CSV_ERROR = 'Uncaught TypeError: fputcsv(): Argument #2 ($fields) must be of type array';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function exportAnswer(call: Call, resource: Resource): Answer | undefined {
	if (call.query.get('csv')) return csvAnswer(call, resource);
	if (call.query.get('xlsx')) return xlsxAnswer(call, resource);
	return undefined;
}

/** 85, 99: the line of names, then the script ends; in the container's profile with 200 all the same. */
function csvAnswer(call: Call, resource: Resource): Answer {
	if (resource.columns.length === 0) throw new ScriptError(CSV_ERROR);
	const names = exported(resource).map(({ label }) => `"${label.toUpperCase()}"`);
	const shown = call.settings.containerProfile ? errorPage(CSV_ERROR).bytes : undefined;
	return {
		status: call.settings.containerProfile ? 200 : 500,
		bytes: Buffer.concat([Buffer.from(`${names.join(',')}\r\n`), shown ?? Buffer.alloc(0)]),
		contentType: 'text/csv;charset=UTF-8',
		reason: call.settings.containerProfile ? 'OK' : 'Internal Server Error',
		headers: {
			'content-disposition': `attachment; filename="${resource.name}.csv"`,
			'content-transfer-encoding': 'binary',
		},
	};
}

/** 86: all matching rows whatever the page, texts in the form in which they are stored. */
function xlsxAnswer(call: Call, resource: Resource): Answer {
	const columns = exported(resource);
	const head = columns.map(({ label }) => label.toUpperCase());
	const lines = matchingRows(call, resource).rows.map((row) =>
		columns.map((column) => shownCell(column, row[column.name] ?? column.blank)),
	);
	const at = new Date(call.now * 1000).toUTCString().replace(' GMT', '');
	return {
		status: 200,
		bytes: workbook([head, ...lines]),
		contentType: XLSX,
		reason: 'OK',
		headers: {
			'content-disposition': `attachment; filename="${resource.name}_${at}.xlsx"`,
			'cache-control': 'no-cache',
			'content-transfer-encoding': 'binary',
		},
	};
}

function exported({ name, columns }: Resource): Column[] {
	if (name !== 'cases') return [...columns];
	return OF_CASES.flatMap((wanted) => columns.filter((column) => column.name === wanted));
}

function shownCell({ kind }: Column, value: string): string {
	if (kind !== 'time' || value === '0') return value;
	return isoOf(Number(value)).slice(0, 19).replace('T', ' ');
}
