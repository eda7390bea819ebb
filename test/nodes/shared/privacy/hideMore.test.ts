import { hideMore } from '../../../../nodes/shared/privacy/hideMore';

/** Satisfied as soon as so many figures are hidden; until then the first one is told. */
const untilHidden = (count: number) => (_figures: unknown, _sums: unknown, hidden: ReadonlySet<number>) =>
	hidden.size >= count ? [] : [0];

const sum = (total: number, ...parts: number[]) => ({ total, parts });

type Sums = Parameters<typeof hideMore>[1];

function chosen(figures: number[], sums: Sums, small = [0]): number[] {
	const hidden = hideMore(figures, sums, { small, audit: untilHidden(small.length + 1) });
	return [...hidden].filter((at) => !small.includes(at));
}

describe('beside a small figure is hidden', () => {
	it('nothing where nothing is told', () => {
		const hidden = hideMore([1, 8], [], { small: [0], audit: () => [] });

		expect([...hidden]).toEqual([0]);
	});

	it('the smallest of those that stand in a sum with it', () => {
		expect(chosen([1, 20, 8, 29], [sum(3, 0, 1, 2)])).toEqual([2]);
	});

	it('no zero, behind which nobody stands', () => {
		expect(chosen([1, 0, 8, 9], [sum(3, 0, 1, 2)])).toEqual([2]);
	});

	it('a part before a total, also before one that is smaller', () => {
		expect(chosen([1, 8, 20, 5, 30, 35], [sum(3, 0, 1, 2), sum(5, 3, 4)])).toEqual([1]);
	});

	it('first what stands in more sums that hide something', () => {
		const figures = [1, 8, 20, 29, 1, 0, 21];

		expect(chosen(figures, [sum(3, 0, 1, 2), sum(6, 2, 4)], [0, 4])).toEqual([2]);
		expect(chosen(figures, [sum(3, 0, 1, 2), sum(6, 2, 5)])).toEqual([1]);
	});

	it('the total where no part is left', () => {
		expect(chosen([1, 0, 0, 1], [sum(3, 0, 1, 2)])).toEqual([3]);
	});

	it('something of another sum only where its own has nothing left', () => {
		const left = [1, 1, 0, 4, 5];
		expect(chosen(left, [sum(2, 0, 1), sum(4, 1, 3)], [0, 1])).toEqual([3]);

		const own = [1, 9, 0, 2, 11];
		expect(chosen(own, [sum(1, 0), sum(4, 1, 3)])).toEqual([1]);
	});

	it('nothing more where there is nothing to hide', () => {
		const hidden = hideMore([1, 0, 0], [sum(2, 0, 1)], { small: [0], audit: () => [0] });

		expect([...hidden]).toEqual([0]);
	});

	it('what helps most before what is smaller, of the first eight', () => {
		const figures = [1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 0];
		const all = sum(10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
		const hiddenWith = (best: number) =>
			hideMore(figures, [all], {
				small: [0],
				audit: (_figures, _sums, now) => {
					if (now.has(best)) return [];
					return now.size > 1 ? [0] : [0, 0];
				},
			});

		expect([...hiddenWith(8)]).toEqual([0, 8]);
		expect([...hiddenWith(1)]).toEqual([0, 1]);
		// The ninth is looked at when one of the first eight is hidden, which then is shown again.
		expect([...hiddenWith(9)]).toEqual([0, 9]);
	});

	it('parts before the total of everything, also when it alone would do', () => {
		const hidden = hideMore([1, 8, 20, 29], [sum(3, 0, 1, 2)], {
			small: [0],
			audit: (_figures, _sums, now) => (now.has(3) || (now.has(1) && now.has(2)) ? [] : [0]),
		});

		expect([...hidden].sort()).toEqual([0, 1, 2]);
	});

	it('in the end the smaller one of two that do as well, in whatever order they were hidden', () => {
		const [x, y, z, other] = [1, 2, 3, 4];
		const hidden = hideMore([1, 8, 20, 9, 1, 0, 0], [sum(5, 0, x, y), sum(6, other, z)], {
			small: [0, other],
			audit: (_figures, _sums, now) => {
				if (now.has(z) && (now.has(x) || now.has(y))) return [];
				if (now.has(x) && now.has(y)) return [other];
				return now.has(x) || now.has(y) ? [0] : [0, 0];
			},
		});

		expect([...hidden].sort()).toEqual([0, x, z, other]);
	});

	it('in the end nothing that is not needed any more, the largest first', () => {
		const [a, b, c] = [3, 1, 2];
		const figures = [1, 10, 11, 90, 112];
		const left = (hidden: ReadonlySet<number>) => {
			if (hidden.has(b) && hidden.has(c)) return [];
			if (hidden.has(a)) return [0];
			return hidden.has(b) || hidden.has(c) ? [0, 0] : [0, 0, 0];
		};

		const hidden = hideMore(figures, [sum(4, 0, 1, 2, 3)], {
			small: [0],
			audit: (_figures, _sums, now) => left(now),
		});

		expect([...hidden].sort()).toEqual([0, b, c]);
	});
});
