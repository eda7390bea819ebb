import { operations } from '../../nodes/OpenChs/actions/operations';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';
import { PROMISES } from './promises';
import { Server } from './server';
import type { Side, Target } from './target.mts';
import { NEEDS_WRITES, target, tell } from './target.mts';
import { promised } from './tellAbout';

/** As many as one of the promises is about. */
const SEED_CASES = '1000';

/** Tries every promise on one side: on the server that was named, else on a sandbox. */
export function describeSide(side: Side): void {
	describe(`the contract with the ${side} server`, () => {
		const given = target();
		let server: Server;
		let sandbox: SandboxProcess | undefined;

		beforeAll(async () => {
			if (given) {
				server = new Server(given);
				return;
			}
			sandbox = await startSandboxProcess(['--seed-cases', SEED_CASES]);
			server = new Server(inSandbox(side, sandbox), sandbox);
		});
		afterAll(async () => await sandbox?.stop());

		it('tries every operation that the node has', () => {
			const registered = Object.entries(operations).flatMap(([resource, of]) =>
				Object.keys(of).map((operation) => `${resource} ${operation}`),
			);
			const tried = PROMISES.map(({ says }) => says.split(':')[0]);

			expect(registered.filter((name) => !tried.includes(name))).toEqual([]);
		});

		for (const promise of PROMISES.filter(({ only }) => only === undefined || only === side)) {
			if (given && !given.writes && promise.does === 'write') {
				tell({ side, promise: promise.says, result: 'not run', figure: NEEDS_WRITES });
				// Without --writes nothing is written to a foreign server; the table says "not run", and nothing is counted.
				it.skip(promise.says, () => undefined);
				continue;
			}
			promised(side, promise.says, async () => {
				await server.reached();
				return await promise.prove(server);
			});
		}
	});
}

/** One side of a sandbox, with its administrator's login. */
export function inSandbox(side: Side, sandbox: SandboxProcess): Target {
	return side === 'published'
		? { side, url: sandbox.url, login: { key: sandbox.apiKey }, writes: true }
		: { side, url: sandbox.deployedUrl, login: sandbox.login, writes: true };
}
