import type { Call } from '../call.mts';
import { stampOf } from '../call.mts';
import { contactsColumns } from '../columns/contacts.mts';
import { plainText, storedFields } from '../form.mts';
import { type ErrorRow, errorRow, invalidData } from '../refusals.mts';
import type { Fields } from '../wire/fields.mts';
import { stored } from '../wire/stored.mts';
import { spreadContact } from './join.mts';
import { isPhone, normalPhone } from './phone.mts';
import { doesNotExist, pickedFields } from './picked.mts';

const TEXTS = [
	'fname',
	'lname',
	'phone',
	'phone2',
	'email',
	'dob',
	'age',
	'national_id',
	'address',
	'residence',
	'landmark',
	'is_refugee',
];

const PICKED = ['age_group', 'sex', 'national_id_type', 'nationality', 'tribe', 'lang', 'location'];

type Body = Readonly<Record<string, unknown>>;

/** Makes the person behind a reporter, client or perpetrator; nobody is ever found by phone (8.3). */
export function createContact(call: Call, body: Body): Fields {
	const { fields, errors } = readContact(call, body);
	if (!fields.fname) {
		errors.unshift(errorRow('Name is Required', 'REQUIRED', 'contacts', 'fname', body.fname));
	}
	if (errors.length > 0) throw invalidData(errors);
	return call.archive.contacts.insert({ ...stampOf(call), ...fields, ...fullName(fields) });
}

/** Changes a person; the change shows wherever the person appears. */
export function changeContact(call: Call, contact: Fields, body: Body): void {
	const { fields, errors } = readContact(call, body);
	if (fields.fname === '') {
		errors.unshift(errorRow('Name is Required', 'REQUIRED', 'contacts', 'fname', ''));
	}
	if (errors.length > 0) throw invalidData(errors);
	Object.assign(contact, fields);
	Object.assign(contact, fullName(contact));
	spreadContact(call.archive, contact);
}

function readContact(call: Call, body: Body): { fields: Fields; errors: ErrorRow[] } {
	const errors: ErrorRow[] = [];
	const fields = storedFields(body, TEXTS, call.settings);
	for (const name of ['phone', 'phone2']) {
		const phone = plainText(body[name]);
		if (phone === undefined || phone === '') continue;
		if (isPhone(phone)) fields[name] = stored(normalPhone(phone, call.settings.countryCode));
		else {
			const message = `Invalid Phone Number '${phone}'`;
			errors.push(errorRow(message, 'INVALID', 'contacts', name, phone));
		}
	}
	const ids = storedFields(
		body,
		PICKED.map((name) => `${name}_id`),
		call.settings,
	);
	const picked = pickedFields(call.tree, ids, PICKED, (name, value) => {
		const label = contactsColumns.find((column) => column.name === name)?.label ?? name;
		errors.push(doesNotExist('contacts', name, label, value));
	});
	return { fields: { ...fields, ...picked }, errors };
}

function fullName({ fname = '', lname = '' }: Fields): Fields {
	return { fullname: [fname, lname].filter((part) => part !== '').join(' ') };
}
