import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

export const CANARY = 'CANARY-7F3A';

export interface Reply {
	status?: number;
	headers?: IDataObject;
	body?: unknown;
	/** Nothing answers: the code of the network's error, whose text holds the address as real ones do. */
	code?: string;
	error?: Error;
}

export type Handler = (request: IHttpRequestOptions) => Reply;

/** Stands for n8n's HTTP helper and the server behind it; the only thing that these tests fake. */
export class FakeServer {
	readonly requests: IHttpRequestOptions[] = [];

	constructor(public handler: Handler) {}

	readonly httpRequest = async (request: IHttpRequestOptions): Promise<unknown> => {
		this.requests.push(structuredClone(request));
		// Another caller gets its turn while this one waits, as on a real line.
		await Promise.resolve();
		const reply = this.handler(request);
		if (reply.error) throw reply.error;
		if (reply.code !== undefined) throw networkError(reply.code);
		const status = reply.status ?? 200;
		const body = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? {});
		if (status > 299 && !isIgnored(request, status)) {
			throw Object.assign(new Error(`Request failed with status code ${status}`), {
				response: { status, data: body },
			});
		}
		return { statusCode: status, headers: reply.headers ?? {}, body };
	};

	paths(): string[] {
		return this.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
	}
}

function isIgnored(request: IHttpRequestOptions, status: number): boolean {
	const ignore = request.ignoreHttpStatusErrors;
	if (typeof ignore === 'object') return !ignore.except?.includes(status);
	return ignore === true;
}

export function networkError(code: string): Error {
	return Object.assign(new Error(`connect ${code} https://${CANARY}.example.invalid:443`), {
		code,
	});
}

/**
 * Uses a credential the way n8n 2.41 does (host facts A1 to A3): the hook runs while the expirable field is
 * empty and once more after a 401; what it returns is stored only with that field among it.
 */
export class Host {
	constructor(
		readonly type: ICredentialType,
		public stored: ICredentialDataDecryptedObject,
		readonly server: FakeServer,
	) {}

	async send(options: IHttpRequestOptions, data = this.stored): Promise<unknown> {
		const first = await this.attempt(options, data, false).then(
			(answer) => ({ answer }),
			(error: unknown) => ({ error }),
		);
		if ('answer' in first) return first.answer;
		if (statusOf(first.error) !== 401) throw first.error;
		return await this.attempt(options, data, true);
	}

	private async attempt(
		options: IHttpRequestOptions,
		data: ICredentialDataDecryptedObject,
		isExpired: boolean,
	): Promise<unknown> {
		await this.runHook(data, isExpired);
		return await this.server.httpRequest(await this.authenticate(data, options));
	}

	/** What the box in the credential's dialog says. */
	async test(): Promise<string> {
		const { test } = this.type;
		if (!test) throw new Error('no test');
		const request = structuredClone(test.request) as IHttpRequestOptions;
		request.baseURL = String(this.stored.baseUrl);
		try {
			await this.send(request);
			return 'Connection tested successfully';
		} catch (error) {
			const rules = (test.rules ?? []) as Array<{ properties: { value: number; message: string } }>;
			const rule = rules.find(({ properties }) => properties.value === statusOf(error));
			return rule?.properties.message ?? (error instanceof Error ? error.message : 'nothing');
		}
	}

	/** Save in a dialog that shows `copy`: it replaces what is stored, save for masked fields (host facts A3). */
	save(copy: IDataObject): void {
		this.stored = { ...defaultsOf(this.type), ...copy } as ICredentialDataDecryptedObject;
	}

	private async runHook(data: ICredentialDataDecryptedObject, isExpired: boolean): Promise<void> {
		const field = this.type.properties.find(
			({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true,
		);
		if (!field || !this.type.preAuthentication) return;
		if (data[field.name] !== '' && !isExpired) return;
		const context = { helpers: { httpRequest: this.server.httpRequest } };
		const output = await this.type.preAuthentication.call(context, data);
		if (output[field.name] === undefined) return;
		this.stored = { ...this.stored, ...output } as ICredentialDataDecryptedObject;
		Object.assign(data, output);
	}

	private async authenticate(
		data: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type;
		if (typeof authenticate !== 'function') throw new Error('no function');
		return await authenticate.call(this.type, data, options);
	}
}

export function defaultsOf(type: ICredentialType): IDataObject {
	return Object.fromEntries(type.properties.map((property) => [property.name, property.default]));
}

export function hostOf(
	type: ICredentialType,
	fields: IDataObject,
	handler: Handler,
): { host: Host; server: FakeServer } {
	const server = new FakeServer(handler);
	const host = new Host(type, {}, server);
	host.save(fields);
	return { host, server };
}

let count = 0;

/** A server and a key of its own for each test, because good probes are remembered in the process. */
export function freshAddress(): string {
	count += 1;
	return `https://helpline-${count}.example.invalid`;
}

function statusOf(error: unknown): number | undefined {
	if (typeof error !== 'object' || error === null || !('response' in error)) return undefined;
	return (error.response as { status: number }).status;
}
