import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import {
	apiKeyField,
	casePageTemplateField,
	connectionCheckField,
	connectionSwitches,
	helplineBaseUrl,
	helplineCodeField,
	publishedServerFields,
} from '../nodes/shared/properties/credentialFields';
import { addLogin, checkLogin, declarativeTest } from '../nodes/shared/session/credential';

export class OpenChsApi implements ICredentialType {
	name = 'openChsApi';

	displayName = 'OpenCHS API';

	icon: Icon = { light: 'file:../icons/openchs.svg', dark: 'file:../icons/openchs.dark.svg' };

	documentationUrl =
		'https://github.com/openchlai/n8n-nodes-openchs/blob/main/docs/credentials.md#api-key';

	properties: INodeProperties[] = [
		helplineBaseUrl,
		apiKeyField,
		...connectionSwitches,
		helplineCodeField,
		...publishedServerFields,
		casePageTemplateField,
		connectionCheckField,
	];

	test: ICredentialTestRequest = declarativeTest('apiKey');

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const problem = await checkLogin('apiKey', credentials, this.helpers.httpRequest);
		if (problem) throw problem;
		return {};
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return addLogin('apiKey', credentials, requestOptions);
	}
}
