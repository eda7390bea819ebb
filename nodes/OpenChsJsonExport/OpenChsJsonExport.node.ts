import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { methods } from './methods';
import { properties } from './properties';
import { runExports } from './run';

export class OpenChsJsonExport implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OpenCHS JSON Export',
		name: 'openChsJsonExport',
		icon: {
			light: 'file:../../icons/openchs-export.svg',
			dark: 'file:../../icons/openchs-export.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["operation"] === "verify" ? "verify files" : $parameter["form"] + ": " + $parameter["profile"] }}',
		description:
			'Export cases from OpenCHS as JSON, JSON Lines or CSV, whole or de-identified, and verify what arrived',
		defaults: { name: 'OpenCHS JSON Export' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{
				name: 'openChsLoginApi',
				required: true,
				displayOptions: { show: { operation: ['export'], authentication: ['login'] } },
			},
			{
				name: 'openChsApi',
				required: true,
				displayOptions: { show: { operation: ['export'], authentication: ['apiKey'] } },
			},
			{
				name: 'openChsOtpApi',
				required: true,
				displayOptions: { show: { operation: ['export'], authentication: ['otp'] } },
			},
			{
				name: 'openChsRecipientApi',
				required: true,
				testedBy: 'recipientTest',
				displayOptions: { show: { operation: ['export'], profile: ['deidentified'] } },
			},
		],
		properties,
	};

	methods = methods;

	async execute(this: IExecuteFunctions) {
		return await runExports.call(this);
	}
}
