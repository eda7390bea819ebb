import { compare, type Expected } from '../../../tools/chaos/compare.mts';

const due = (key: string, more: Partial<Expected> = {}): Expected => ({
	key,
	isDue: true,
	visibleFrom: 1_000,
	...more,
});

describe('what was acted on beside what really happened', () => {
	it('is well when every change was acted on once', () => {
		const acted = ['a', 'b'].map((key) => ({ key, at: 5_000 }));

		expect(compare([due('a'), due('b')], acted)).toEqual({
			lost: [],
			doubled: [],
			due: 2,
			longestDelayMs: 4_000,
		});
	});

	it('notices a loss', () => {
		expect(compare([due('a'), due('b')], [{ key: 'a', at: 2_000 }]).lost).toEqual(['b']);
	});

	it('notices that something was acted on twice', () => {
		const twice = [1, 2].map((at) => ({ key: 'a', at }));

		expect(compare([due('a')], twice).doubled).toEqual(['a']);
	});

	it('notices a second name for one change: nothing has happened under it', () => {
		const acted = ['a', 'a-again'].map((key) => ({ key, at: 2_000 }));

		expect(compare([due('a')], acted)).toMatchObject({ lost: [], doubled: ['a-again'] });
	});

	it('takes what need not be heard of either way', () => {
		const expected = [due('a', { isDue: false }), due('b')];

		expect(compare(expected, [{ key: 'b', at: 2_000 }])).toMatchObject({ lost: [], doubled: [] });
		const both = ['a', 'b'].map((key) => ({ key, at: 2_000 }));
		expect(compare(expected, both)).toMatchObject({ lost: [], doubled: [], due: 1 });
	});

	it('takes a second change of one second under a name of its own, as often as there were some', () => {
		const expected = [due('a'), due('a', { isDue: false, isRepeat: true })];
		const acted = ['a', 'a.x', 'a.y'].map((key) => ({ key, at: 2_000 }));

		expect(compare(expected, acted).doubled).toEqual(['a.y']);
	});

	it('takes that name alone when only the second change was due', () => {
		const before = due('a', { isDue: false });
		const expected = [before, due('a', { isRepeat: true })];

		expect(compare(expected, [{ key: 'a.x', at: 2_000 }]).lost).toEqual([]);
		expect(compare(expected, []).lost).toEqual(['a']);
		expect(compare([due('a'), due('a', { isRepeat: true })], [{ key: 'a.x', at: 9 }]).lost).toEqual(
			['a'],
		);
	});

	it('takes a part of a change once', () => {
		const acted = ['a', 'a.p', 'b.p'].map((key) => ({
			key,
			part: key.includes('.') ? 'p' : undefined,
			at: 2_000,
		}));

		expect(compare([due('a')], acted).doubled).toEqual(['b.p']);
	});

	it('counts a delay from the moment from which a change could be seen', () => {
		const expected = [due('a', { visibleFrom: 9_000 }), due('a'), due('b', { visibleFrom: 3_000 })];
		const acted = [
			{ key: 'a', at: 2_000 },
			{ key: 'b', at: 5_500 },
		];

		expect(compare(expected, acted).longestDelayMs).toBe(2_500);
	});
});
