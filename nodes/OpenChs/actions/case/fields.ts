import type { INodeProperties } from 'n8n-workflow';

import { fieldMapper } from '../../../shared/properties/fieldMapper';
import { otherFields as namedFields } from '../../../shared/properties/otherFields';
import { WRITABLE_FIELDS } from '../../../shared/record/fields';

/** The case's fields, as this login's server declares them. */
export function caseFieldMapper(
	method: 'getCaseFields' | 'getCaseFieldsForUpdate' | 'getCaseFieldsForUpsert',
	description?: string,
): INodeProperties {
	return fieldMapper(method, { description });
}

export const otherFields = namedFields('reporter_relationship');

export const unknownFields: INodeProperties = {
	displayName: 'Unknown Fields',
	name: 'unknownFields',
	type: 'options',
	options: [
		{
			name: 'Add to Description',
			value: 'addToDescription',
			description: "As one line each, in the form 'Name: value'",
		},
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
	description: 'What to do with a column or field that a case in this OpenCHS does not have',
};

/** A case cannot be without these. */
const fixed: readonly string[] = WRITABLE_FIELDS.filter(
	({ isRequired, name }) => isRequired || name === 'status' || name === 'notes',
).map(({ name }) => name);

export const fieldsToClear: INodeProperties = {
	displayName: 'Fields to Clear',
	name: 'fieldsToClear',
	type: 'multiOptions',
	options: WRITABLE_FIELDS.filter(({ name }) => !fixed.includes(name))
		.map(({ label, name }) => ({ name: label, value: name }))
		.sort((a, b) => a.name.localeCompare(b.name)),
	default: [],
	description: 'Fields to empty in OpenCHS, because an empty value above means: leave as it is',
};
