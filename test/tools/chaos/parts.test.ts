import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { randomFrom } from '../../../tools/common/random.mts';
import { Killer, KILL_POINTS } from '../../../tools/chaos/trigger/fast/killer.mts';
import { makePlan } from '../../../tools/chaos/trigger/fast/plan.mts';
import { PlayedClock } from '../../../tools/chaos/trigger/fast/playedClock.mts';
import { plantingOf } from '../../../tools/chaos/trigger/plants.mts';
import { Product } from '../../../tools/chaos/product.mts';

describe('a played clock', () => {
	it('passes when told, and does on the way what was planned', () => {
		const clock = new PlayedClock(1_000);
		const done: number[] = [];
		clock.plan(1_700, () => done.push(clock.now()));
		clock.plan(1_200, () => done.push(clock.now()));
		clock.plan(5_000, () => done.push(clock.now()));

		clock.pass(1_000);

		expect(done).toEqual([1_200, 1_700]);
		expect(clock.now()).toBe(2_000);
	});
});

describe('a killer', () => {
	it('kills as often as it may, counts where, and rests when told', () => {
		const killer = new Killer(randomFrom(1), 1, 3);
		const point = 'execution running';

		expect([1, 2, 3, 4].map(() => killer.strikes(point))).toEqual([true, true, true, false]);
		expect([...killer.hits]).toEqual([[point, 3]]);
		const resting = new Killer(randomFrom(1), 1, 3);
		resting.rest();
		expect(resting.strikes(point)).toBe(false);
	});

	it('reaches every point', () => {
		const killer = new Killer(randomFrom(1), 0.5, 1_000);
		for (let i = 0; i < 100; i++) for (const point of KILL_POINTS) killer.strikes(point);

		expect([...killer.hits.keys()].sort()).toEqual([...KILL_POINTS].sort());
	});
});

it('makes the same plan of the same seed, and another one of another', () => {
	const plan = (seed: number) => makePlan(randomFrom(seed));

	expect(plan(7)).toEqual(plan(7));
	expect(plan(7)).not.toEqual(plan(8));
});

describe('a process of the package', () => {
	const folder = join(process.cwd(), '.tmp', `chaos-${process.pid}`);
	const path = folder.slice(process.cwd().length + 1);

	beforeAll(() => {
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'count.ts'), 'export const state: { n: number } = { n: 1 };\n');
		writeFileSync(
			join(folder, 'node.ts'),
			"import { sleep } from 'n8n-workflow';\nimport { state } from './count';\n" +
				'export const up = () => ++state.n;\nexport const now = () => [Date.now(), new Date().getTime(), Math.random()];\n' +
				'export const nap = async () => await sleep(5);\n',
		);
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	interface Loaded {
		up(): number;
		now(): number[];
		nap(): Promise<void>;
	}
	const slept: number[] = [];
	const surroundings = {
		now: () => 5,
		random: () => 0.25,
		sleep: async (ms: number) => void slept.push(ms),
	};

	it('remembers what its modules remember, and nothing of another process', () => {
		const product = new Product();
		const one = product.newProcess(surroundings);
		const other = product.newProcess(surroundings);

		one<Loaded>(`${path}/node`).up();

		expect(one<Loaded>(`${path}/node`).up()).toBe(3);
		expect(other<Loaded>(`${path}/node`).up()).toBe(2);
	});

	it('sees the clock, the chance and the sleep that it is given', async () => {
		const loaded = new Product().newProcess(surroundings)<Loaded>(`${path}/node`);
		await loaded.nap();

		expect(loaded.now()).toEqual([5, 5, 0.25]);
		expect(slept).toEqual([5]);
	});

	it('can be given another text', () => {
		const edit = (file: string, text: string) =>
			file === `${path}/count.ts` ? text.replace('n: 1', 'n: 40') : text;

		expect(new Product(edit).newProcess(surroundings)<Loaded>(`${path}/node`).up()).toBe(41);
	});
});

describe('a planted fault', () => {
	it.each(['overlap', 'early-cursor', 'page-overlap'] as const)(
		'%s has its places in the package as it is',
		(plant) => {
			const planting = plantingOf(plant);
			const load = new Product(planting.edit).newProcess({
				now: () => 0,
				random: () => 0,
				sleep: async () => undefined,
			});
			load('nodes/OpenChsTrigger/OpenChsTrigger.node');

			expect(() => planting.check()).not.toThrow();
		},
	);

	it('that finds no place is told of', () => {
		expect(() => plantingOf('overlap').check()).toThrow('is not in nodes/shared/changes/');
	});
});
