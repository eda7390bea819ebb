import {
	forgetTried,
	isStillUnclear,
	markSaved,
	markTried,
	triedBefore,
	wasTried,
} from '../../../../nodes/shared/helpline/triedKeys';

const NOW = Date.parse('2025-03-01T10:00:00Z');

describe('the keys that this process has tried', () => {
	beforeEach(() => jest.useFakeTimers({ now: NOW }));
	afterEach(() => jest.useRealTimers());

	it('are unknown at first', () => {
		expect(wasTried('login', 'a-1')).toBe(false);
		expect(triedBefore('login', 'a-1')).toBeNull();
	});

	it('are known by login and key', () => {
		markTried('login', 'a-2');

		expect(wasTried('login', 'a-2')).toBe(true);
		expect(wasTried('other', 'a-2')).toBe(false);
		expect(wasTried('login', 'A-2')).toBe(false);
	});

	it('keep the time of the first attempt', () => {
		markTried('login', 'a-3');
		jest.setSystemTime(NOW + 5_000);
		markTried('login', 'a-3');

		expect(triedBefore('login', 'a-3')).toEqual({ since: '2025-03-01T10:00:00.000Z', id: null });
	});

	it('keep the id of what was written, also when they are tried again', () => {
		markTried('login', 'a-4');
		markSaved('login', 'a-4', 42);
		markTried('login', 'a-4');

		expect(triedBefore('login', 'a-4')).toMatchObject({ id: 42 });
	});

	it('are forgotten when nothing was written', () => {
		markTried('login', 'a-5');
		forgetTried('login', 'a-5');

		expect(wasTried('login', 'a-5')).toBe(false);
	});

	it.each([
		['never tried', null, false],
		['saved', { since: '2025-03-01T10:00:00Z', id: 1 }, false],
		['tried a moment ago', { since: '2025-03-01T09:59:00Z', id: null }, true],
		['tried long ago', { since: '2025-03-01T09:00:00Z', id: null }, false],
	])('are unclear or not: %s', (_name, before, isUnclear) => {
		expect(isStillUnclear(before)).toBe(isUnclear);
	});

	it('are fifty thousand at most, and the oldest goes first', () => {
		markTried('bound', 'oldest');
		for (let key = 0; key < 50_000; key++) markTried('bound', String(key));

		expect(wasTried('bound', 'oldest')).toBe(false);
		expect(wasTried('bound', '49999')).toBe(true);
	});
});
