import type { IDataObject } from 'n8n-workflow';

import type { CaseFields } from '../../record/case';
import { quoted } from '../../record/fields';
import { normalizeCase, validateCase } from '../../record/validate';
import type { Connection } from '../../transport/connection';
import type { Reason } from '../../transport/errors';
import { PRIORITY_CODES, STATUS_CODES, toNarrative } from './caseRecord';
import { Desk, shown } from './desk';
import { FLAGS, OWN_CASE_FIELDS } from './fields';
import { ageParts, nameParts, placeParts, relationshipParts } from './personParts';
import { sentPhone } from './phone';
import { escalateCriticalTo } from './settings';
import { textOrNull } from './text';
import type { Entry } from './trees';
import { isBelow, matchesOf } from './trees';

/** A case in the server's words, checked: nothing of it will be refused. */
export interface CheckedCase {
	/** Members of the case itself. */
	body: IDataObject;
	/** Empty when nothing was given about the reporter. */
	reporter: IDataObject;
	/** Empty when nothing was given about a child. */
	child: IDataObject;
	/** An activity note, which updates alone take. */
	note: string | null;
	notSent: string[];
}

type Mode = 'create' | 'update';

/** Needed here beyond what every server needs; no default is invented (one record, rules). */
const NEEDED = [
	'plan',
	'gbv_related',
	'reporter_name',
	'reporter_age_group',
	'reporter_sex',
] as const;

/** The channel of what comes from outside (helpline v1, 14). */
const CREATE_CHANNEL = 'webform';
const ONGOING = '1';

/** Once taken, these cannot be emptied. */
const NEVER_EMPTY = new Set(['channel', 'description', 'gbv_related', 'plan', 'status']);

