import type {
	ICredentialType,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';

import { wav, type Sound } from '../../../tools/audio/wav.mts';
import { aiAdminOf, type AiAdmin } from '../../../tools/sandbox/ai/adminClient.mts';
import { OpenChsAiApi } from '../../../credentials/OpenChsAiApi.credentials';
import { reasonOf, type Reason } from '../../../nodes/shared/transport/errors';
import {
	runNode,
	type CredentialInput,
	type RunRequest,
	type RunResult,
} from '../../support/engine';
import type { SandboxProcess } from '../../support/sandbox.mts';
import type { AiTarget } from '../target.mts';

const LOOK_SECONDS = 0.05;

/** The kinds of AI service that are documented; `running` is one that nobody prepared. */
export type Shape = 'service' | 'guide' | 'reference' | 'reference-tasks' | 'running';

/** One operation of the node, as a person sets it. */
export interface AiUse {
	resource: 'recording' | 'text';
	operation: string;
	parameters?: INodeParameters;
}

export interface SandboxSide {
	process: SandboxProcess;
	ai: AiAdmin;
}

/** One AI service, asked through the node in n8n's engine and in no other way. */
export class AiService {
	readonly shape: Shape;
	readonly sandbox: SandboxSide | undefined;
	private readonly nodeType: RunRequest['nodeType'];
	private readonly credential: CredentialInput & { credentialType: ICredentialType };

	constructor(
		nodeType: RunRequest['nodeType'],
		shape: Shape,
		target: AiTarget,
		sandbox?: SandboxProcess,
	) {
		this.nodeType = nodeType;
		this.shape = shape;
		this.sandbox = sandbox && { process: sandbox, ai: aiAdminOf(sandbox.aiUrl) };
		// Whoever names an http address to this command has decided that it is private enough.
		const data = { baseUrl: target.url, apiKey: target.key ?? '', allowPrivateHttp: true };
		this.credential = { credentialType: new OpenChsAiApi(), data };
	}

	/** Whether it gives tickets that can be asked for later. */
	get givesTickets(): boolean {
		return ['service', 'reference-tasks', 'running'].includes(this.shape);
	}

	async run({ resource, operation, parameters = {} }: AiUse, items?: INodeExecutionData[]) {
		const { options, ...rest } = parameters;
		// The sandbox is quick, and so are the looks at it; a running service is left its pace.
		const pace = this.sandbox && operation !== 'cancel' ? { lookSeconds: LOOK_SECONDS } : {};
		return await runNode({
			nodeType: this.nodeType,
			parameters: {
				resource,
				operation,
				...rest,
				options: { ...pace, ...(options as INodeParameters | undefined) },
			},
			credentials: [this.credential],
			...(items && { items }),
		});
	}

	async ask(use: AiUse, items?: INodeExecutionData[]): Promise<IDataObject[]> {
		const run = await this.run(use, items);
		if (run.error) throw run.error;
		return itemsOf(run).map(({ json }) => json);
	}

	/** The reason for which a run must fail. */
	async refusal(use: AiUse, items?: INodeExecutionData[]): Promise<Reason> {
		const run = await this.run(use, items);
		if (!run.error) throw new Error(`It went through, with ${itemsOf(run).length} items`);
		const reason = reasonOf(run.error);
		if (!reason) throw run.error;
		return reason;
	}

	/** How many recordings and texts the sandbox accepted; nothing is known of a running service. */
	async accepted(): Promise<number | undefined> {
		return (await this.sandbox?.ai.submits())?.length;
	}
}

export function itemsOf(run: RunResult): INodeExecutionData[] {
	return run.outputs[0] ?? [];
}

/** An item with a made-up recording in `data`. */
export function recordingItem(sound: Sound, fileName = 'recording.wav'): INodeExecutionData {
	return fileItem(wav(sound), fileName);
}

export function fileItem(
	file: Buffer,
	fileName: string,
	mimeType = 'audio/wav',
): INodeExecutionData {
	const data = file.toString('base64');
	return { json: {}, binary: { data: { data, mimeType, fileName } } };
}
