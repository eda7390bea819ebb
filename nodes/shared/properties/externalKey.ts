import type { INodeProperties } from 'n8n-workflow';

const WHAT_IT_IS =
	"Your own reference, best the ID that the record has where it comes from. It must not be a phone number, an e-mail address or a person's name";

/** The key by which a create is recognized when it comes again. */
export const externalKey: INodeProperties = {
	displayName: 'External Key',
	name: 'externalKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. intake-2026-0042',
	description: `${WHAT_IT_IS}. What already carries this key is not created again. Leave empty to have one made that holds within this run.`,
};

/** The same field where nothing works without a key. */
export const requiredExternalKey: INodeProperties = {
	...externalKey,
	required: true,
	description: `${WHAT_IT_IS}.`,
};
