import { startAt } from '../../../../../nodes/shared/changes/windowCursor';
import { isNewBelow } from '../../../../../nodes/shared/helpline/published/changeDetails';

const T = Date.UTC(2026, 2, 2);

describe('what hangs on a case', () => {
	const told = new Map([
		['r5', T + 1_000],
		['r6', T + 2_000],
	]);
	const state = { ...startAt(T), below: told };

	it('is new once', () => {
		expect(isNewBelow(state, undefined, 'r7', T + 1_000)).toBe(true);
		expect(isNewBelow(state, undefined, 'r5', T + 1_000)).toBe(false);
	});

	it('is told once too when it has no time of its own', () => {
		expect(isNewBelow(state, undefined, 'r7', null)).toBe(true);
		expect(isNewBelow(state, undefined, 'r6', null)).toBe(false);
	});

	it('is new under an id that a restored server has given again', () => {
		expect(isNewBelow(state, undefined, 'r5', T + 9_000)).toBe(true);
	});

	it('is not new when it is older than the beginning', () => {
		expect(isNewBelow(state, undefined, 'r7', T - 9_000)).toBe(false);
	});
});
