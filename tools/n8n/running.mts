import { demoOwner, type Owner } from './api.mts';

/** What a command line says about an n8n that already runs. */
export interface RunningN8n {
	readonly url: string;
	readonly owner: Owner;
}

export const runningN8nOptions = {
	'n8n-url': { type: 'string' },
	'n8n-email': { type: 'string' },
	'n8n-password-env': { type: 'string' },
} as const;

/** Passwords come from the environment: a command line is visible to every process of the computer. */
export function runningN8n(values: {
	readonly 'n8n-url'?: string;
	readonly 'n8n-email'?: string;
	readonly 'n8n-password-env'?: string;
}): RunningN8n | undefined {
	const url = values['n8n-url']?.replace(/\/+$/, '');
	if (!url) return undefined;

	const variable = values['n8n-password-env'];
	const password = variable ? process.env[variable] : demoOwner.password;
	if (!password)
		throw new Error(`--n8n-password-env: the variable ${variable} is empty or not set`);

	return { url, owner: { email: values['n8n-email'] ?? demoOwner.email, password } };
}
