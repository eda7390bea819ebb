import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { methods } from './methods';
import { outputs } from './outputs';
import { properties } from './properties';
import { runImports } from './run';

export class OpenChsCsvImport implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OpenCHS CSV Import',
		name: 'openChsCsvImport',
		icon: {
			light: 'file:../../icons/openchs-import.svg',
			dark: 'file:../../icons/openchs-import.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["mode"] === "import" ? "import cases" : "check only" }}',
		description:
			'Check a CSV file and import its rows into OpenCHS as cases, none lost and none twice',
		defaults: { name: 'OpenCHS CSV Import' },
		inputs: [NodeConnectionTypes.Main],
		outputs,
		usableAsTool: true,
		credentials: [
			{
				name: 'openChsLoginApi',
				required: true,
				displayOptions: { show: { authentication: ['login'] } },
			},
			{
				name: 'openChsApi',
				required: true,
				displayOptions: { show: { authentication: ['apiKey'] } },
			},
			{
				name: 'openChsOtpApi',
				required: true,
				displayOptions: { show: { authentication: ['otp'] } },
			},
		],
		properties,
	};

	methods = methods;

	async execute(this: IExecuteFunctions) {
		return await runImports.call(this);
	}
}
