import type { Call } from './call.mts';
import { plainText, storedFields } from './form.mts';
import { isPhone, normalPhone } from './people/phone.mts';
import { type ErrorRow, errorRow } from './refusals.mts';
import type { Fields } from './wire/fields.mts';
import { stored } from './wire/stored.mts';

const PHONE_CHANNELS = ['call', 'walkin', 'sms', 'WHATSAPP'];
const OTHER_CHANNELS = [
	'chat',
	'safepal',
	'webform',
	'cmis',
	'FACEBOOK',
	'TWITTER',
	'WENI',
	'caseupd',
	'escalation',
];

/** Where a record came from. The channel is only looked at beside an address (8.4). */
export function sourceFields(
	call: Call,
	body: Readonly<Record<string, unknown>>,
	resource: string,
	errors: ErrorRow[],
): Fields {
	const names = [
		'src',
		'src_uid',
		'src_uid2',
		'src_callid',
		'src_usr',
		'src_vector',
		'src_address',
	];
	const fields = storedFields(body, names, call.settings);
	const address = plainText(body.src_address) ?? '';
	const channel = plainText(body.src) ?? '';
	if (address === '') return fields;
	if (PHONE_CHANNELS.includes(channel)) {
		if (isPhone(address))
			fields.src_address = stored(normalPhone(address, call.settings.countryCode));
		else {
			const message = `Invalid Phone Number '${address}'`;
			errors.push(errorRow(message, 'INVALID', resource, 'src_address', address));
		}
	} else if (!OTHER_CHANNELS.includes(channel)) {
		errors.push(errorRow(`Invalid Channel '${channel}'`, 'INVALID', resource, 'src', channel));
	}
	return fields;
}
