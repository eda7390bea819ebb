import type { INode } from 'n8n-workflow';

import { type Credential, credentialsOf } from '../n8n/api.mts';
import { node } from './stage.mts';

/** How people export today: n8n's own nodes, with the pages of 100 that its pagination asks for. */
export function pagesByHttpRequest(url: string, credential: Credential): INode[] {
	const offset = { type: 'qs', name: 'offset', value: '={{ $pageCount * 100 }}' };
	const pagination = {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: { parameters: [offset] },
		paginationCompleteWhen: 'other',
		completeExpression: '={{ $response.body.pagination.has_more === false }}',
	};
	return [
		node(
			'Pages',
			'n8n-nodes-base.httpRequest',
			4.2,
			{
				url: `${url}/helpline/api/cases`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: credential.type,
				sendQuery: true,
				queryParameters: { parameters: [{ name: 'limit', value: '100' }] },
				options: { pagination: { pagination } },
			},
			{ credentials: credentialsOf(credential) },
		),
		node('Cases', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'data', options: {} }),
		node('File', 'n8n-nodes-base.convertToFile', 1.1, { operation: 'toJson' }),
	];
}
