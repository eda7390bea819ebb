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
	connectionSwitches,
	helplineBaseUrl,
	helplineCodeField,
	installationField,
	loginFields,
	loginSessionFields,
} from '../nodes/shared/properties/credentialFields';
import { declarativeTest } from '../nodes/shared/session/credential';
import { addSession, prepareLogin } from '../nodes/shared/session/login';

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
		installationField,
		...loginSessionFields,
	];

	test: ICredentialTestRequest = declarativeTest('login');

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const outcome = await prepareLogin(credentials, this.helpers.httpRequest);
		if ('problem' in outcome) throw outcome.problem;
		return outcome.store;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return addSession(credentials, requestOptions);
	}
}
