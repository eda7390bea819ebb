import { expectedOf, partOf, staleCases, stateOf } from '../../../tools/chaos/trigger/names.mts';
import type { PastChange } from '../../../tools/sandbox/history.mts';

const AT = '2026-03-02T08:00:00.000Z';
const SECONDS = Date.parse(AT) / 1000;

const past = (more: Partial<PastChange>): PastChange => ({
	side: 'published',
	kind: 'case',
	id: '7',
	caseId: '7',
	isNew: false,
	isRepeat: false,
	feedId: '',
	isInbound: true,
	at: AT,
	visibleFrom: 100,
	isLate: false,
	isGone: false,
	...more,
});

const wanted = {
	dialect: 'published',
	onlyNew: false,
	withContacts: true,
	startsNow: false,
	from: 50,
} as const;
const dueOf = (changes: PastChange[], more: object = {}) =>
	expectedOf(changes, { ...wanted, ...more })
		.filter(({ isDue }) => isDue)
		.map(({ key }) => key);

describe('names that the package promises', () => {
	it('are case and time on the published side, and line and second on the deployed one', () => {
		expect(dueOf([past({})])).toEqual([`chaos:case:7:${AT}`]);
		const line = past({ side: 'deployed', feedId: '20001' });
		expect(dueOf([line], { dialect: 'deployed' })).toEqual([`chaos:case:7:20001.${SECONDS}`]);
	});

	it.each([
		[{ kind: 'message', id: '3' }, `chaos:message:3:3.${SECONDS}`],
		[{ kind: 'communication', id: 'u1' }, `chaos:communication:u1:${SECONDS}`],
		[{ kind: 'recording', id: 'u1' }, `chaos:communication:u1:${SECONDS}.recorded`],
	] as const)('are those of %o on the deployed side', (more, key) => {
		const change = past({ side: 'deployed', caseId: '', ...more });

		expect(dueOf([change], { dialect: 'deployed' })).toEqual([key]);
	});
});

describe('what is due', () => {
	it('is the newest version of a case and its creation, not what was overwritten in between', () => {
		const times = ['08:00', '08:01', '08:02'].map((time) => `2026-03-02T${time}:00.000Z`);
		const [first, second, last] = times.map((at, i) => past({ at, isNew: i === 0 }));

		expect(dueOf([first!, second!, last!])).toEqual([
			`chaos:case:7:${times[0]}`,
			`chaos:case:7:${times[2]}`,
		]);
	});

	it('is every line of the feed, save those about no case', () => {
		const lines = ['7', '7', '0', '', '99999999'].map((id, i) =>
			past({ side: 'deployed', id, caseId: id, feedId: String(i) }),
		);

		expect(dueOf(lines, { dialect: 'deployed' })).toHaveLength(2);
	});

	it('is nothing that was there before, that is gone, or that nobody waits for', () => {
		expect(dueOf([past({ visibleFrom: 10 })])).toEqual([]);
		expect(dueOf([past({ isGone: true })])).toEqual([]);
		expect(dueOf([past({})], { onlyNew: true })).toEqual([]);
		expect(dueOf([past({ kind: 'communication' })], { withContacts: false })).toEqual([]);
		expect(dueOf([past({ kind: 'communication', isInbound: false })])).toEqual([]);
	});

	it('is a message, and what was late, from a minute after a start now on, and from a start by date on', () => {
		const message = past({ kind: 'communication' });
		const later = past({ kind: 'communication', visibleFrom: 70_000 });

		expect(dueOf([message])).toHaveLength(1);
		expect(dueOf([message, later], { startsNow: true })).toHaveLength(1);
		expect(dueOf([past({})], { startsNow: true })).toHaveLength(1);
		expect(dueOf([past({ isLate: true })], { startsNow: true })).toEqual([]);
		expect(dueOf([past({ isLate: true })])).toHaveLength(1);
	});

	it('is a case once when its change is dated before it, by a clock that was put back', () => {
		const made = past({ isNew: true, at: '2026-03-02T09:00:00.000Z' });

		expect(dueOf([made, past({})])).toEqual([`chaos:case:7:${AT}`]);
	});

	it('is not what only came back when a newer version was gone', () => {
		const newer = past({ at: '2026-03-02T09:00:00.000Z', isGone: true });

		expect(dueOf([past({}), newer])).toEqual([]);
		expect(dueOf([past({ kind: 'communication' }), newer])).toEqual([]);
		expect(dueOf([newer, past({ kind: 'communication' })])).toHaveLength(1);
	});
});

it('knows a note that came to hang on a case after its second was told', () => {
	expect(partOf(`chaos:case:7:${AT}.a3`)).toBe('chaos:case:7 a3');
	expect(partOf(`chaos:case:7:${AT}`)).toBeUndefined();
	expect(partOf(`chaos:case:7:${AT}.x8f-_1`)).toBeUndefined();
});

it('notices a case whose last state was never acted on', () => {
	const state = (status: string) => stateOf({ status, priority: 'low', assigned_user_id: 5 });
	const beside = (now: string, told: string, changes = [past({})]) =>
		staleCases(
			expectedOf(changes, wanted),
			new Map([['7', state(now)]]),
			new Map([['7', state(told)]]),
		);

	expect(beside('open', 'open')).toEqual({ lost: [], hidden: [] });
	expect(beside('closed', 'open')).toEqual({ lost: ['7'], hidden: [] });
	const shared = [past({ isRepeat: false }), past({ isRepeat: true })];
	expect(beside('closed', 'open', shared)).toEqual({ lost: [], hidden: ['7'] });
});
