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
	interface Remembering {
		memoryOf(key: string): object;
	}
	interface Waiting {
		waitFor(ms: number): Promise<boolean>;
		seen(): number[];
	}
	const slept: number[] = [];
	const surroundings = {
		now: () => 5,
		random: () => 0.25,
		sleep: async (ms: number) => void slept.push(ms),
	};
	const WAIT = 'nodes/shared/transport/stoppableSleep';

	it('remembers what its modules remember, and nothing of another process', () => {
		const product = new Product();
		const one = product.newProcess(surroundings);
		const other = product.newProcess(surroundings);
		const memoryOf = (load: typeof one) =>
			load<Remembering>('nodes/OpenChsTrigger/processMemory').memoryOf('a trigger');

		expect(memoryOf(one)).toBe(memoryOf(one));
		expect(memoryOf(other)).not.toBe(memoryOf(one));
	});

	it('sees the clock, the chance and the sleep that it is given, in a text that was changed', async () => {
		const edit = (file: string, text: string) =>
			file === `${WAIT}.ts`
				? `${text}\nexport const seen = () => [Date.now(), new Date().getTime(), Math.random()];`
				: text;
		const loaded = new Product(edit).newProcess(surroundings)<Waiting>(WAIT);
		await loaded.waitFor(300);

		expect(loaded.seen()).toEqual([5, 5, 0.25]);
		expect(slept).toEqual([250, 50]);
	});

	it('says which file there is not', () => {
		const load = new Product().newProcess(surroundings);

		expect(() => load('nodes/Nobody/Nobody.node')).toThrow('There is no nodes/Nobody/Nobody.node');
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
