import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	ICredentialType,
	IDataObject,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	INodeTypes,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import {
	getCredentialOwnRequestAllowedDomains,
	ICredentialsHelper,
	isExpression,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';
import { getAdditionalKeys } from 'n8n-core';

/**
 * A credential as n8n's database holds it. Give the same `data` object to several runs: what a renewal
 * returns is written into it, and the next run reads it, as with a stored credential.
 */
export interface CredentialInput {
	credentialType: ICredentialType | (new () => ICredentialType);
	data: ICredentialDataDecryptedObject;
	/** Name of the type; taken from the type itself when it is not given. */
	type?: string;
	name?: string;
}

/** One call of a credential type's `preAuthentication`. */
export interface Renewal {
	type: string;
	/** True after a 401, false when the session was empty. */
	isExpired: boolean;
	/** What was written to the stored credential; null when the hook threw or its result was not taken. */
	written: IDataObject | null;
}

interface StoredCredential {
	id: string;
	name: string;
	type: ICredentialType;
	data: ICredentialDataDecryptedObject;
}

/** The same data object is the same row of the database, so it keeps its id. */
const idsByData = new WeakMap<ICredentialDataDecryptedObject, string>();
let lastId = 0;

function idOf(data: ICredentialDataDecryptedObject): string {
	const id = idsByData.get(data) ?? `credential-${++lastId}`;
	idsByData.set(data, id);
	return id;
}

const RESTRICTION_FIELDS = ['allowedHttpRequestDomains', 'allowedDomains'];

/** A node that expressions inside a credential are worked out for, when no workflow runs. */
const NOWHERE: INode = {
	id: 'nowhere',
	name: '',
	type: 'nowhere',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/**
 * Stands in for n8n's own credentials helper, which needs a database. The rules of the renewal, of
 * defaults and of expressions are those of n8n 2.41 (host facts, section A1).
 */
export class StoredCredentials extends ICredentialsHelper {
	readonly renewals: Renewal[] = [];

	private readonly stored: StoredCredential[] = [];

	constructor(private readonly nodeTypes: INodeTypes) {
		super();
	}

	/** What stands in the node under `credentials`. */
	add(input: CredentialInput): [type: string, details: INodeCredentialsDetails] {
		const type =
			typeof input.credentialType === 'function'
				? new input.credentialType()
				: input.credentialType;
		if (input.type !== undefined && input.type !== type.name) {
			throw new Error(`The credential type is called '${type.name}', not '${input.type}'`);
		}
		const id = idOf(input.data);
		const name = input.name ?? type.displayName;
		this.stored.push({ id, name, type, data: input.data });
		return [type.name, { id, name }];
	}

	getParentTypes(name: string): string[] {
		const parents = this.typeNamed(name).extends ?? [];
		return parents;
	}

	isCredentialUsableByNode(credentialType: string, nodeType: string): boolean {
		if (this.typeNamed(credentialType).restrictToSupportedNodes !== true) return true;
		const { description } = this.nodeTypes.getByNameAndVersion(nodeType);
		return description.credentials?.some(({ name }) => name === credentialType) ?? false;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		options: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.typeNamed(typeName);
		// n8n's own signature allows the older, smaller options too; nodes of today never send them.
		const request = options as IHttpRequestOptions;
		if (authenticate === undefined) return request;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (!workflow || !node) throw new Error('A generic login needs the workflow and the node');
		const resolve = (text: string) =>
			isExpression(text)
				? String(
						workflow.expression.getSimpleParameterValue(
							node,
							text,
							'internal',
							{ $credentials: credentials },
							undefined,
							'',
						) ?? '',
					)
				: text;
		const target: IDataObject = { headers: {}, ...request };
		for (const [place, values] of Object.entries(authenticate.properties)) {
			const resolved = Object.entries(values as Record<string, string>).map(([key, value]) => [
				resolve(key),
				resolve(value),
			]);
			target[place] = { ...(target[place] as IDataObject), ...Object.fromEntries(resolved) };
		}
		return Object.assign(request, target);
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.typeNamed(typeName);
		const session = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		)?.name;
		if (session === undefined || typeof type.preAuthentication !== 'function') return undefined;
		if (credentials[session] !== '' && !credentialsExpired) return undefined;

		const renewal: Renewal = { type: typeName, isExpired: credentialsExpired, written: null };
		this.renewals.push(renewal);
		const output = await type.preAuthentication.call(
			ownRequests(helpers, credentials),
			credentials,
		);
		if (output[session] === undefined || !node.credentials) return undefined;
		const { data } = this.find(node.credentials[typeName], typeName);
		const written = Object.fromEntries(
			Object.entries(output).filter(([key]) => key === session || !isExpression(data[key])),
		);
		Object.assign(data, written);
		renewal.written = written;
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = this.typeNamed(typeName);
		const output = await preAuthentication?.call(ownRequests(helpers, credentials), credentials);
		return output as ICredentialDataDecryptedObject | undefined;
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		typeName: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		place?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const { data } = this.find(details, typeName);
		if (raw === true) return { ...data };
		const decrypted = this.withDefaults(typeName, data);
		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		if (place) {
			return place.workflow.expression.getParameterValue(
				decrypted,
				place.runExecutionData,
				place.runIndex,
				place.itemIndex,
				place.node.name,
				place.connectionInputData,
				mode,
				keys,
				executeData,
				false,
				decrypted,
			) as ICredentialDataDecryptedObject;
		}
		const nowhere = new Workflow({
			nodes: [],
			connections: {},
			active: false,
			nodeTypes: this.nodeTypes,
		});
		await nowhere.expression.acquireIsolate();
		const resolved = nowhere.expression.getComplexParameterValue(
			NOWHERE,
			decrypted,
			mode,
			keys,
			undefined,
			undefined,
			decrypted,
		);
		await nowhere.expression.releaseIsolate();
		return resolved as ICredentialDataDecryptedObject;
	}

	getCredentialsProperties(typeName: string): INodeProperties[] {
		const type = this.typeNamed(typeName);
		const combined: INodeProperties[] = [];
		for (const parent of type.extends ?? []) {
			NodeHelpers.mergeNodeProperties(combined, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(combined, type.properties);
		return combined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Encrypted credentials are not part of the in-process engine');
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		typeName: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		Object.assign(this.find(details, typeName).data, data);
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('OAuth is not part of the in-process engine');
	}

	/** A credential's fields are declared like a node's, so n8n reads them like a node's parameters. */
	private withDefaults(typeName: string, data: ICredentialDataDecryptedObject): INodeParameters {
		const given = { ...data } as INodeParameters;
		const shown = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(typeName),
			given,
			true,
			false,
			null,
			null,
		);
		const kept = RESTRICTION_FIELDS.filter((field) => given[field] !== undefined);
		return { ...Object.fromEntries(kept.map((field) => [field, given[field]])), ...shown };
	}

	private find(details: INodeCredentialsDetails | undefined, typeName: string): StoredCredential {
		if (!details?.id) throw new Error(`The credential of type '${typeName}' has no id`);
		const found = this.stored.find(({ id, type }) => id === details.id && type.name === typeName);
		if (!found) throw new Error(`There is no stored credential '${details.id}' of '${typeName}'`);
		return found;
	}

	private typeNamed(name: string): ICredentialType {
		const found = this.stored.find(({ type }) => type.name === name);
		if (!found) throw new Error(`No credential of type '${name}' was given to this run`);
		return found.type;
	}
}

/** The hook may only ask hosts that the credential allows, and has nothing but this one helper. */
function ownRequests(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper {
	const allowedDomains = getCredentialOwnRequestAllowedDomains(credentials);
	const httpRequest: IHttpRequestHelper['helpers']['httpRequest'] = async (options) =>
		await helpers.httpRequest(
			allowedDomains === undefined ? options : { ...options, allowedDomains },
		);
	return { helpers: { httpRequest } };
}
