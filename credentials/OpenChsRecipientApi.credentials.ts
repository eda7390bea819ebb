import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** What names the cases in the files of one recipient. It is no login: nothing is asked with it. */
export class OpenChsRecipientApi implements ICredentialType {
	name = 'openChsRecipientApi';

	displayName = 'OpenCHS Recipient API';

	icon: Icon = { light: 'file:../icons/openchs.svg', dark: 'file:../icons/openchs.dark.svg' };

	documentationUrl =
		'https://github.com/openchlai/n8n-nodes-openchs/blob/main/docs/credentials.md#recipient';

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'Text that the references of cases are made with. Generate a long random one, 32 characters or more; keep it and back it up: the same secret gives the same references, another or a lost one gives every case a new reference. Take another secret for another recipient, and give it to nobody.',
		},
		{
			displayName: 'Helpline Code',
			name: 'helplineCode',
			type: 'string',
			default: '',
			placeholder: 'e.g. helpline-116',
			description:
				'Goes into the references, so that case 17 of one helpline is not case 17 of another; it does not stand in the files. When empty, the code of the OpenCHS credential is used. Another code gives every case another reference.',
		},
	];
}
