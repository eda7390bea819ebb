import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeProperties,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { ICredentialsHelper } from './n8nCore.mts';

type Data = ICredentialDataDecryptedObject;

/**
 * The one credential of a run, as n8n's database holds it: `data` outlives the process, the type is
 * that of the process. Renewals follow n8n's rules: before a call when the session is empty, and after 401.
 */
export class OneCredential extends ICredentialsHelper {
	private readonly type: ICredentialType;
	private readonly data: Data;

	constructor(type: ICredentialType, data: Data) {
		super();
		this.type = type;
		this.data = data;
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		data: Data,
		_typeName: string,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type;
		if (typeof authenticate !== 'function') throw new Error('The credential has no way to log in');
		return await authenticate(data, options);
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		data: Data,
		_typeName: string,
		_node: INode,
		isExpired: boolean,
	): Promise<Data | undefined> {
		const session = this.type.properties.find(
			({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true,
		)?.name;
		if (session === undefined || !this.type.preAuthentication) return undefined;
		if (data[session] !== '' && !isExpired) return undefined;
		const written = await this.type.preAuthentication.call(helpers, data);
		if (written[session] === undefined) return undefined;
		Object.assign(this.data, written);
		return Object.assign(data, written);
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getDecrypted(): Promise<Data> {
		const usual = this.type.properties.map(({ name, default: value }) => [name, value]);
		return { ...(Object.fromEntries(usual) as Data), ...this.data };
	}

	getCredentialsProperties(): INodeProperties[] {
		return this.type.properties;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('This rig keeps no encrypted credentials');
	}

	async updateCredentials(_details: unknown, _type: string, data: Data): Promise<void> {
		Object.assign(this.data, data);
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('This rig knows no OAuth');
	}
}

/** All that a poll asks of n8n besides its node. */
export function additionalDataOf(credentialsHelper: OneCredential) {
	const parts: Partial<IWorkflowExecuteAdditionalData> & IDataObject = {
		credentialsHelper: credentialsHelper as never,
		variables: {},
		currentNodeExecutionIndex: 0,
		userId: 'user-1',
	};
	return parts as unknown as IWorkflowExecuteAdditionalData;
}
