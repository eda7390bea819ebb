import type { Archive, Table } from '../archive.mts';
import type { Fields } from '../wire/fields.mts';

const STAMP = ['id', 'created_on', 'created_by', 'created_by_id', 'created_by_role'];

/** A person of a case shows the person's contact under `contact_` names (23 to 25). */
export function contactColumns(contact: Fields): Fields {
	const fields: Fields = { contact_id: contact.id ?? '0' };
	for (const [name, value] of Object.entries(contact)) {
		if (!STAMP.includes(name)) fields[`contact_${name}`] = value;
	}
	return fields;
}

function peopleTables(archive: Archive): Table[] {
	return [archive.reporters, archive.clients, archive.perpetrators];
}

/** A changed contact shows at once wherever the person appears, except in a case's own copy. */
export function spreadContact(archive: Archive, contact: Fields): void {
	const columns = contactColumns(contact);
	for (const table of peopleTables(archive)) {
		for (const row of table.rows) if (row.contact_id === contact.id) Object.assign(row, columns);
	}
}

const COPIED = [
	'fullname',
	'phone',
	'email',
	'phone2',
	'national_id',
	'landmark',
	'dob',
	'age',
	'age_group_id',
	'age_group',
	'sex_id',
	'sex',
	'national_id_type_id',
	'national_id_type',
	'nationality_id',
	'nationality',
	'tribe_id',
	'tribe',
	'lang_id',
	'lang',
	'location_id',
	'location',
	...[0, 1, 2, 3, 4, 5].flatMap((level) => [`location_id_${level}`, `location_${level}`]),
];

/** The reporter as cases, activities and dispositions copy him (16). */
export function copyOfReporter(reporter: Fields): Fields {
	const copy: Fields = {
		reporter_id: reporter.id ?? '0',
		reporter_contact_id: reporter.contact_id ?? '0',
		reporter_is_refugee: reporter.contact_is_refugee ?? '',
	};
	for (const name of COPIED) {
		const value = reporter[`contact_${name}`];
		if (value !== undefined) copy[`reporter_${name}`] = value;
	}
	return copy;
}
