import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { getCategoryPaths, getUsers } from '../shared/methods/caseChoices';
import { properties } from './properties';
import { receive } from './receive';
import { isRegistered, register, unregister } from './registration';
import { secretTest } from './secretTest';

export class OpenChsWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OpenCHS Webhook Trigger',
		name: 'openChsWebhookTrigger',
		icon: { light: 'file:../../icons/openchs.svg', dark: 'file:../../icons/openchs.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description:
			'Only for an OpenCHS that sends webhooks; others use the OpenCHS Trigger. Starts the workflow as soon as OpenCHS tells of a change.',
		defaults: { name: 'OpenCHS Webhook Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				// Answered when the execution is stored, so that a delivery that was taken is not lost (host facts L3).
				responseMode: 'onReceived',
				responseData: 'noData',
				ndvHideUrl: '={{ $parameter["registration"] !== "byHand" }}',
			},
		],
		credentials: [
			{ name: 'openChsWebhookApi', required: true, testedBy: 'secretTest' },
			{
				name: 'openChsApi',
				required: true,
				displayOptions: { show: { registration: ['byNode'], authentication: ['apiKey'] } },
			},
			{
				name: 'openChsOtpApi',
				required: true,
				displayOptions: { show: { registration: ['byNode'], authentication: ['otp'] } },
			},
		],
		properties,
	};

	methods = {
		credentialTest: { secretTest },
		loadOptions: { getCategoryPaths, getUsers },
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions) {
				return await isRegistered.call(this);
			},
			async create(this: IHookFunctions) {
				return await register.call(this);
			},
			async delete(this: IHookFunctions) {
				return await unregister.call(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions) {
		return await receive.call(this);
	}
}
