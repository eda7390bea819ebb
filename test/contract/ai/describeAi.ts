import type { RunRequest } from '../../support/engine';
import type { SandboxProcess } from '../../support/sandbox.mts';
import { startSandboxProcess } from '../../support/sandbox.mts';
import { aiTarget } from '../target.mts';
import { promised } from '../tellAbout';
import { AI_PROMISES } from './promises';
import { AiService, type Shape } from './service';

const SHAPES: readonly Shape[] = ['service', 'guide', 'reference', 'reference-tasks'];

/** A task of the sandbox takes a tenth of a second at this pace. */
const SPEED = 100;

/** Tries every promise on the AI service that was named, else on a sandbox in each of its shapes. */
export function describeAi(nodeType: RunRequest['nodeType']): void {
	const given = aiTarget();
	for (const shape of given ? (['running'] as const) : SHAPES) {
		describe(`the contract with an AI service: ${shape}`, () => {
			let service: AiService;
			let sandbox: SandboxProcess | undefined;

			beforeAll(async () => {
				if (given) {
					service = new AiService(nodeType, shape, given);
					return;
				}
				const args = ['--seed-cases', '0', '--option', `aiSpeed=${SPEED}`];
				sandbox = await startSandboxProcess([...args, '--option', `aiShape=${shape}`]);
				service = new AiService(nodeType, shape, { url: sandbox.aiUrl }, sandbox);
			});
			afterAll(async () => await sandbox?.stop());
			afterEach(async () => await sandbox?.admin.clearFaults());

			for (const { says, only, prove } of AI_PROMISES) {
				if (only && !only.includes(shape)) continue;
				promised(`AI ${shape}`, says, async () => await prove(service));
			}
		});
	}
}
