import type { INodeProperties } from 'n8n-workflow';

/** The fields that the credentials share. Their names are stored with users' credentials: they stay. */

export const helplineBaseUrl: INodeProperties = {
	displayName: 'Base URL',
	name: 'baseUrl',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. https://helpline.example.org',
	description:
		'Address of the OpenCHS server. What follows it, /helpline/api, is added by the node.',
};

export const aiBaseUrl: INodeProperties = {
	...helplineBaseUrl,
	default: 'http://localhost:8123',
	placeholder: 'e.g. http://localhost:8123',
	description:
		'Address of the AI service. It listens on port 8123 or, in its own deployment files, on 8125. Where n8n runs in a container, localhost is that container itself: use the name or the address of the other machine.',
};

export const apiKeyField: INodeProperties = {
	displayName: 'API Key',
	name: 'apiKey',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description: 'The key that the administrator of OpenCHS gave you, sent as X-API-Key',
};

export const aiKeyField: INodeProperties = {
	...apiKeyField,
	required: false,
	description:
		'The AI service has no login of its own. Fill this in only when a gateway in front of it asks for a key, sent as X-API-Key.',
};

/** Two switches, each with its warning, which shows only while the switch is on. */
export const connectionSwitches: INodeProperties[] = [
	{
		displayName: 'Allow Plain HTTP in Private Networks',
		name: 'allowPrivateHttp',
		type: 'boolean',
		default: false,
		description:
			'Whether an http:// address may point to a private network or to a host name of one word. Plain HTTP on this machine always works, to public addresses never.',
	},
	{
		displayName:
			'The login and all case data travel unencrypted. Everyone on that network can read along. Use this only on a network that you trust.',
		name: 'allowPrivateHttpNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { allowPrivateHttp: [true] } },
	},
	{
		displayName: 'Ignore SSL Issues (Insecure)',
		name: 'allowUnauthorizedCerts',
		type: 'boolean',
		default: false,
		description: 'Whether to connect even if SSL certificate validation is not possible',
	},
	{
		displayName:
			"Nobody checks any more that this is your server: whoever stands in between can take the login and read the cases. Better: give n8n the server's certificate with NODE_EXTRA_CA_CERTS, and leave this off.",
		name: 'allowUnauthorizedCertsNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { allowUnauthorizedCerts: [true] } },
	},
];

export const helplineCodeField: INodeProperties = {
	displayName: 'Helpline Code',
	name: 'helplineCode',
	type: 'string',
	default: '',
	placeholder: 'e.g. helpline-116',
	description:
		'Short name that marks the records of this helpline: letters, digits and dashes. When empty, it is made from the host name; fill it in before the address changes, or the same cases look like those of another helpline.',
};

/** As a value of its own, because the lint rule for labels would write the mark in capitals. */
const CASE_PAGE = {
	placeholder: 'e.g. https://helpline.example.org/cases/{id}',
	description:
		"Address of a case's page in your OpenCHS, with {id} where the ID of the case belongs. Outputs then carry a link.",
};

export const casePageTemplateField: INodeProperties = {
	displayName: 'Case Page Address',
	name: 'casePageTemplate',
	type: 'string',
	default: '',
	...CASE_PAGE,
};

/** Where the published API is silent, the server decides (published API, last section). */
export const publishedServerFields: INodeProperties[] = [
	{
		displayName: 'Keep the External Key In',
		name: 'externalKeyPlace',
		type: 'options',
		default: 'description',
		options: [
			{
				name: 'Last Line of the Description',
				value: 'description',
				description: 'Works everywhere. Other readers of the description see the line.',
			},
			{
				name: 'A Field of Its Own',
				value: 'field',
				description: 'For a server that has a field for it',
			},
			{
				name: 'Nowhere',
				value: 'nowhere',
				description: 'A case whose creation stays unclear is then reported, never repeated',
			},
		],
		description:
			'Where the key of a case is written, by which a repeated create finds the case instead of making it twice',
	},
	{
		displayName: 'Field for the External Key',
		name: 'externalKeyField',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. external_ref',
		description: 'Name of the field as the API of the server spells it',
		displayOptions: { show: { externalKeyPlace: ['field'] } },
	},
	{
		displayName: 'Custom Fields',
		name: 'customFields',
		type: 'string',
		default: '',
		placeholder: 'e.g. district, school_name',
		description:
			'Names of the case fields that this server has beyond the documented ones, separated by commas. Others are refused by name before anything is sent.',
	},
	{
		displayName: 'Requests per Hour',
		name: 'requestsPerHour',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Most requests an hour that all runs with this credential make together. 0 means as many as the server allows.',
	},
];

/** Never filled: n8n runs the hook that tests a login only while such a field is empty (host facts A1, N7). */
export const connectionCheckField: INodeProperties = {
	displayName: 'Connection Check',
	name: 'connectionCheck',
	type: 'hidden',
	typeOptions: { expirable: true },
	default: '',
};

