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
	otpFields,
	publishedServerFields,
} from '../nodes/shared/properties/credentialFields';
import { addLogin, declarativeTest } from '../nodes/shared/session/credential';
import { prepareOtp } from '../nodes/shared/session/otp';

export class OpenChsOtpApi implements ICredentialType {
	name = 'openChsOtpApi';

	displayName = 'OpenCHS One-Time Code API';

	icon: Icon = { light: 'file:../icons/openchs.svg', dark: 'file:../icons/openchs.dark.svg' };

	documentationUrl =
		'https://github.com/openchlai/n8n-nodes-openchs/blob/main/docs/credentials.md#one-time-code';

	properties: INodeProperties[] = [
		helplineBaseUrl,
		...otpFields,
		...connectionSwitches,
		helplineCodeField,
		...publishedServerFields,
		casePageTemplateField,
		connectionCheckField,
	];

	test: ICredentialTestRequest = declarativeTest('otp');

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const outcome = await prepareOtp(credentials, this.helpers.httpRequest);
		if ('problem' in outcome) throw outcome.problem;
		return outcome.store;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return addLogin('otp', credentials, requestOptions);
	}
}
