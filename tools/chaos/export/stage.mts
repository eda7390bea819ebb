import { join } from 'node:path';

import { startSandboxProcess, type SandboxProcess } from '../../../test/support/sandbox.mts';
import { errorOf, n8nApi } from '../../n8n/api.mts';
import { type N8n, type N8nOptions, startN8n } from '../../n8n/server.mts';
import type { Dialect } from '../commandLine.mts';
import { makeCredential } from '../realN8n/credential.mts';
import { Destination } from './destination.mts';
import { nightOf } from './workflow.mts';

export interface StageAsked {
	dialect: Dialect;
	n8n: N8nOptions;
}

/** A real n8n, a sandbox, and the folder that the export's files are put into. */
export interface Stage {
	readonly sandbox: SandboxProcess;
	readonly n8n: N8n;
	readonly destination: Destination;
	/** Presses Execute on the night that goes on from the destination's last manifest, or another's. */
	start(destination?: Destination): Promise<string>;
	/** Null when the night ended well, else what stopped it. */
	ended(execution: string): Promise<string | null>;
	/** A folder of its own for one more export. */
	another(): Destination;
	close(): Promise<void>;
}

/** What a whole archive takes on a busy machine. */
const MOST_RUN_SECONDS = 420;
/** The folder of its own that n8n lets workflows write to. */
const ALLOWED = '.n8n-files';

export async function openStage({ dialect, ...asked }: StageAsked): Promise<Stage> {
	const sandbox = await startSandboxProcess();
	const n8n = await startN8n(asked.n8n);
	const close = async () => {
		await n8n.stop();
		await sandbox.stop();
	};
	try {
		const api = n8nApi(n8n.url);
		await api.setupOwner();
		const credentials = [
			await makeCredential(api, sandbox, dialect, 'chaos'),
			await api.createCredential('openChsRecipientApi', 'Ministry', {
				secret: 'a made-up secret of a ministry, long enough',
			}),
		];
		const destinationIn = (name: string) => new Destination(join(n8n.userFolder, ALLOWED, name));
		const destination = destinationIn('destination');
		return {
			sandbox,
			n8n,
			destination,
			start: async (into = destination) => {
				const { folder, verified } = into;
				const checkpoint = into.checkpoint();
				const night = { dialect, credentials, checkpoint, folder, verified };
				const { id } = await api.createWorkflow(nightOf(night));
				return await api.startWorkflow(id);
			},
			ended: async (execution) => {
				const ended = await api.waitForExecution(execution, MOST_RUN_SECONDS);
				return ended.status === 'success' ? null : (errorOf(ended) ?? ended.status);
			},
			another: () => {
				const other = destinationIn('another');
				other.empty();
				return other;
			},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
