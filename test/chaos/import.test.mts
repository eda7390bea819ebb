import { join } from 'node:path';

import { PLANTS } from '../../tools/chaos/commandLine.mts';
import { projectRoot } from '../../tools/common/files.mts';
import { run } from '../../tools/common/run.mts';

const LIMIT_SECONDS = 280;
const RUNS = 40;
/** The rig stops as soon as a planted fault has shown; it must do so in these. */
const RUNS_OF_PLANTS = 100;

async function chaos(...args: string[]) {
	const main = join(projectRoot, 'tools', 'chaos', 'main.mts');
	return await run(process.execPath, [main, '--target', 'import', ...args], {
		limitSeconds: LIMIT_SECONDS,
	});
}

function lastLine(output: string): string {
	return output.trim().split('\n').at(-1) ?? '';
}

describe.each(['published', 'deployed'])('the CSV import on the %s server', (dialect) => {
	it.each([
		['a good day', []],
		['a bad day', ['--faults']],
	])(
		`brings every good row once, and tells every bad one, in ${RUNS} runs on %s`,
		async (_day, faults) => {
			const runs = ['--dialect', dialect, '--runs', `${RUNS}`, '--seed', '1'];
			const { code, output } = await chaos('--fast', ...runs, ...faults);

			expect([output.includes('again:') ? output : '', lastLine(output), code]).toEqual([
				'',
				'lost 0, doubled 0',
				0,
			]);
			expect(output).toMatch(/killed [1-9]\d* times: a call is on its way/);
			expect(output).toMatch(/killed [1-9]\d* times: an answer is on its way back/);
		},
		LIMIT_SECONDS * 1000,
	);

	it.each(PLANTS.import)(
		'is found out when it has a fault: %s',
		async (plant) => {
			const runs = ['--dialect', dialect, '--runs', `${RUNS_OF_PLANTS}`, '--seed', '1'];
			const { code, output } = await chaos('--fast', ...runs, '--faults', '--plant', plant);

			expect(output).toMatch(/again: npm run chaos -- .* --seed \d+ --faults --plant/);
			expect(lastLine(output)).toMatch(/^lost \d+, doubled \d+$/);
			expect(code).toBe(1);
		},
		LIMIT_SECONDS * 1000,
	);

	it('comes to the same end each time with the same seed', async () => {
		const once = async () => {
			const args = ['--fast', '--dialect', dialect, '--runs', '3', '--seed', '11', '--faults'];
			const { output } = await chaos(...args);
			return output.replace(/in [\d.]+ s/, '');
		};

		expect(await once()).toBe(await once());
	}, 120_000);
});

it(
	'brings 1,000 rows at 50 creates an hour in the time that Check Only states, refused at most once',
	async () => {
		const { code, output } = await chaos('--figures', '--seed', '1');

		expect(output).toMatch(
			/stated \d+\.\d hours, took \d+\.\d hours, refused by the limit [01] times/,
		);
		expect([lastLine(output), code]).toEqual(['lost 0, doubled 0', 0]);
	},
	LIMIT_SECONDS * 1000,
);
