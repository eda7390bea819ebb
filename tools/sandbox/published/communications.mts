import { type Check, clearable, oneOf, readForm, text, wholeNumber } from '../checks.mts';
import { CONTACT_TYPES, type CommunicationRow, DIRECTIONS } from '../records.mts';
import { idIn } from './caseForm.mts';
import { caseInPath } from './cases.mts';
import { childList } from './childList.mts';
import type { Result } from './envelope.mts';
import { renderCommunication } from './render.mts';
import type { Call, Route } from './route.mts';
import { tellCommunication } from './told.mts';

/** A call of a whole day is a mistake in the unit. */
const LONGEST_CALL_SECONDS = 86_400;

export const communicationRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: '/cases/:id/communications',
		offered: 'communicationsOffered',
		handle: listCommunications,
	},
	{
		method: 'POST',
		path: '/communications',
		offered: 'communicationsOffered',
		handle: logCommunication,
	},
];

function listCommunications(call: Call): Result {
	const { id } = caseInPath(call);
	return childList<CommunicationRow>(call, 'communications', id, renderCommunication);
}

function logCommunication(call: Call): Result {
	const fields: Record<string, Check> = {
		case_id: idIn(call, 'cases'),
		contact_type: oneOf(CONTACT_TYPES),
		direction: oneOf(DIRECTIONS),
		contact_address: clearable(text(255)),
		duration: clearable(wholeNumber(0, LONGEST_CALL_SECONDS)),
		call_status: clearable(text(50)),
		disposition_id: clearable(idIn(call, 'dispositions')),
		message: clearable(text(65_535)),
	};
	const body = readForm(call.body, { fields, required: ['case_id', 'contact_type', 'direction'] });
	const logged = call.store.addCommunication({
		case_id: Number(body.case_id),
		contact_type: String(body.contact_type),
		direction: String(body.direction),
		contact_address: textOrNull(body.contact_address),
		duration: numberOrNull(body.duration),
		call_status: textOrNull(body.call_status),
		disposition_id: numberOrNull(body.disposition_id),
		message: textOrNull(body.message),
		user_id: call.user.id,
		created_at: call.now,
	});
	tellCommunication(call, logged);
	return { status: 201, message: 'Communication logged', data: renderCommunication(call, logged) };
}

function textOrNull(value: unknown): string | null {
	return value === undefined || value === null || value === '' ? null : String(value);
}

function numberOrNull(value: unknown): number | null {
	return value === undefined || value === null || value === '' ? null : Number(value);
}
