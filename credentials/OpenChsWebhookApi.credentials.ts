import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** What only OpenCHS and this n8n know. It is no login: nothing is asked with it, it only tells what is genuine. */
export class OpenChsWebhookApi implements ICredentialType {
	name = 'openChsWebhookApi';

	displayName = 'OpenCHS Webhook Secret API';

	icon: Icon = { light: 'file:../icons/openchs.svg', dark: 'file:../icons/openchs.dark.svg' };

	documentationUrl =
		'https://github.com/openchlai/n8n-nodes-openchs/blob/main/docs/credentials.md#webhook-secret';

	properties: INodeProperties[] = [
		{
			displayName: 'Shared Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'Text that OpenCHS signs its deliveries with: a long random one, 32 characters or more. Where the node registers the webhook, OpenCHS is told this text; where an administrator does, enter the same text here and there.',
		},
	];
}
