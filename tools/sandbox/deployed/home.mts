import type { Answer } from '../wire.mts';
import { type Call, columnsOf } from './call.mts';
import { dashSections } from './functions/dash.mts';
import { jsonAnswer } from './list/read.mts';
import { cutPage } from './list/page.mts';
import type { Login } from './login.mts';
import { RESOURCES } from './resources/index.mts';
import { auth, userFields } from './resources/users.mts';
import { stepsOf } from './tree.mts';
import { ROOTS } from './treeSeed.mts';
import type { Fields } from './wire/fields.mts';
import { type Context, partText } from './wire/sections.mts';

const NOTHING: Context = ['0', '10', '0', '0', '0', '', ''];

/**
 * Lists of the start page in their order, nearly all of them empty; a star marks those without a
 * context. Two come twice, so that most parsers keep the later one (01).
 */
const LISTS = [
	'contacts*',
	'categories*',
	'subcategories',
	'cases*',
	'reporters',
	'perpetrators',
	'clients',
	'attachments',
	'case_activities',
	'dispositions',
	'reporters_uuid',
	'messages*',
	'dispositions*',
	'contacts',
	'cases_related*',
	'activities',
];

const OTHER_NAMES: Readonly<Record<string, string>> = {
	reporters_uuid: 'reporters',
	cases_related: 'cases',
};

/** The whole start page of the front end, which is what a login by POST answers (01). */
export function homeAnswer(call: Call, login: Login): Answer {
	const { user } = call;
	const row = userFields(user);
	const ss = [[login.sessionId, String(user.id), user.username, call.role, row.contact_id]];
	const own = { name: 'auth', columns: columnsOf(call, 'auth', auth.columns), rows: [row] };
	return jsonAnswer(200, [
		`"ss":${JSON.stringify(ss)}`,
		partText(own),
		...LISTS.map((name) => emptyList(call, name)),
		ageGroups(call),
		...dashSections(call),
	]);
}

function emptyList(call: Call, listed: string): string {
	const name = listed.replace('*', '');
	const resource = RESOURCES[OTHER_NAMES[name] ?? name];
	if (!resource) return '';
	const columns = columnsOf(call, resource.name, resource.columns);
	const context = listed.endsWith('*') ? {} : { context: NOTHING };
	return partText({ name, columns, rows: [], ...context });
}

function ageGroups(call: Call): string {
	const resource = RESOURCES.categories!;
	const isAgeGroup = (row: Fields) => {
		const node = call.tree.get(row.id);
		return row.root_id_ === ROOTS.ageGroup && node !== undefined && stepsOf(node).length === 1;
	};
	const rows = resource.rows(call).filter(isAgeGroup);
	const { context } = cutPage(rows, { size: 1000, offset: 0, title: '' }, true);
	return partText({
		name: 'categories_age_group',
		columns: columnsOf(call, resource.name, resource.columns),
		rows,
		echo: { root_id: ROOTS.ageGroup },
		context: context(''),
	});
}
