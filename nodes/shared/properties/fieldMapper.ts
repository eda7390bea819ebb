import type { INodeProperties } from 'n8n-workflow';

/** Fields as this login's server declares them; `method` is the node's own that reads them. */
export function fieldMapper(
	method: string,
	{ description, dependsOn = [] }: { description?: string; dependsOn?: string[] } = {},
): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		required: true,
		typeOptions: {
			loadOptionsDependsOn: ['authentication', ...dependsOn],
			resourceMapper: {
				resourceMapperMethod: method,
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: true,
				supportAutoMap: true,
				multiKeyMatch: false,
			},
		},
		...(description === undefined ? {} : { description }),
	};
}
