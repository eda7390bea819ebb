import type { INodeProperties } from 'n8n-workflow';

/** Which case; resolved by `pickedCase`, which also reads a pasted link. */
export const caseLocator: INodeProperties = {
	displayName: 'Case',
	name: 'caseId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'e.g. CASE-2026-000123',
			typeOptions: { searchListMethod: 'searchCases', searchable: true },
		},
		{
			displayName: 'ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 1024',
		},
		{
			displayName: 'Number',
			name: 'number',
			type: 'string',
			placeholder: 'e.g. CASE-2026-000123',
			hint: 'Finding a case by its number takes one request more than by its ID',
		},
		{
			displayName: 'By Link',
			name: 'url',
			type: 'string',
			placeholder: "e.g. the address of the case's page in OpenCHS",
		},
	],
	description: 'The case to work with; the list shows no titles and no names of people',
};
