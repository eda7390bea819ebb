import { comingBack } from '../../../../nodes/shared/privacy/comingBack';
import type { Sum } from '../../../../nodes/shared/privacy/sum';
import { everyNumber } from './everyTable';
import { randomFrom, tableOf } from './madeUpTables';

const told = (figures: number[], sums: Sum[], hidden: number[]) =>
	comingBack(figures, sums, new Set(hidden)).sort((a, b) => a - b);

function one(values: number[]): () => number {
	const left = [...values];
	return () => left.shift() ?? 0;
}

describe('a hidden figure comes back', () => {
	it('when it is the only hidden one of a sum, as a part or as the total', () => {
		const sums = [{ total: 3, parts: [0, 1, 2] }];

		expect(told([3, 20, 9, 32], sums, [0])).toEqual([0]);
		expect(told([3, 20, 9, 32], sums, [3])).toEqual([3]);
		expect(told([3, 20, 9, 32], sums, [0, 2])).toEqual([]);
		expect(told([3, 20, 9, 32], sums, [0, 3])).toEqual([]);
	});

	it('when all hidden ones of a sum are as small as can be', () => {
		const sums = [{ total: 2, parts: [0, 1] }];

		expect(told([1, 1, 2], sums, [0, 1])).toEqual([0, 1]);
		expect(told([1, 2, 3], sums, [0, 1])).toEqual([]);
		expect(told([1, 1, 2], sums, [0, 1, 2])).toEqual([]);
	});

	it('not at all when it stands in no sum', () => {
		expect(told([3], [], [0])).toEqual([]);
		expect(told([3, 4, 7], [{ total: 2, parts: [1] }], [0])).toEqual([]);
	});

	it('through the difference of two sums that share the other hidden ones', () => {
		// a + b = 10 and a + b + c = 14: c is certain, a and b are not.
		const sums = [
			{ total: 3, parts: [0, 1] },
			{ total: 4, parts: [0, 1, 2] },
		];

		expect(told([4, 6, 4, 10, 14], sums, [0, 1, 2])).toEqual([2]);
	});

	it('through a total that is a part elsewhere', () => {
		// a + b = s and s + c = t: s comes back from t, and then a.
		const sums = [
			{ total: 2, parts: [0, 1] },
			{ total: 4, parts: [2, 3] },
		];

		expect(told([3, 6, 9, 7, 16], sums, [0, 2])).toEqual([0, 2]);
		expect(told([3, 6, 9, 7, 16], sums, [0, 2, 3])).toEqual([]);
	});

	it('not when rows and columns hide each other, with room to move', () => {
		const { figures, sums } = tableOf([2, 2], one([3, 4, 5, 6]));

		expect(told(figures, sums, [0, 1, 2, 3])).toEqual([]);
		expect(told(figures, sums, [0, 1, 2])).toEqual([0, 1, 2]);
	});

	it('not when there is room in one of the two directions', () => {
		const hidden = [0, 1, 2, 3];
		const tables = [
			[1, 2, 2, 1],
			[2, 1, 1, 2],
			[1, 1, 2, 1],
		].map((cells) => tableOf([2, 2], one(cells)));

		expect(tables.map(({ figures, sums }) => told(figures, sums, hidden))).toEqual([
			[],
			[],
			hidden,
		]);
	});

	it('not when a part and its total can grow together', () => {
		expect(told([1, 0, 1], [{ total: 2, parts: [0, 1] }], [0, 2])).toEqual([]);
	});

	it('not when there is room one way only, whichever of the two figures has it', () => {
		const sums = [{ total: 3, parts: [0, 1, 2] }];

		expect(told([1, 2, 9, 12], sums, [0, 1])).toEqual([]);
		expect(told([2, 1, 9, 12], sums, [0, 1])).toEqual([]);
	});

	it('not when a move by more than one is possible', () => {
		// a + b = 5, a + c = 5, b + c + d = 11: one more of a is one less of b and c, and two more of d.
		const sums = [
			{ total: 4, parts: [0, 1] },
			{ total: 5, parts: [0, 2] },
			{ total: 6, parts: [1, 2, 3] },
		];

		expect(told([1, 4, 4, 3, 5, 5, 11], sums, [0, 1, 2, 3])).toEqual([]);
		expect(told([4, 1, 1, 2, 5, 5, 4], sums, [0, 1, 2, 3])).toEqual([0, 1, 2, 3]);
		expect(told([4, 1, 1, 3, 5, 5, 5], sums, [0, 1, 2, 3])).toEqual([]);
	});

	it('through three sums of three figures, each of two', () => {
		const sums = [
			{ total: 3, parts: [0, 1] },
			{ total: 4, parts: [0, 2] },
			{ total: 5, parts: [1, 2] },
		];

		expect(told([2, 3, 4, 5, 6, 7], sums, [0, 1, 2])).toEqual([0, 1, 2]);
	});

	it('not when some give way together that are solved for by halves', () => {
		// The same three sums with a further figure in two of them: it moves by two for one of the others.
		const sums = [
			{ total: 4, parts: [0, 1, 3] },
			{ total: 5, parts: [0, 2] },
			{ total: 6, parts: [1, 2] },
		];

		expect(told([20, 30, 40, 9, 59, 60, 70], sums, [0, 1, 2, 3])).toEqual([]);
		expect(told([20, 30, 40, 1, 51, 60, 70], sums, [0, 1, 2, 3])).toEqual([]);
		expect(told([2, 1, 1, 2, 5, 3, 2], sums, [0, 1, 2, 3])).toEqual([0, 1, 2, 3]);
		expect(told([2, 2, 1, 1, 5, 3, 3], sums, [0, 1, 2, 3])).toEqual([]);
		expect(told([2, 1, 1, 1, 4, 3, 2], sums, [0, 1, 2, 3])).toEqual([0, 1, 2, 3]);
		expect(told([3, 3, 1, 1, 7, 4, 4], sums, [0, 1, 2, 3])).toEqual([]);
	});

	it('not when one of several alike gives way', () => {
		const sums = [{ total: 4, parts: [0, 1, 2, 3] }];

		expect(told([1, 1, 2, 9, 13], sums, [0, 1, 2])).toEqual([]);
		expect(told([1, 1, 1, 9, 12], sums, [0, 1, 2])).toEqual([0, 1, 2]);
	});

	it('in every tangle of sums in which trying all numbers finds only one', () => {
		for (let seed = 1; seed <= 400; seed++) {
			const random = randomFrom(seed);
			const cells = 5;
			const figures = Array.from({ length: cells }, () => 1 + Math.floor(random() * 3));
			const sums = Array.from({ length: 4 }, (_, place) => {
				const parts = [...figures.keys()].slice(0, cells).filter(() => random() < 0.5);
				return { total: cells + place, parts };
			});
			for (const { parts } of sums) {
				figures.push(parts.reduce((all, part) => all + (figures[part] ?? 0), 0));
			}
			const hidden = [...figures.keys()].filter((at) => figures[at] !== 0 && random() < 0.6);
			const shown = figures.map((figure, at) => (hidden.includes(at) ? null : figure));
			const seen = everyNumber(shown, { sums, cells, most: 5 }, (figure, published) =>
				published === null ? figure >= 1 : figure === published,
			);
			const certain = hidden.filter((at) => seen[at]?.size === 1);

			expect([seed, told(figures, sums, hidden)]).toEqual([seed, expect.arrayContaining(certain)]);
		}
	});

	it('in every table in which trying all numbers finds only one', () => {
		for (let seed = 1; seed <= 40; seed++) {
			const random = randomFrom(seed);
			const { figures, sums } = tableOf([2, 2], () => Math.floor(random() * 4));
			const hidden = [...figures.keys()].filter((at) => figures[at] !== 0 && random() < 0.7);
			const shown = figures.map((figure, at) => (hidden.includes(at) ? null : figure));
			const seen = everyNumber(shown, { sums, cells: 4, most: 7 }, (figure, published) =>
				published === null ? figure >= 1 : figure === published,
			);
			const certain = hidden.filter((at) => seen[at]?.size === 1);

			expect([seed, told(figures, sums, hidden)]).toEqual([seed, expect.arrayContaining(certain)]);
		}
	});
});
