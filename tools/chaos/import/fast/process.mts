import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';

import type { Random } from '../../../common/random.mts';
import type { Dialect } from '../../commandLine.mts';
import { additionalDataOf, OneCredential } from '../../inProcess/credentials.mts';
import { ExecuteContext, layLine, Workflow } from '../../inProcess/n8nCore.mts';
import { make, nodeOf, typesOf } from '../../inProcess/node.mts';
import type { Product } from '../../product.mts';
import type { Calls } from './calls.mts';
import type { Moment, Timeline } from './timeline.mts';

export interface HostOptions {
	dialect: Dialect;
	parameters: INodeParameters;
	product: Product;
	timeline: Timeline;
	random: Random;
	calls: Calls;
	/** As n8n's database holds it: it outlives every process. */
	credential: ICredentialDataDecryptedObject;
}

/** How an execution of the node ended. */
export type Execution =
	| { killed: Moment }
	| { threw: unknown }
	| { outputs: INodeExecutionData[][] };

const NAMES = {
	published: { login: 'apiKey', file: 'OpenChsApi' },
	deployed: { login: 'login', file: 'OpenChsLoginApi' },
} as const;

/** One n8n process that runs a workflow of the import node alone; what its modules remember ends with it. */
export class N8nProcess {
	private readonly options: HostOptions;
	private readonly type: INodeType;
	private readonly node: INode;
	private readonly workflow: InstanceType<typeof Workflow>;
	private readonly credential: OneCredential;
	private isDead = false;

	constructor(options: HostOptions) {
		this.options = options;
		const { product, timeline, random, dialect, calls, credential, parameters } = options;
		const load = product.newProcess({
			now: timeline.now,
			random,
			sleep: async (ms) => await this.alive(async () => await timeline.wait(ms, 'the node waits')),
		});
		const { login, file } = NAMES[dialect];
		const credentialType = make<ICredentialType>(load, `credentials/${file}.credentials`, file);
		this.credential = new OneCredential(credentialType, credential);
		const path = 'nodes/OpenChsCsvImport/OpenChsCsvImport.node';
		this.type = make<INodeType>(load, path, 'OpenChsCsvImport');
		this.node = nodeOf(this.type, { authentication: login, ...parameters }, credentialType.name);
		this.workflow = new Workflow({
			id: 'workflow-1',
			name: 'Chaos',
			active: false,
			nodes: [this.node],
			connections: {},
			nodeTypes: typesOf(this.type),
			settings: { executionOrder: 'v1', timezone: 'UTC' },
		});
		layLine(async (request) => await this.alive(async () => await calls.send(request)));
	}

	/** Runs the node over its input; the process dies before the moment with the number `diesAt`, from 0. */
	async execute(items: INodeExecutionData[], diesAt: number): Promise<Execution> {
		const { timeline, random } = this.options;
		let ended: Exclude<Execution, { killed: Moment }> | undefined;
		const running = this.started(items).then(
			(outputs) => void (ended = { outputs }),
			(threw: unknown) => void (ended = { threw }),
		);
		let moments = 0;
		const killed = await timeline.until(running, () => moments++ >= diesAt);
		if (killed === null) {
			// A look ahead may still be under way, and the next execution of this process meets what it leaves.
			await timeline.drain();
			return ended ?? { threw: new Error('The node ended without an end') };
		}
		this.isDead = true;
		await timeline.endAll(() => random() < 0.5);
		return { killed };
	}

	private async started(items: INodeExecutionData[]): Promise<INodeExecutionData[][]> {
		const data = { main: [items] };
		const context = new ExecuteContext(
			this.workflow,
			this.node,
			additionalDataOf(this.credential),
			'manual',
			{ resultData: { runData: {} } } as never,
			0,
			items,
			data,
			{ node: this.node, data, source: null },
			[],
		);
		const execute = this.type.execute as (
			this: IExecuteFunctions,
		) => Promise<INodeExecutionData[][]>;
		return await execute.call(context);
	}

	/** A dead process goes no further: whoever waits in it waits for good. */
	private async alive<T>(work: () => Promise<T>): Promise<T> {
		if (this.isDead) return await new Promise(() => undefined);
		return await work();
	}
}
