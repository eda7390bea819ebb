import type { Table } from '../archive.mts';
import type { Call } from '../call.mts';
import { stampOf } from '../call.mts';
import { childWords } from '../cases/links.mts';
import { clientsColumns } from '../columns/clients.mts';
import type { Column } from '../columns/column.mts';
import { contactsColumns } from '../columns/contacts.mts';
import { perpetratorsColumns } from '../columns/perpetrators.mts';
import { reportersColumns } from '../columns/reporters.mts';
import { plainText, storedFields } from '../form.mts';
import { relatedPart } from '../list/read.mts';
import { changeContact, createContact } from '../people/contacts.mts';
import { audit, changesBetween, tellFeed } from '../people/feed.mts';
import { contactColumns } from '../people/join.mts';
import { doesNotExist, pickedFields } from '../people/picked.mts';
import { createReporter } from '../people/reporters.mts';
import { type ErrorRow, invalidData } from '../refusals.mts';
import type { Fields } from '../wire/fields.mts';
import type { Resource, Written } from './resource.mts';
import { readable } from './simple.mts';

export const contacts: Resource = {
	name: 'contacts',
	columns: contactsColumns,
	...readable((call) => call.archive.contacts),
	rows: (call) =>
		[...call.archive.contacts.rows].sort((one, other) =>
			(one.fullname ?? '').localeCompare(other.fullname ?? ''),
		),
	create: (call) => created('Contact', createContact(call, call.body)),
	update(call, id) {
		const contact = call.archive.contacts.get(id);
		if (contact) changeContact(call, contact, call.body);
		return updated('Contact', contact);
	},
};

export const reporters: Resource = {
	name: 'reporters',
	columns: reportersColumns,
	...readable((call) => call.archive.reporters),
	create(call) {
		const reporter = createReporter(call, call.body);
		const caseId = caseNamed(call);
		if (caseId) reporter.case_id = caseId;
		tellFeed(call, { case_id: caseId ?? '0', activity: '', activity_ref: reporter.id ?? '' });
		return created('Reporter', reporter);
	},
	update(call, id) {
		const reporter = call.archive.reporters.get(id);
		if (reporter) changePerson(call, 'reporters', reporter);
		tellChange(call, '9', id);
		return updated('Reporter', reporter);
	},
};

interface Kind {
	name: 'clients' | 'perpetrators';
	label: string;
	columns: readonly Column[];
	table(call: Call): Table;
	/** Codes of the change feed (11.1). */
	added: string;
	edited: string;
	removed: string;
	picked: readonly string[];
	texts: readonly string[];
}

const CLIENTS: Kind = {
	name: 'clients',
	label: 'Client',
	columns: clientsColumns,
	table: (call) => call.archive.clients,
	added: '6',
	edited: '10',
	removed: '13',
	picked: [
		'relationship',
		'disability',
		'health',
		'hiv',
		'school_type',
		'school_level',
		'not_in_school',
		'marital',
		'spouse_profession',
		'guardian_marital',
		'household',
		'household_head_occupation',
	],
	texts: [
		'relationship_comment',
		'is_disabled',
		'special_services',
		'in_school',
		'school_attendance',
		'school_name',
		'school_address',
		'not_in_school_reason',
		'is_married',
		'spouse_fullname',
		'is_guardian_known',
		'guardian_fullname',
		'guardian_national_id',
		'household_adults',
		'is_disabled_refered',
		'gbv_related',
	],
};

const PERPETRATORS: Kind = {
	name: 'perpetrators',
	label: 'Perpetrator',
	columns: perpetratorsColumns,
	table: (call) => call.archive.perpetrators,
	added: '7',
	edited: '11',
	removed: '14',
	picked: ['relationship', 'shareshome', 'marital', 'health', 'employment', 'spouse_profession'],
	texts: ['guardian_fullname', 'notes', 'spouse_fullname'],
};

export const clients = personOfCase(CLIENTS);
export const perpetrators = personOfCase(PERPETRATORS);

