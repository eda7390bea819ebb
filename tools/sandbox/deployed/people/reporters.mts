import type { Call } from '../call.mts';
import { stampOf } from '../call.mts';
import { plainText } from '../form.mts';
import { type ErrorRow, errorRow, invalidData } from '../refusals.mts';
import { sourceFields } from '../source.mts';
import type { Fields } from '../wire/fields.mts';
import { changeContact, createContact } from './contacts.mts';
import { contactColumns } from './join.mts';

type Body = Readonly<Record<string, unknown>>;

/**
 * Makes a reporter. The contact is saved first and stays behind when the reporter is refused, and
 * both stay behind when the case around them is refused (8.5).
 */
export function createReporter(call: Call, body: Body, source: Body = body): Fields {
	const known = call.archive.contacts.get(plainText(body.contact_id));
	if (known) changeContact(call, known, body);
	const contact = known ?? createContact(call, body);
	const errors: ErrorRow[] = [];
	const { src, src_uid, src_address, src_vector } = sourceFields(call, source, 'reporters', errors);
	if (!src) {
		errors.push(errorRow('Channel is Required', 'REQUIRED', 'reporters', 'src', source.src));
	}
	if (errors.length > 0) throw invalidData(errors);
	return call.archive.reporters.insert({
		...stampOf(call),
		...contactColumns(contact),
		src: src ?? '',
		...(src_uid !== undefined && { src_uid }),
		...(src_address !== undefined && { src_address }),
		...(src_vector !== undefined && { src_vector }),
	});
}
