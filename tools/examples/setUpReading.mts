import type { Account, MariaDb } from '../../test/support/mariaDb.mts';
import { credentialsOf, errorOf, outputOf, type Credential } from '../n8n/api.mts';
import { ownExample } from './own.mts';
import type { Stage } from './stage.mts';

/** The workflow beside that of examples/analytics. */
export const SETUP = 'setup.workflow.json';
export const MYSQL = 'n8n-nodes-base.mySql';

/** What the person who sets up the account for reading reads, once. */
export interface Once extends Account {
	readonly database: string;
	readonly may_read: readonly string[];
	readonly missing: readonly string[];
	readonly left_inside: readonly string[];
	readonly dropped: readonly string[];
	readonly remark: string;
}

export async function databaseCredential(
	{ api }: Stage,
	{ host, port }: MariaDb,
	{ user, password }: Account,
	database: string,
): Promise<Credential> {
	return await api.createCredential('mySql', user, { host, port, database, user, password });
}

/** Presses the button; what was shown, or why it ended. */
export async function setUp(
	stage: Stage,
	administrator: Credential,
	settings: object = {},
): Promise<{ told?: Once; error?: string }> {
	const { id } = await stage.api.createWorkflow(
		ownExample('analytics', {
			file: SETUP,
			credentials: { [MYSQL]: credentialsOf(administrator) },
			settings: { host: '127.0.0.1', ...settings },
			savesRuns: true,
		}),
	);
	const run = await stage.api.runWorkflow(id);
	const told = outputOf(run, 'Read Once')[0]?.json as Once | undefined;
	return { told, error: errorOf(run) };
}
