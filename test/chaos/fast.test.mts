import { join } from 'node:path';

import { PLANTS } from '../../tools/chaos/commandLine.mts';
import { projectRoot } from '../../tools/common/files.mts';
import { run } from '../../tools/common/run.mts';

const LIMIT_SECONDS = 280;
const RUNS = 200;
/** The rig stops as soon as a planted fault has cost something; it must do so in these. */
const RUNS_OF_PLANTS = 1_000;

async function chaos(...args: string[]) {
	const main = join(projectRoot, 'tools', 'chaos', 'main.mts');
	return await run(process.execPath, [main, '--target', 'trigger', '--fast', ...args], {
		limitSeconds: LIMIT_SECONDS,
	});
}

function lastLine(output: string): string {
	return output.trim().split('\n').at(-1) ?? '';
}

describe.each(['published', 'deployed'])('the trigger on the %s server', (dialect) => {
	it(
		`loses nothing and does nothing twice in ${RUNS} worlds`,
		async () => {
			const { code, output } = await chaos(
				'--dialect',
				dialect,
				'--runs',
				`${RUNS}`,
				'--seed',
				'1',
			);

			expect([output.includes('again:') ? output : '', lastLine(output), code]).toEqual([
				'',
				'lost 0, doubled 0',
				0,
			]);
			expect(output).toMatch(/killed [1-9]\d* times: state saved, no execution yet/);
			expect(output).toMatch(/killed [1-9]\d* times: an answer is on its way back/);
		},
		LIMIT_SECONDS * 1000,
	);

	it.each(PLANTS.trigger)(
		'is found out when it has a fault: %s',
		async (plant) => {
			const runs = `${RUNS_OF_PLANTS}`;
			const { code, output } = await chaos('--dialect', dialect, '--runs', runs, '--plant', plant);

			expect(lastLine(output)).toMatch(/^lost [1-9]\d*, doubled \d+$/);
			expect(output).toContain(`--seed `);
			expect(code).toBe(1);
		},
		LIMIT_SECONDS * 1000,
	);
});