function personOfCase(kind: Kind): Resource {
	return {
		name: kind.name,
		columns: kind.columns,
		...readable(kind.table),
		create: (call) => createPerson(call, kind),
		update: (call, id) => updatePerson(call, kind, id),
		remove: (call, id) => removePerson(call, kind, id),
	};
}

/** 59: the case in the path or in the body gets the person at once; the body is trusted. */
function createPerson(call: Call, kind: Kind): Written {
	const own = ownFields(call, kind);
	const contact = createContact(call, call.body);
	const caseId = caseNamed(call);
	const person = kind.table(call).insert({
		...stampOf(call),
		...contactColumns(contact),
		...own,
		...storedFields(call.body, ['src_uid'], call.settings),
		...(caseId !== undefined && { case_id: caseId, case_id_: caseId }),
	});
	if (caseId !== undefined) {
		const { src } = storedFields(call.body, ['src'], call.settings);
		tellFeed(call, {
			case_id: caseId,
			aub_id: call.archive.nextBatch(),
			activity: kind.added,
			activity_ref: person.id ?? '',
			detail: person.contact_fullname ?? '',
			src: src ?? '',
			change_count: String(Object.keys(call.body).length),
		});
		showOnCase(call, caseId);
	}
	return created(kind.label, person);
}

function updatePerson(call: Call, kind: Kind, id: string): Written {
	const person = kind.table(call).get(id);
	if (person) {
		Object.assign(person, ownFields(call, kind));
		changePerson(call, kind.name, person);
		if (person.case_id_) showOnCase(call, person.case_id_);
	}
	tellChange(call, kind.edited, id);
	return updated(kind.label, person);
}

/** 61: nothing is deleted; the row is marked, and its link becomes -9. */
function removePerson(call: Call, kind: Kind, id: string): Written {
	const person = kind.table(call).get(id);
	if (person && plainText(call.body.is_delete) === '1') {
		const linkedTo = person.case_id_;
		Object.assign(person, { is_delete: '1', case_id_: '-9' });
		if (linkedTo) showOnCase(call, linkedTo);
	}
	tellChange(call, kind.removed, id);
	return {
		...updated(kind.label, person),
		related: [relatedPart(call, reporters, [])],
	};
}

function ownFields(call: Call, kind: Kind): Fields {
	const errors: ErrorRow[] = [];
	const names = kind.picked.map((name) => `${name}_id`);
	const ids = storedFields(call.body, names, call.settings);
	const picked = pickedFields(call.tree, ids, kind.picked, (name, value) => {
		const label = kind.columns.find((column) => column.name === name)?.label ?? name;
		errors.push(doesNotExist(kind.name, name, label, value));
	});
	if (errors.length > 0) throw invalidData(errors);
	return { ...storedFields(call.body, kind.texts, call.settings), ...picked };
}

function changePerson(call: Call, table: string, person: Fields): void {
	const contact = call.archive.contacts.get(person.contact_id);
	if (!contact) return;
	const before = { ...contact };
	changeContact(call, contact, call.body);
	audit(call, table, person.id ?? '', changesBetween(before, contact, Object.keys(contact)));
}

/** Without a case the change is told on case 0, where nobody who follows the case sees it (10.1). */
function tellChange(call: Call, activity: string, id: string): void {
	tellFeed(call, {
		case_id: caseNamed(call) ?? '0',
		aub_id: call.archive.nextBatch(),
		activity,
		activity_ref: id,
		change_count: String(Object.keys(call.body).length),
	});
}

/** The common table shows the first client as the child of the case. */
function showOnCase(call: Call, caseId: string): void {
	const id = Number(caseId);
	if (!call.store.caseById(id)) return;
	call.store.changeCase(id, {
		...childWords(call, caseId),
		updated_at: new Date(call.now * 1000).toISOString(),
		updated_by: call.user.id,
	});
	call.side.mirror.refresh(id);
}

function caseNamed(call: Call): string | undefined {
	return call.below === undefined ? plainText(call.body.case_id) : call.id;
}

function created(label: string, row: Fields): Written {
	return { status: 201, rows: [row], notice: `${label} Created` };
}

function updated(label: string, row: Fields | undefined): Written {
	return { status: 202, rows: row ? [row] : [], notice: `${label} Updated` };
}
