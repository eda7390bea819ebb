import type { INodeProperties } from 'n8n-workflow';

/** Fields by the name that the server has for them, for those that the mapper does not show. */
export function otherFields(example: string): INodeProperties {
	return {
		displayName: 'Other Fields',
		name: 'otherFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add field',
		default: {},
		options: [
			{
				displayName: 'Field',
				name: 'field',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: `e.g. ${example}`,
						description: 'The name of the field in OpenCHS',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
					},
				],
			},
		],
		description: 'Fields by their name, such as those that only your OpenCHS has',
	};
}
