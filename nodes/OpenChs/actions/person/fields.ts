import type { INodeProperties } from 'n8n-workflow';

import { fieldMapper } from '../../../shared/properties/fieldMapper';
import { otherFields as namedFields } from '../../../shared/properties/otherFields';

/** The fields of a person of the chosen kind, as this login's server declares them. */
export function personFieldMapper(
	method: 'getPersonFields' | 'getPersonFieldsForUpdate',
	description?: string,
): INodeProperties {
	return fieldMapper(method, { description, dependsOn: ['personKind'] });
}

export const otherFields = namedFields('school_name');

export const unknownFields: INodeProperties = {
	displayName: 'Unknown Fields',
	name: 'unknownFields',
	type: 'options',
	options: [
		{
			name: 'Leave Out',
			value: 'leaveOut',
			description: "Do not send them; 'not_sent' in the output names them",
		},
		{
			name: 'Refuse',
			value: 'refuse',
			description: 'Send nothing for the item and say which field is unknown',
		},
	],
	default: 'refuse',
	description: 'What to do with a column or field that a person in this OpenCHS does not have',
};
