import * as fc from 'fast-check';

import type { Window } from '../../../../../../nodes/shared/helpline/deployed/wire/windows';
import { WindowPlan } from '../../../../../../nodes/shared/helpline/deployed/wire/windows';

const MOST_ROWS = 5_000;

interface Walked {
	windows: Window[];
	/** Rows of each window. */
	rows: number[];
	asked: number;
}

/** Walks rows that were stamped at these seconds. */
function walk(seconds: number[], whole: Window, first: 'oldest' | 'newest' = 'oldest'): Walked {
	const plan = new WindowPlan(whole, seconds.length, first);
	const walked: Walked = { windows: [], rows: [], asked: 0 };
	for (let window = plan.next(); window !== null; window = plan.next()) {
		const { from, until } = window;
		walked.asked += 1;
		const rows = seconds.filter((at) => at >= from && at < until).length;
		if (plan.isSplit(window, rows)) continue;
		walked.windows.push(window);
		walked.rows.push(rows);
		plan.took(window, rows);
	}
	return walked;
}

const DAY = 86_400;
const YEAR = 365 * DAY;

describe('windows of creation time', () => {
	it.each(['oldest', 'newest'] as const)(
		'follow each other without a gap and hold every row once, %s first',
		(first) => {
			fc.assert(
				fc.property(
					fc.array(fc.nat({ max: 5_000 }), { maxLength: 200 }),
					fc.integer({ min: 0, max: 6_000 }),
					(seconds, length) => {
						const whole = { from: 100, until: 100 + length };
						const { windows, rows } = walk(seconds, whole, first);
						const inOrder = first === 'oldest' ? windows : [...windows].reverse();

						expect(inOrder.map(({ from }) => from)).toEqual(
							length === 0 ? [] : [100, ...inOrder.slice(0, -1).map(({ until }) => until)],
						);
						expect(inOrder.at(-1)?.until ?? whole.from).toBe(whole.until);
						const inside = seconds.filter((at) => at >= whole.from && at < whole.until);
						expect(rows.reduce((sum, each) => sum + each, 0)).toBe(inside.length);
					},
				),
			);
		},
	);

	it('hold so few rows that no page lies deep, however many rows there are', () => {
		const seconds = Array.from({ length: 100_000 }, (_, at) =>
			Math.floor((at * 5 * YEAR) / 100_000),
		);
		const { rows, asked } = walk(seconds, { from: 0, until: 5 * YEAR });

		expect(Math.max(...rows)).toBeLessThanOrEqual(MOST_ROWS);
		expect(asked).toBeLessThan(100_000 / 2_000);
	});

	it('cross years without a row in a few steps, and come back to a busy hour', () => {
		const busy = Array.from({ length: 20_000 }, (_, at) => 8 * YEAR + Math.floor(at / 10));
		const { rows, asked } = walk([0, ...busy], { from: 0, until: 9 * YEAR });

		expect(Math.max(...rows)).toBeLessThanOrEqual(MOST_ROWS);
		expect(asked).toBeLessThan(60);
	});

	it('leave one second whole, although more rows share it than a window may hold', () => {
		const seconds = Array.from({ length: 12_000 }, () => 500);
		const { windows, rows, asked } = walk(seconds, { from: 0, until: 1_000 });

		expect(rows.reduce((sum, each) => sum + each, 0)).toBe(12_000);
		expect(windows).toContainEqual({ from: 500, until: 501 });
		expect(asked).toBeLessThan(60);
	});
});
