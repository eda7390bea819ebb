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
	aiBaseUrl,
	aiKeyField,
	connectionCheckField,
	connectionSwitches,
} from '../nodes/shared/properties/credentialFields';
import { addLogin, checkLogin, declarativeTest } from '../nodes/shared/session/credential';

export class OpenChsAiApi implements ICredentialType {
	name = 'openChsAiApi';

	displayName = 'OpenCHS AI API';

	icon: Icon = { light: 'file:../icons/openchs-ai.svg', dark: 'file:../icons/openchs-ai.dark.svg' };

	documentationUrl =
		'https://github.com/openchlai/n8n-nodes-openchs/blob/main/docs/credentials.md#ai-service';

	properties: INodeProperties[] = [
		aiBaseUrl,
		aiKeyField,
		...connectionSwitches,
		connectionCheckField,
	];

	test: ICredentialTestRequest = declarativeTest('ai');

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const problem = await checkLogin('ai', credentials, this.helpers.httpRequest);
		if (problem) throw problem;
		return {};
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return addLogin('ai', credentials, requestOptions);
	}
}
