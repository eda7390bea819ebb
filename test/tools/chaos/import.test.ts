import { importFile, isToldRight, judge } from '../../../tools/chaos/import/expected.mts';
import { makePlan } from '../../../tools/chaos/import/fast/plan.mts';
import { Timeline } from '../../../tools/chaos/import/fast/timeline.mts';
import { plantingOf } from '../../../tools/chaos/import/plants.mts';
import { PLANTS } from '../../../tools/chaos/commandLine.mts';
import { Product } from '../../../tools/chaos/product.mts';
import { randomFrom } from '../../../tools/common/random.mts';

describe('what an import must leave', () => {
	const wanted = new Set(['Made-up title 1', 'Made-up title 2']);
	const [one = '', two = ''] = wanted;

	it.each([
		['one case of each good row, beside those of others', [one, two, 'Somebody else'], [], []],
		['a row without a case is lost', [two], [one], []],
		['two cases of a row are one too many', [one, two, two], [], [two]],
		['a case of a bad row is one too many', [one, two, `${one}0`], [], [`${one}0`]],
	])('%s', (_what, titles, lost, doubled) => {
		expect(judge(wanted, { titles, children: null })).toEqual({ lost, doubled });
	});

	it('counts children where they are kept apart from their cases', () => {
		const titles = [one, two];

		expect(judge(wanted, { titles, children: [one, one] })).toEqual({
			lost: [`child of ${two}`],
			doubled: [`child of ${one}`],
		});
		expect(judge(wanted, { titles: [one], children: [one] }).lost).toEqual([two]);
	});

	it('has every bad row told with its own reason, and no other', () => {
		const { bad, titles } = importFile('deployed', { rows: 60, bad: 9 });

		expect(bad).toHaveLength(9);
		expect(titles.size).toBe(51);
		expect(isToldRight(bad, [...bad].reverse())).toBe(true);
		expect(isToldRight(bad, bad.slice(1))).toBe(false);
		expect(isToldRight(bad, ['7 title date', ...bad.slice(1)])).toBe(false);
	});

	it('takes a row for good whose only fault is in a key that is not used', () => {
		const { bad, titles } = importFile('published', { rows: 60, bad: 9, hasKeys: false });

		expect([bad.length, titles.size]).toEqual([8, 52]);
	});
});

it('makes the same plan of the same seed, and another one of another', () => {
	const plan = (seed: number) => makePlan(randomFrom(seed));

	expect(plan(7)).toEqual(plan(7));
	expect(plan(7)).not.toEqual(plan(8));
});

describe('a timeline', () => {
	it('has things happen in the order of their moments, each after what the one before has set off', async () => {
		const timeline = new Timeline(1_000);
		const seen: string[] = [];
		const work = async (name: string, ms: number) => {
			await timeline.wait(ms, 'the node waits');
			seen.push(`${name} at ${timeline.now()}`);
		};
		const both = Promise.all([
			work('late', 50).then(async () => await work('later', 5)),
			work('early', 10),
		]);

		const ended = await timeline.until(
			both.then(() => undefined),
			() => false,
		);

		expect(ended).toBeNull();
		expect(seen).toEqual(['early at 1010', 'late at 1050', 'later at 1055']);
	});

	it('ends before the moment that it is told, and nobody who waited goes on', async () => {
		const timeline = new Timeline(0);
		let isOver = false;
		const work = timeline.wait(10, 'an answer is on its way back').then(() => void (isOver = true));

		expect(await timeline.until(work, () => true)).toBe('an answer is on its way back');
		await timeline.endAll(() => true);
		await timeline.drain();

		expect(isOver).toBe(false);
	});

	it('lets calls that had left arrive after a death, where chance says so', async () => {
		const arrived: number[] = [];
		const timeline = new Timeline(0);
		for (const call of [1, 2, 3]) {
			timeline.plan(call, 'a call is on its way', () => void arrived.push(call));
		}
		let calls = 0;

		await timeline.endAll(() => (calls += 1) !== 2);

		expect(arrived).toEqual([1, 3]);
	});
});

it.each(PLANTS.import)('the planted fault %s has its place in the package as it is', (plant) => {
	const planting = plantingOf(plant);
	const load = new Product(planting.edit).newProcess({
		now: () => 0,
		random: () => 0,
		sleep: async () => undefined,
	});
	load('nodes/OpenChsCsvImport/OpenChsCsvImport.node');

	expect(() => planting.check()).not.toThrow();
});
