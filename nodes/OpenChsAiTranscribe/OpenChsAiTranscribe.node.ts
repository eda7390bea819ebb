import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { properties } from './properties';
import { runTranscribe } from './run';

export class OpenChsAiTranscribe implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OpenCHS AI Transcribe',
		name: 'openChsAiTranscribe',
		icon: {
			light: 'file:../../icons/openchs-ai.svg',
			dark: 'file:../../icons/openchs-ai.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Turn a recorded call into a transcript, a translation and suggestions for a person to review',
		defaults: { name: 'OpenCHS AI Transcribe' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'openChsAiApi', required: true }],
		properties,
	};

	async execute(this: IExecuteFunctions) {
		return await runTranscribe.call(this);
	}
}
