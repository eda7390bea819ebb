import type { AiAdmin } from '../../../tools/sandbox/ai/adminClient.mts';
import { aiAdminOf } from '../../../tools/sandbox/ai/adminClient.mts';
import type { Settings } from '../../../tools/sandbox/settings.mts';
import type { SandboxProcess } from '../../support/sandbox.mts';
import { startSandboxProcess } from '../../support/sandbox.mts';

export interface SandboxAi extends SandboxProcess {
	ai: AiAdmin;
	/** As at the start, with these options. */
	fresh(options?: Partial<Settings>): Promise<void>;
	/** Method and path of what the node asked the AI service, health left out. */
	asked(): Promise<string[]>;
	/** Comes true when a task is at work. */
	working(): Promise<void>;
}

/** A hundred seconds of the service in one. */
export const SPEED = 100;
/** A busy machine takes its time to start a process. */
export const PATIENCE_MS = 120_000;
const MOST_LOOKS = 5000;

export async function startSandboxAi(): Promise<SandboxAi> {
	const sandbox = await startSandboxProcess(['--seed-cases', '0']);
	const ai = aiAdminOf(sandbox.aiUrl);
	const { admin } = sandbox;
	return {
		...sandbox,
		ai,
		async fresh(options = {}) {
			await admin.reset('empty');
			for (const [name, value] of Object.entries({ aiSpeed: SPEED, ...options })) {
				await admin.setOption(name as keyof Settings, value as never);
			}
		},
		async asked() {
			const log = await admin.log();
			return log
				.filter(({ server, path }) => server === 'ai' && path !== '/health/')
				.map(({ method, path }) => `${method} ${path}`);
		},
		async working() {
			for (let look = 0; look < MOST_LOOKS; look++) {
				if ((await ai.tasks()).some(({ state }) => state === 'PROCESSING')) return;
			}
			throw new Error('No task was worked on');
		},
	};
}
