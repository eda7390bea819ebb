import { createHash } from 'crypto';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Chosen } from '../shared/changes/chosen';
import { chosenOf, isChosen } from '../shared/changes/chosen';
import { toUtc } from '../shared/record/dates';
import type { Reason } from '../shared/transport/errors';
import { toNodeError } from '../shared/transport/errors';

/** What a person set on the trigger. */
export interface Settings extends Chosen {
	login: string;
	/** The text of 'Start From', and the time that it means; null is now. */
	startFrom: string;
	from: string | null;
	/** Changes per check. */
	most: number;
}

/** Throws the sentence about the setting that cannot be used. */
export function readSettings(context: IPollFunctions): Settings {
	const read = (name: string, otherwise: unknown): unknown =>
		context.getNodeParameter(name, otherwise);
	const refuse = (reason: Reason) => toNodeError(context.getNode(), reason);

	const login = String(read('authentication', 'login'));
	const options = read('options', {}) as IDataObject;
	const chosen = chosenOf(
		{ events: read('events', []), filters: read('filters', {}) as IDataObject, options },
		login,
	);
	if (!isChosen(chosen)) throw refuse(chosen);
	const isDate = read('startFrom', 'now') === 'date';
	const startFrom = isDate ? String(read('startDate', '')) : 'now';
	const from = isDate ? toUtc(startFrom, context.getTimezone()) : null;
	if (isDate && from === null) throw refuse(NOT_A_DATE);
	const most = Math.max(1, Math.floor(Number(options.mostChanges) || MOST));
	return { ...chosen, login, startFrom, from, most };
}

/** Changes when anything does that a person set, so that a new publication is told from the old one. */
export function fingerprint(context: IPollFunctions): string {
	const { parameters, credentials } = context.getNode();
	return createHash('sha256')
		.update(JSON.stringify([parameters, credentials]))
		.digest('hex')
		.slice(0, 32);
}

const MOST = 250;

const NOT_A_DATE: Reason = {
	code: 'setting',
	field: 'startDate',
	message: "'Start Date' does not hold a date",
	description: 'Use a date such as 2026-01-31 or a time such as 2026-01-31T08:30.',
};
