import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { PersonKind } from '../../../shared/helpline/verbs';
import { choices } from '../../../shared/properties/choices';
import type { Reason } from '../../../shared/transport/errors';
import { toNodeError } from '../../../shared/transport/errors';

/** Who can be added to a case and taken off it; its reporter comes with it and stays. */
export const ADDED_KINDS = ['client', 'perpetrator'] as const;
export const EVERY_KIND = ['client', 'perpetrator', 'reporter'] as const;

/** What the person is in the case; the server keeps each kind in a list of its own. */
export function personKind(kinds: readonly PersonKind[]): INodeProperties {
	return {
		displayName: 'Kind',
		name: 'personKind',
		type: 'options',
		required: true,
		options: choices(kinds),
		default: 'client',
		description: 'A client is whom the case is about',
	};
}

export function chosenKind<K extends PersonKind | 'all'>(
	context: IExecuteFunctions,
	itemIndex: number,
	kinds: readonly K[],
): K {
	const chosen: unknown = context.getNodeParameter('personKind', itemIndex);
	const kind = kinds.find((each) => each === chosen);
	if (kind === undefined) throw toNodeError(context.getNode(), NO_SUCH_KIND, itemIndex);
	return kind;
}

const NO_SUCH_KIND: Reason = {
	code: 'setting',
	field: 'kind',
	message: "'Kind' is none that this operation works with",
	description: 'Choose one from the list.',
};
