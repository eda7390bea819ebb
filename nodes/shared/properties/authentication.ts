import type { INodeProperties } from 'n8n-workflow';

/** The login that is chosen decides which server is spoken to; there is no other switch for it. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{ name: 'API Key', value: 'apiKey' },
		{ name: 'Login', value: 'login' },
		{ name: 'One-Time Code', value: 'otp' },
	],
	default: 'login',
	description: 'How your OpenCHS lets programs in; its administrator knows',
};
