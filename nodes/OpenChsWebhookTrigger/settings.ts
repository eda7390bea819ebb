import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Chosen } from '../shared/changes/chosen';
import { chosenOf, isChosen } from '../shared/changes/chosen';
import type { Reason } from '../shared/transport/errors';
import { toNodeError } from '../shared/transport/errors';

export const SECRET_CREDENTIAL = 'openChsWebhookApi';

/** What a person set on the trigger. */
export interface Settings extends Chosen {
	isByHand: boolean;
	/** Of a trigger that was registered by hand; the others take it from their login. */
	helplineCode: string;
	readsCase: boolean;
}

export function readSettings(context: IHookFunctions | IWebhookFunctions): Settings {
	const read = (name: string, otherwise: unknown): unknown =>
		context.getNodeParameter(name, otherwise);
	const isByHand = read('registration', 'byNode') === 'byHand';
	const options = read('options', {}) as IDataObject;
	const chosen = chosenOf(
		{ events: read('events', []), filters: read('filters', {}) as IDataObject, options },
		String(read('authentication', 'apiKey')),
	);
	if (!isChosen(chosen)) throw toNodeError(context.getNode(), chosen);
	const helplineCode = isByHand ? String(read('helplineCode', '')).trim() : '';
	if (isByHand && helplineCode === '') throw toNodeError(context.getNode(), NO_CODE);
	return { ...chosen, isByHand, helplineCode, readsCase: options.readCase !== false };
}

/** The shared secret exactly as it is stored; empty when there is none. */
export async function readSecret(context: IHookFunctions | IWebhookFunctions): Promise<string> {
	try {
		const { secret } = await context.getCredentials<{ secret?: unknown }>(SECRET_CREDENTIAL);
		return typeof secret === 'string' && secret.trim() !== '' ? secret : '';
	} catch {
		// No credential is chosen, or it cannot be read: that is as good as no secret, and everything is refused.
		return '';
	}
}

const NO_CODE: Reason = {
	code: 'setting',
	field: 'helplineCode',
	message: "'Helpline Code' is empty",
	description:
		'Enter the code of the OpenCHS credential that other nodes use, so that the same change looks the same.',
};
