import 'reflect-metadata';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IPollFunctions,
} from 'n8n-workflow';

import { projectRoot, temporaryFolder } from '../common/files.mts';
import { Product } from '../chaos/product.mts';

interface Container {
	get(service: unknown): unknown;
	set(service: unknown, instance: unknown): void;
}

/** n8n-core writes settings, and must not do so in the home directory. */
const userFolder = temporaryFolder('bench');
process.env.N8N_USER_FOLDER = userFolder;
process.once('exit', () => rmSync(userFolder, { recursive: true, force: true }));

const requireFromRoot = createRequire(join(projectRoot, 'package.json'));
const requireAsCore = createRequire(requireFromRoot.resolve('n8n-core'));
const { Container } = requireAsCore('@n8n/di') as { Container: Container };
const { OutboundHttp } = requireAsCore('@n8n/backend-network') as { OutboundHttp: unknown };

/** The kill rigs play the line; here calls go over n8n's own. */
const realLine = Container.get(OutboundHttp);
const { PollContext, Workflow } = await import('../chaos/inProcess/n8nCore.mts');
const { additionalDataOf, OneCredential } = await import('../chaos/inProcess/credentials.mts');
const { make, nodeOf, typesOf } = await import('../chaos/inProcess/node.mts');
Container.set(OutboundHttp, realLine);

export interface PollHost {
	/** One check; the items that it brings. */
	poll(): Promise<INodeExecutionData[]>;
}

export interface TriggerAsked {
	/** Name of the credential's class. */
	credential: 'OpenChsApi' | 'OpenChsLoginApi';
	data: ICredentialDataDecryptedObject;
	parameters: INodeParameters;
}

/** The trigger in n8n's own engine, in this process: no workflow runs, so that a check is all there is. */
export function openPollHost({ credential, data, parameters }: TriggerAsked): PollHost {
	const load = new Product().newProcess({
		now: Date.now,
		random: Math.random,
		sleep: async (ms) => await wait(ms),
	});
	const login = make<ICredentialType>(load, `credentials/${credential}.credentials`, credential);
	const type = make<INodeType>(load, 'nodes/OpenChsTrigger/OpenChsTrigger.node', 'OpenChsTrigger');
	const node = nodeOf(type, parameters, login.name);
	const stored = new OneCredential(login, data);
	const workflow = new Workflow({
		id: 'bench',
		active: true,
		nodes: [node],
		connections: {},
		nodeTypes: typesOf(type),
		settings: { executionOrder: 'v1', timezone: 'UTC' },
	});
	const state: IDataObject = {};
	const none = undefined;
	const poll = type.poll as (this: IPollFunctions) => Promise<INodeExecutionData[][] | null>;
	return {
		async poll() {
			const context = new PollContext(
				workflow,
				node,
				additionalDataOf(stored),
				'trigger',
				'update',
				none,
				none,
				none,
				none,
				() => state,
			);
			return (await poll.call(context))?.flat() ?? [];
		},
	};
}
