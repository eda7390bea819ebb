import type {
	INodeCredentials,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	INodeTypeDescription,
	ICredentialType,
	ResourceMapperFields,
} from 'n8n-workflow';
import type { Http } from './session.mts';

/** An open node, as the editor describes it when a field asks for its choices. */
export interface OpenNode {
	readonly type: string;
	readonly typeVersion?: number;
	readonly parameters: INodeParameters;
	readonly credentials: INodeCredentials;
}

const question = (node: OpenNode, methodName: string, path: string) => ({
	nodeTypeAndVersion: { name: node.type, version: node.typeVersion ?? 1 },
	currentNodeParameters: node.parameters,
	credentials: node.credentials,
	methodName,
	path,
});

export const nodeTypesApi = (http: Http) => {
	const ask = async <T,>(route: string, body: object): Promise<T> =>
		(await http.post<T>(`/rest/dynamic-node-parameters/${route}`, body)).data;

	return {
		/** Every node type that the editor offers. */
		async listNodeTypes(): Promise<INodeTypeDescription[]> {
			return (await http.get<INodeTypeDescription[]>('/types/nodes.json')).data;
		},

		async listCredentialTypes(): Promise<ICredentialType[]> {
			return (await http.get<ICredentialType[]>('/types/credentials.json')).data;
		},

		/** The choices of a drop-down field (`loadOptions`). */
		async dynamicOptions(node: OpenNode, method: string, path = 'parameters') {
			return await ask<INodePropertyOptions[]>('options', question(node, method, path));
		},

		/** One page of a "From list" picker (`listSearch`). */
		async listSearch(
			node: OpenNode,
			method: string,
			search: { filter?: string; paginationToken?: string; path?: string } = {},
		) {
			const { path = 'parameters', ...page } = search;

			return await ask<INodeListSearchResult>('resource-locator-results', {
				...question(node, method, path),
				...page,
			});
		},

		/** The fields of a mapper (`resourceMapping`). */
		async mapperFields(node: OpenNode, method: string, path = 'parameters') {
			return await ask<ResourceMapperFields>(
				'resource-mapper-fields',
				question(node, method, path),
			);
		},
	};
};
