import type {
	ICredentialType,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';

import { OpenChsApi } from '../../credentials/OpenChsApi.credentials';
import { OpenChsLoginApi } from '../../credentials/OpenChsLoginApi.credentials';
import { OpenChs } from '../../nodes/OpenChs/OpenChs.node';
import { reasonOf } from '../../nodes/shared/transport/errors';
import type { CredentialInput, RunRequest, RunResult } from '../support/engine';
import { runNode } from '../support/engine';
import { byId, mapped, QUICK } from '../support/operations';
import type { SandboxProcess } from '../support/sandbox.mts';
import { runMark } from './outside.mts';
import { NotRun } from './promise';
import type { Side, Target } from './target.mts';

/** One operation of the node, as a person sets it. */
export interface Use {
	resource: string;
	operation: string;
	parameters?: INodeParameters;
}

/** As patient as a person who waits for a table: a server over the internet may be slow. */
const PATIENT: INodeParameters = { attempts: 3, firstWaitSeconds: 1, patienceMinutes: 1 };

/** Cases read when the server is asked what it has. */
const SAMPLE = 100;

/** An id that no helpline has reached; it still fits into four bytes. */
export const MISSING_ID = '2000000000';

/** One server with one login, asked through the node in n8n's engine and in no other way. */
export class Server {
	readonly side: Side;
	readonly url: string;
	readonly writes: boolean;
	readonly credential: CredentialInput & { credentialType: ICredentialType };
	/** Stands in every case that this run makes, and in its keys. */
	readonly mark = `contract-${runMark()}`;
	/** IDs of all cases that this run has made. */
	readonly made = new Set<string>();
	private readonly known = new Map<string, Promise<unknown>>();

	constructor(
		target: Target,
		/** Where the server is a sandbox, its back door. */
		readonly sandbox?: SandboxProcess,
	) {
		this.side = target.side;
		this.url = target.url;
		this.writes = target.writes;
		// Whoever names an http address to this command has decided that it is private enough.
		const data = { baseUrl: target.url, ...target.login, allowPrivateHttp: true };
		this.credential =
			'key' in target.login
				? {
						credentialType: new OpenChsApi(),
						data: { ...data, apiKey: target.login.key, externalKeyPlace: 'description' },
					}
				: { credentialType: new OpenChsLoginApi(), data };
	}

	/** The session that the credential keeps, where its login has one. */
	get session(): string {
		const { credentialType, data } = this.credential;
		const field = credentialType.properties.find(({ typeOptions }) => typeOptions?.expirable);
		return String((field && data[field.name]) ?? '');
	}

	async run(
		{ resource, operation, parameters = {} }: Use,
		request: Partial<RunRequest> = {},
		options: INodeParameters = {},
	): Promise<RunResult> {
		const { options: own, ...rest } = parameters;
		const run = await runNode({
			nodeType: OpenChs,
			parameters: {
				authentication: this.side === 'published' ? 'apiKey' : 'login',
				resource,
				operation,
				...rest,
				options: {
					...(this.sandbox ? QUICK : PATIENT),
					...(own as INodeParameters | undefined),
					...options,
				},
			},
			credentials: [this.credential],
			...request,
		});
		if (resource === 'case') this.remember(run);
		return run;
	}

	/** The records of a run that must go through. */
	async ask(
		use: Use,
		request: Partial<RunRequest> = {},
		options: INodeParameters = {},
	): Promise<IDataObject[]> {
		return recordsOf(await this.run(use, request, options));
	}

	/** The reason for which a run must fail. */
	async refusal(use: Use, request: Partial<RunRequest> = {}) {
		const { error, outputs } = await this.run(use, request);
		if (!error) throw new Error(`It went through, with ${outputs[0]?.length ?? 0} items`);
		const reason = reasonOf(error);
		if (!reason) throw error;
		return reason;
	}

	/** Creates cases, one per item. */
	async create(
		fields: INodeParameters,
		parameters: INodeParameters = {},
		request: Partial<RunRequest> = {},
	): Promise<RunResult> {
		return await this.run(
			{
				resource: 'case',
				operation: 'create',
				parameters: { fields: mapped(fields), ...parameters },
			},
			request,
		);
	}

	/** Fields of a made-up case that this server takes, with a child. */
	async fields(title = 'Made-up case'): Promise<INodeParameters> {
		const basic: INodeParameters = {
			title: `${title} ${this.mark}`,
			category: await this.category(),
			priority: 'low',
			description: `Made-up words of a contract test, ${this.mark}.`,
			reporter_name: 'Ada Example',
			reporter_phone: '+999 000 000 001',
			child_name: 'Zuri Testchild',
			child_age: 11,
			child_gender: 'female',
		};
		if (this.side === 'published') return basic;
		return {
			...basic,
			plan: 'Made-up plan: nothing needs to be done.',
			gbv_related: 'no',
			reporter_age_group: await this.firstOf('ageGroups'),
			reporter_sex: await this.firstOf('sexes'),
		};
	}

	/** The same without a child. */
	async fieldsWithoutChild(title?: string): Promise<INodeParameters> {
		const fields = await this.fields(title);
		return Object.fromEntries(
			Object.entries(fields).filter(([name]) => !name.startsWith('child_')),
		);
	}

	/** A case of this run with everything that hangs on cases still to come. */
	async ownCase(name = 'kept'): Promise<string> {
		return await this.once(`own case ${name}`, async () => {
			const parameters = { externalKey: `${this.mark}-${name}` };
			const [record] = recordsOf(await this.create(await this.fields(), parameters));
			return String(record?.id);
		});
	}

	/** Any case: of this run where one may be made, else one that the server has. */
	async anyCase(): Promise<string> {
		if (this.writes) return await this.ownCase();
		const [first] = await this.sample();
		if (!first) throw new NotRun('the server has no case');
		return String(first.id);
	}

	/** A hundred cases of the server, as far as it has so many. */
	async sample(): Promise<IDataObject[]> {
		return await this.once('sample', async () => await this.list({ limit: SAMPLE }));
	}

	async list(parameters: INodeParameters, request: Partial<RunRequest> = {}) {
		const returnAll = parameters.limit === undefined;
		return await this.ask(
			{ resource: 'case', operation: 'getAll', parameters: { returnAll, ...parameters } },
			request,
		);
	}

	async reference(referenceList: string): Promise<IDataObject[]> {
		return await this.once(
			`list ${referenceList}`,
			async () =>
				await this.ask({
					resource: 'referenceList',
					operation: 'getAll',
					parameters: { referenceList, returnAll: true },
				}),
		);
	}

	/** A category that the server takes: one of its list, named as a whole path, or that of a case. */
	async category(): Promise<string> {
		return await this.once('category', async () => {
			try {
				const entries = await this.reference('categories');
				const deepest = entries.filter(({ is_active }) => is_active !== 0).at(-1);
				return nameOf(deepest);
			} catch {
				const [first] = await this.sample();
				return String(first?.category ?? 'Information');
			}
		});
	}

	/** Asks once whether the server answers at all, so that nobody waits for each promise anew. */
	async reached(): Promise<void> {
		await this.once('reached', async () => {
			await this.ask({ resource: 'server', operation: 'check' });
		});
	}

	/** Whether lists show this account only some of the cases; the server check says so. */
	async seesOnlyItsOwn(): Promise<boolean> {
		return await this.once('sees only its own', async () => {
			const [state] = await this.ask({ resource: 'server', operation: 'check' });
			return /only its own cases/.test(JSON.stringify(state?.remarks ?? []));
		});
	}

	/** Reads something once for the whole run. */
	async once<T>(name: string, read: () => Promise<T>): Promise<T> {
		const known = this.known.get(name) ?? read();
		this.known.set(name, known);
		return (await known) as T;
	}

	private async firstOf(list: string): Promise<string> {
		const [first] = await this.reference(list);
		return String(first?.id ?? '');
	}

	private remember(run: RunResult): void {
		for (const { json } of run.outputs[0] ?? []) {
			if (json.outcome === 'created') this.made.add(String(json.id));
		}
	}
}

/** How a list's entry is named where a case takes it. */
function nameOf(entry: IDataObject | undefined): string {
	return String(entry?.path ?? entry?.name ?? entry?.id ?? '');
}

/** The records of a run that went through. */
export function recordsOf(run: RunResult): IDataObject[] {
	if (run.error) throw run.error;
	return (run.outputs[0] ?? []).map(({ json }) => json);
}

/** How many requests the run made, as it says in its own log line. */
export function requestsOf({ log }: RunResult): number {
	const lines = log.flatMap(
		({ message }) => /^OpenCHS run: (\d+) requests/.exec(message)?.[1] ?? [],
	);
	return lines.reduce((sum, count) => sum + Number(count), 0);
}

export function on(caseId: string, parameters: INodeParameters = {}): INodeParameters {
	return { caseId: byId(caseId), ...parameters };
}

export function idsOf(records: readonly IDataObject[]): string[] {
	return records.map(({ id }) => String(id));
}

/** Items that differ, as a node before this one hands them on. */
export function rows(count: number): INodeExecutionData[] {
	return Array.from({ length: count }, (_, row) => ({ json: { row } }));
}
