import type { INodeProperties } from 'n8n-workflow';

export const leaveOutPersonal: INodeProperties = {
	displayName: 'Leave Out Personal Fields',
	name: 'leaveOutPersonal',
	type: 'boolean',
	default: false,
	description:
		'Whether to hand on no field that can identify a person, such as names, phone numbers and free text. A field that is not known to be harmless is left out as well.',
};
