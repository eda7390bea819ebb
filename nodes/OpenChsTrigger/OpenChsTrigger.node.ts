import type { INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { getCategoryPaths, getUsers } from '../shared/methods/caseChoices';
import { poll } from './run';
import { properties } from './properties';

export class OpenChsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OpenCHS Trigger',
		name: 'openChsTrigger',
		icon: { light: 'file:../../icons/openchs.svg', dark: 'file:../../icons/openchs.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when something changes in OpenCHS, the child helpline system',
		defaults: { name: 'OpenCHS Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
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

	methods = { loadOptions: { getCategoryPaths, getUsers } };

	async poll(this: IPollFunctions) {
		return await poll.call(this);
	}
}
