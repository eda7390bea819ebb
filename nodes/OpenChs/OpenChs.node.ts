import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { properties } from './actions/properties';
import { router } from './actions/router';
import { listSearch } from './methods/listSearch';
import { loadOptions } from './methods/loadOptions';
import { resourceMapping } from './methods/resourceMapping';

export class OpenChs implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OpenCHS',
		name: 'openChs',
		icon: { light: 'file:../../icons/openchs.svg', dark: 'file:../../icons/openchs.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Work with cases and what hangs on them in OpenCHS, the child helpline system',
		defaults: { name: 'OpenCHS' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
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

	methods = { listSearch, loadOptions, resourceMapping };

	async execute(this: IExecuteFunctions) {
		return await router.call(this);
	}
}
