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
	casePageTemplateField,
	connectionCheckField,
	connectionSwitches,
	helplineBaseUrl,
	helplineCodeField,
	loginFields,
} from '../nodes/shared/properties/credentialFields';
import { addLogin, checkLogin, declarativeTest } from '../nodes/shared/session/credential';

export class OpenChsLoginApi implements ICredentialType {
	name = 'openChsLoginApi';

	displayName = 'OpenCHS Login API';

	icon: Icon = { light: 'file:../icons/openchs.svg', dark: 'file:../icons/openchs.dark.svg' };

	documentationUrl =
		'https://github.com/openchlai/n8n-nodes-openchs/blob/main/docs/credentials.md#user-name-and-password';

	properties: INodeProperties[] = [
		helplineBaseUrl,
		...loginFields,
		...connectionSwitches,
		helplineCodeField,
		casePageTemplateField,
		connectionCheckField,
	];

	test: ICredentialTestRequest = declarativeTest('login');

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const problem = await checkLogin('login', credentials, this.helpers.httpRequest);
		if (problem) throw problem;
		return {};
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return addLogin('login', credentials, requestOptions);
	}
}
