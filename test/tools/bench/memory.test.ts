import { riseAfter } from '../../../tools/bench/memory.mts';

const samples = [
	{ at: 0, megabytes: 900 },
	{ at: 1_500, megabytes: 500 },
	{ at: 1_900, megabytes: 510 },
	{ at: 2_000, megabytes: 505 },
	{ at: 2_400, megabytes: 540 },
	{ at: 3_000, megabytes: 520 },
];

it('tells how much more was held from a moment on than in the second before it', () => {
	expect(riseAfter(samples, 2_000)).toBe(30);
});