/** Which of our fields a member of the server's came from. */
export const ORIGINS = {
	case: { src: 'channel' },
	reporter: {
		fname: 'reporter_name',
		lname: 'reporter_name',
		phone: 'reporter_phone',
		email: 'reporter_email',
		age_group_id: 'reporter_age_group',
		sex_id: 'reporter_sex',
	},
	child: {
		fname: 'child_name',
		lname: 'child_name',
		landmark: 'child_location',
		relationship_comment: 'reporter_relationship',
		age: 'child_age',
		sex_id: 'child_gender',
		location_id: 'child_location',
		relationship_id: 'reporter_relationship',
	},
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/**
 * Everything that the server would refuse, found before anything is sent: it saves in steps, and a
 * refusal in the middle leaves a reporter without a case behind (helpline v1, 8.5). Every problem
 * names its field; what can be seen without asking is refused without asking.
 */
export async function checkCase(
	connection: Connection,
	fields: CaseFields,
	mode: Mode,
	item: number,
): Promise<CheckedCase> {
	const given = normalizeCase(fields);
	const desk = new Desk(connection, item);
	desk.problems.push(...validateCase(fields, mode, Object.keys(OWN_CASE_FIELDS)));
	desk.problems.push(...(mode === 'create' ? missing(given) : cleared(given)));
	desk.measure(plainBody(given), ORIGINS.case);
	desk.measure(plainReporter(given), ORIGINS.reporter);
	desk.measure(nameParts(given.child_name), ORIGINS.child);
	desk.close();
	const checked = await toWire(desk, given, mode);
	desk.measure(checked.child, ORIGINS.child);
	desk.close();
	return checked;
}

function missing(given: CaseFields): Reason[] {
	const needed: Reason[] = NEEDED.filter((name) => textOrNull(given[name]) === null).map(
		(name) => ({
			code: 'missing_field',
			field: name,
			message: `${quoted(name)} is needed to create a case in this OpenCHS`,
			description: 'Fill the field in, or map a column to it.',
		}),
	);
	const isNameless = givenOfChild(given).length > 0 && textOrNull(given.child_name) === null;
	return isNameless ? [...needed, CHILD_WITHOUT_NAME] : needed;
}

const CHILD_WITHOUT_NAME: Reason = {
	code: 'missing_field',
	field: 'child_name',
	message: "'Child Name' is needed as soon as anything is given about a child",
	description:
		'This OpenCHS keeps a child as a person with a name. Fill it in, or map a column to it.',
};

function cleared(given: CaseFields): Reason[] {
	return Object.keys(given)
		.filter((name) => given[name] === null)
		.filter((name) => NEVER_EMPTY.has(name) || /^(reporter|child|assigned)_/.test(name))
		.map((name) => ({
			code: 'refused_value',
			field: name,
			message: `${shown(name)} cannot be cleared in this OpenCHS`,
			description: 'Leave the field as it is, or give another value.',
		}));
}

function givenOfChild(given: CaseFields): string[] {
	return Object.keys(given).filter((name) => name.startsWith('child_') && given[name] !== null);
}

/** The short texts that go over as they are. */
function plainBody(given: CaseFields): IDataObject {
	const body: IDataObject = { src: given.channel ?? null };
	for (const [name, { kind }] of Object.entries(OWN_CASE_FIELDS)) {
		if (kind === 'text') body[name] = given[name] ?? null;
	}
	return body;
}

async function toWire(desk: Desk, given: CaseFields, mode: Mode): Promise<CheckedCase> {
	const notSent: string[] = [];
	const body: IDataObject = {};
	const channel = textOrNull(given.channel);
	if (mode === 'create') body.src = channel ?? CREATE_CHANNEL;
	else if (channel) notSent.push('channel');
	Object.assign(body, texts(given, mode, notSent));
	const category = await categoryOf(desk, given);
	if (category) body.case_category_id = category.id;
	Object.assign(body, stateOf(given, mode));
	Object.assign(body, await handlersOf(desk, given, mode, notSent));
	Object.assign(body, await ownFields(desk, given));
	const reporter = await reporterOf(desk, given);
	const child = await childOf(desk, given, notSent);
	const note = textOrNull(given.notes);
	if (note && mode === 'create') notSent.push('notes');
	return { body, reporter, child, note: mode === 'create' ? null : note, notSent };
}

/** On an update the title alone has no place in the one text that is there (one record, rules). */
function texts(given: CaseFields, mode: Mode, notSent: string[]): IDataObject {
	const body: IDataObject = {};
	const plan = textOrNull(given.plan);
	if (plan) body.plan = plan;
	const [title, description] = [textOrNull(given.title), textOrNull(given.description)];
	if (mode === 'update' && !description) {
		if (title) notSent.push('title');
		return body;
	}
	body.narrative = toNarrative(title, description);
	return body;
}

/** An unknown category would be ignored or read as missing (recordings 22, 47), so it is found here first. */
async function categoryOf(desk: Desk, given: CaseFields): Promise<Entry | null> {
	const [category, subcategory] = [textOrNull(given.category), textOrNull(given.subcategory)];
	if (category === null && subcategory === null) return null;
	const tree = await desk.tree('caseCategory');
	if (category === null) return desk.only('subcategory', matchesOf(tree, subcategory ?? ''));
	const matches = matchesOf(tree, category);
	if (subcategory === null || matches.length === 0) return desk.only('category', matches);
	const below = matchesOf(tree, subcategory).filter((entry) =>
		matches.some((match) => isBelow(entry, match) || entry.id === match.id),
	);
	return desk.only('subcategory', below);
}

function stateOf(given: CaseFields, mode: Mode): IDataObject {
	const body: IDataObject = {};
	const [priority, status, gbv] = [given.priority, given.status, given.gbv_related].map(textOrNull);
	if (priority) body.priority = PRIORITY_CODES[priority];
	if (status) body.status = STATUS_CODES[status];
	else if (mode === 'create') body.status = ONGOING;
	if (gbv) body.gbv_related = FLAGS[gbv];
	return body;
}

async function handlersOf(
	desk: Desk,
	given: CaseFields,
	mode: Mode,
	notSent: string[],
): Promise<IDataObject> {
	const body: IDataObject = {};
	const escalateTo = given.priority === 'critical' ? escalateCriticalTo(desk.connection) : null;
	if (escalateTo && (await desk.isUser(escalateTo, 'priority', ESCALATION_STEP))) {
		body.escalated_to_id = escalateTo;
	}
	const assignee = textOrNull(given.assigned_user_id);
	// A create assigns the case to the login itself, whatever is sent (helpline v1, 8.3).
	if (assignee && mode === 'create') notSent.push('assigned_user_id');
	else if (assignee && (await desk.isUser(assignee, 'assigned_user_id', ASSIGNEE_STEP))) {
		body.assigned_to_id = assignee;
	}
	return body;
}

const ESCALATION_STEP =
	"The user in 'Escalate Critical Cases To' of the credential does not exist in this OpenCHS. Correct it, or leave it empty.";
const ASSIGNEE_STEP = "This OpenCHS has no user with that ID. 'User: Get Many' lists them.";

async function ownFields(desk: Desk, given: CaseFields): Promise<IDataObject> {
	const body: IDataObject = {};
	for (const [name, field] of Object.entries(OWN_CASE_FIELDS)) {
		const value = given[name];
		if (value === undefined) continue;
		const sent = value === null ? '' : await desk.own(name, field, String(value).trim());
		if (sent !== null) body[name] = sent;
	}
	return body;
}

async function reporterOf(desk: Desk, given: CaseFields): Promise<IDataObject> {
	const body = plainReporter(given);
	const ageGroup = textOrNull(given.reporter_age_group);
	const sex = textOrNull(given.reporter_sex);
	if (ageGroup) {
		const entry = await desk.entry('reporter_age_group', 'ageGroup', ageGroup);
		if (entry) body.age_group_id = entry.id;
	}
	if (sex) {
		const entry = await desk.entry('reporter_sex', 'sex', sex);
		if (entry) body.sex_id = entry.id;
	}
	return body;
}

function plainReporter(given: CaseFields): IDataObject {
	const phone = textOrNull(given.reporter_phone);
	const email = textOrNull(given.reporter_email);
	return {
		...nameParts(given.reporter_name),
		...(phone ? { phone: sentPhone(phone) } : {}),
		...(email ? { email } : {}),
	};
}

async function childOf(desk: Desk, given: CaseFields, notSent: string[]): Promise<IDataObject> {
	if (givenOfChild(given).length === 0) {
		if (textOrNull(given.reporter_relationship)) notSent.push('reporter_relationship');
		return {};
	}
	const gender = textOrNull(given.child_gender);
	// A sex that this installation has no entry for is told as not sent: the child is worth more.
	const sex = gender === null ? null : await desk.entryIfOne('sex', gender);
	if (gender !== null && sex === null) notSent.push('child_gender');
	return {
		...nameParts(given.child_name),
		...(await ageParts(desk, given.child_age)),
		...(sex ? { sex_id: sex.id } : {}),
		...(await placeParts(desk, given.child_location)),
		...(await relationshipParts(desk, given.reporter_relationship)),
	};
}