/** The one-time login (host facts A4): what is typed, then what the hook keeps between runs. */
export const otpFields: INodeProperties[] = [
	{
		displayName:
			"1. Fill in the address and save: a code is sent, and the test says so. 2. Paste the code into 'One-Time Code' and save again: the test succeeds. When the session has ended, switch on 'Send Me a New Code on Save', save, and go on with step 2. Somebody has to do that by hand: for workflows that run unattended an API key is the better login.",
		name: 'otpNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Address Type',
		name: 'addressType',
		type: 'options',
		default: 'email',
		options: [
			{ name: 'Email', value: 'email' },
			{ name: 'Phone', value: 'phone' },
		],
	},
	{
		displayName: 'Address',
		name: 'address',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. integration@helpline.example.org',
		description:
			'Where the code goes: the e-mail address, or the phone number with its country code, of an account of OpenCHS',
	},
	{
		displayName: 'One-Time Code',
		name: 'otpCode',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			'Leave it empty until the code arrives. It stays here, encrypted, after it was used.',
	},
	{
		displayName: 'Send Me a New Code on Save',
		name: 'requestCode',
		type: 'boolean',
		default: false,
		description:
			'Whether to send another code on the next save. It goes off by itself; while the session still works, no code is sent.',
	},
	{
		displayName: 'Session',
		name: 'sessionToken',
		type: 'hidden',
		// Masked, so that a dialog never shows it and hands back what is stored (host facts A3).
		typeOptions: { password: true },
		default: '',
	},
	{
		displayName: 'Used Code',
		name: 'usedCode',
		type: 'hidden',
		typeOptions: { password: true },
		default: '',
	},
	{ displayName: 'Session Owner', name: 'sessionOwner', type: 'hidden', default: '' },
	{ displayName: 'Code Sent At', name: 'otpSentAt', type: 'hidden', default: '' },
];

/** The login of the deployed server (helpline v1, section 2). */
export const loginFields: INodeProperties[] = [
	{
		displayName: 'User',
		name: 'user',
		type: 'string',
		required: true,
		default: '',
		description:
			'User name of an account of the helpline server. Lists show every case to supervisors and administrators alone, to everybody else their own.',
	},
	{
		displayName: 'Password',
		name: 'password',
		type: 'string',
		typeOptions: { password: true },
		required: true,
		default: '',
		description:
			'Without a colon: the server cannot read one. A refused password is not tried again until it or the user name changes.',
	},
];

/** Kept between runs: hidden and masked, so that a dialog never shows it and hands back what is stored (host facts A1, A3). */
export const loginSessionFields: INodeProperties[] = [
	{
		displayName: 'Session',
		name: 'sessionToken',
		type: 'hidden',
		typeOptions: { expirable: true, password: true },
		default: '',
	},
	{ displayName: 'Session Owner', name: 'sessionOwner', type: 'hidden', default: '' },
];

const rootField = (displayName: string, name: string, root: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: root,
	description:
		'ID of the entry below which this list stands in the categories of this installation',
});

/**
 * What no call of the helpline server tells (helpline v1, sections 8.6 and 15). A fixed collection: n8n's
 * dialog of a credential shows nothing but the label of a `collection`.
 */
export const installationField: INodeProperties = {
	displayName: 'Settings',
	name: 'installation',
	type: 'fixedCollection',
	placeholder: 'Add Setting',
	default: {},
	description: 'What differs between installations of OpenCHS; what is not added has its default',
	options: [
		{
			displayName: 'Account',
			name: 'account',
			values: [
				{
					displayName: 'This Account Sees Only Its Own Cases',
					name: 'seesOnlyOwnCases',
					type: 'boolean',
					default: false,
					description:
						'Whether to let the test pass although lists show only the cases of this account. Workflows run either way.',
				},
			],
		},
		{
			displayName: 'Cases',
			name: 'cases',
			values: [
				{
					displayName: 'Case Number Prefix',
					name: 'caseNumberPrefix',
					type: 'string',
					default: '',
					placeholder: 'e.g. UCHL-',
					description: 'What stands in front of the ID in the case numbers that people see',
				},
				casePageTemplateField,
				{
					displayName: 'Escalate Critical Cases To',
					name: 'escalateCriticalTo',
					type: 'string',
					default: '',
					placeholder: 'e.g. 101',
					description:
						'ID of the user who gets cases of the priority critical, because this server has no such priority. When empty, they are of high priority and stay with the login.',
				},
			],
		},
		{
			displayName: 'Phone Numbers',
			name: 'phones',
			values: [
				{
					displayName: 'Country Code',
					name: 'countryCode',
					type: 'string',
					default: '254',
					description:
						'Digits that this server puts in front of a national phone number; used to recognize the same number again',
				},
			],
		},
		{
			displayName: 'Roots of Lists',
			name: 'roots',
			values: [
				rootField('Root of Age Groups', 'ageGroupRoot', '101'),
				rootField('Root of Case Categories', 'caseCategoryRoot', '362557'),
				rootField('Root of Dispositions', 'dispositionRoot', '362515'),
				rootField('Root of Locations', 'locationRoot', '88'),
				rootField('Root of Referrals', 'referralRoot', '236707'),
				rootField('Root of Relationships', 'relationshipRoot', '236634'),
				rootField('Root of Services', 'serviceRoot', '113'),
				rootField('Root of Sexes', 'sexRoot', '120'),
				{
					displayName: 'Other Roots',
					name: 'categoryRoots',
					type: 'json',
					default: '{}',
					description:
						'Roots of further lists by name: assessment, disability, employment, health, heardAbout, hivStatus, household, idType, justice, language, maritalStatus, nationality, notInSchool, schoolLevel, schoolType, sharesHome, tribe',
				},
			],
		},
	],
};
