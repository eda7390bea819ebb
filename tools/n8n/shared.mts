import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { n8nApi, type N8nApi, type Owner } from './api.mts';

/**
 * The one n8n that serves a whole run of tests. `npm test` starts it and tells the suites by this
 * variable, since they run in processes of their own.
 */
export const SHARED_N8N = 'OPENCHS_TEST_N8N';

export interface SharedN8nPlace {
	readonly url: string;
	readonly owner: Owner;
	/** Missing when somebody else started that n8n. */
	readonly userFolder?: string;
	/** A user folder with package and owner as they were at the start, for `startN8n({ from })`. */
	readonly template?: string;
}

export interface SharedN8n extends SharedN8nPlace {
	readonly api: N8nApi;
	log(): string;
}

/** The shared n8n, signed in. A test that kills or restarts starts its own from the template. */
export async function sharedN8n(): Promise<SharedN8n> {
	const place = process.env[SHARED_N8N];
	if (!place) throw new Error('No n8n runs for the tests: start them with `npm test n8n`.');

	const shared = JSON.parse(place) as SharedN8nPlace;
	const api = n8nApi(shared.url);
	await api.login(shared.owner);

	const { userFolder } = shared;
	const log = () => (userFolder ? readFileSync(join(userFolder, 'n8n.log'), 'utf8') : '');
	return { ...shared, api, log };
}
