import type { INodeProperties } from 'n8n-workflow';

/** Which person of the chosen case; what the list shows is stored in the workflow, so it holds no names. */
export const personLocator: INodeProperties = {
	displayName: 'Person',
	name: 'personId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	typeOptions: { loadOptionsDependsOn: ['authentication', 'caseId.value', 'personKind'] },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchPeople', searchable: true },
		},
		{
			displayName: 'ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 77',
		},
	],
	description: "The person to work with, as 'Get Many' gives it; the list shows no names",
};
