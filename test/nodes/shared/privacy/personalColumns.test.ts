import type { Resource } from '../../../../nodes/shared/privacy/personalColumns';
import {
	DEPLOYED_COLUMNS,
	isPersonalColumn,
} from '../../../../nodes/shared/privacy/personalColumns';
import { parseAnswer } from '../../../../nodes/shared/helpline/deployed/wire/parse';
import { recording, recordingFiles } from '../../../support/recordings.mts';

/** The same columns under the other names that a list has in answers. */
const ALIASES: Record<string, Resource> = {
	auth: 'users',
	cases_related: 'cases',
	categories_age_group: 'categories',
	clients_del: 'clients',
	reporters_uuid: 'reporters',
	subcategories: 'categories',
};

/** Every column that stands in a key map of any recording. */
function recordedColumns(): Array<[string, string]> {
	const found = new Set<string>();
	for (const file of recordingFiles) {
		const parsed = parseAnswer(recording(Number(file.slice(0, 2))).response.text);
		for (const [name, map] of Object.entries(parsed.ok ? parsed.answer : {})) {
			if (!name.endsWith('_k') || typeof map !== 'object' || map === null) continue;
			for (const column of Object.keys(map)) found.add(`${name.slice(0, -2)} ${column}`);
		}
	}
	return [...found].map((each) => each.split(' ') as [string, string]);
}

describe('columns of the deployed server', () => {
	it('have a class each: a column that the server shows and nobody has classified fails here', () => {
		const without = recordedColumns()
			.filter(([, column]) => !column.includes('^'))
			.filter(([list, column]) => {
				const { personal, open } = DEPLOYED_COLUMNS[ALIASES[list] ?? (list as Resource)];
				return !personal.includes(column) && !open.includes(column);
			});

		expect(without).toEqual([]);
	});

	it.each(Object.entries(DEPLOYED_COLUMNS))(
		'of %s are personal or open, never both',
		(_, table) => {
			expect(table.personal.filter((column) => table.open.includes(column))).toEqual([]);
		},
	);

	it('count as personal when nobody knows them', () => {
		expect(isPersonalColumn('cases', 'mother_of_reporter')).toBe(true);
	});

	it.each<[Resource, string]>([
		['cases', 'reporter_fullname'],
		['cases', 'narrative'],
		['cases', 'src_address'],
		['clients', 'contact_fname'],
		['clients', 'hiv'],
		['case_activities', 'detail'],
		['attachments', 'file_name'],
		['messages', 'src_msg'],
		['au', 'v_'],
		['calls', 'phone'],
	])('%s.%s is personal', (resource, column) => {
		expect(isPersonalColumn(resource, column)).toBe(true);
	});

	it.each<[Resource, string]>([
		['cases', 'id'],
		['cases', 'case_category'],
		['cases', 'status'],
		['users', 'usn'],
	])('%s.%s is open', (resource, column) => {
		expect(isPersonalColumn(resource, column)).toBe(false);
	});
});
