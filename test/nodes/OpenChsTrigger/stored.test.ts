import { deepCopy } from 'n8n-workflow';

import { MARK_BYTES } from '../../../nodes/shared/changes/change';
import { openRun } from '../../../nodes/shared/helpline/client';
import { caseChange, slice, Trigger } from './harness';

jest.mock('../../../nodes/shared/helpline/client');

const ENGINES = [
	['default', false],
	['durable', true],
] as const;

describe.each(ENGINES)('in the %s engine', (_engine, isDurable) => {
	let trigger: Trigger;

	beforeEach(async () => {
		trigger = new Trigger({}, isDurable);
		trigger.add(1, 2);
	});

	it('the first check delivers nothing and stores where it begins', async () => {
		expect(await trigger.check()).toBeNull();

		expect(trigger.saved).toMatchObject({ format: 1, startFrom: 'now', mark: { read: 2 } });
	});

	it('every change is delivered once while the process lives', async () => {
		await trigger.check();
		trigger.add(3, 4);
		expect(await trigger.deliver()).toEqual([3, 4]);
		expect(await trigger.check()).toBeNull();
		trigger.add(5);
		expect(await trigger.deliver()).toEqual([5]);
		expect(await trigger.check()).toBeNull();
	});

	it('a restart delivers the last delivery again under the same keys, and nothing before it', async () => {
		await trigger.check();
		trigger.add(3);
		await trigger.check();
		trigger.add(4);
		const last = await trigger.check();
		trigger.restart();
		trigger.add(5);

		const again = await trigger.check();

		expect(again?.map(({ json }) => json.id)).toEqual([4, 5]);
		expect(again?.[0]?.json.change_key).toBe(last?.[0]?.json.change_key);
		expect(await trigger.check()).toBeNull();
	});

	it('a restart after a check that delivered nothing loses nothing', async () => {
		await trigger.check();
		await trigger.check();
		trigger.restart();
		trigger.add(3);

		expect(await trigger.deliver()).toEqual([3]);
	});

	it('a check that delivers nothing stores nothing', async () => {
		await trigger.check();
		trigger.add(3);
		await trigger.check();
		const before = trigger.stored();

		await trigger.check();

		expect(trigger.stored()).toEqual(before);
	});

	it('a new publication repeats nothing', async () => {
		await trigger.check();
		trigger.add(3);
		await trigger.check();
		trigger.publish();
		trigger.add(4);

		expect(await trigger.deliver()).toEqual([4]);
	});

	it('a delivery that n8n drops is made again', async () => {
		await trigger.check();
		trigger.add(3);
		expect(await trigger.deliver({ isDropped: true })).toEqual([3]);
		trigger.publish();
		trigger.add(4);

		expect(await trigger.deliver()).toEqual([3, 4]);
	});

	it('a first check whose state n8n drops is where the next one goes on', async () => {
		await trigger.check({ isDropped: true });
		expect(trigger.stored()).toEqual({});
		trigger.add(3);

		expect(await trigger.deliver()).toEqual([3]);
		expect(trigger.saved).toMatchObject({ startFrom: 'now', mark: { read: 2 } });
	});

	it('a first delivery whose state n8n drops is made again', async () => {
		await trigger.check({ isDropped: true });
		trigger.add(3);
		await trigger.check({ isDropped: true });

		expect(await trigger.deliver()).toEqual([3]);
	});
});

describe("'Start From'", () => {
	const FROM_2 = { startFrom: 'date', startDate: '2026-01-01T00:02:00' };

	it('a date delivers what has changed since, oldest first and no more per check than asked', async () => {
		const trigger = new Trigger({ ...FROM_2, options: { mostChanges: 2 } });
		trigger.add(1, 2, 3, 4, 5);

		expect(await trigger.deliver({ timezone: 'UTC' })).toEqual([2, 3]);
		expect(await trigger.deliver({ timezone: 'UTC' })).toEqual([4, 5]);
		expect(await trigger.check({ timezone: 'UTC' })).toBeNull();
	});

	it('a date is read in the time zone of the workflow', async () => {
		const trigger = new Trigger({ startFrom: 'date', startDate: '2026-01-01T03:02:00' });
		trigger.add(1, 2, 3);

		expect(await trigger.deliver({ timezone: 'Africa/Nairobi' })).toEqual([2, 3]);
		expect(trigger.asks()[0]?.from).toBe('2026-01-01T00:02:00Z');
	});

	it('another date starts anew, once', async () => {
		const trigger = new Trigger();
		trigger.add(1, 2, 3);
		await trigger.check();
		trigger.publish(FROM_2);

		expect(await trigger.deliver({ timezone: 'UTC' })).toEqual([2, 3]);
		expect(await trigger.check({ timezone: 'UTC' })).toBeNull();
	});

	it.each([
		['', 'is empty'],
		['tomorrow', 'is no date'],
	])('the date %j that %s is an error in words', async (startDate) => {
		const trigger = new Trigger({ startFrom: 'date', startDate });

		await expect(trigger.check()).rejects.toThrow(/^'Start Date' does not hold a date$/);
	});
});

describe('what is stored', () => {
	it.each(ENGINES)(
		'of an unknown format is an error in words at every check (%s engine)',
		async (_engine, isDurable) => {
			const trigger = new Trigger({}, isDurable);
			const other = { format: 99, startFrom: 'now', somewhere: 'else' };
			trigger.store(other);

			for (let check = 0; check < 5; check++) {
				const { error } = await trigger.tryCheck();
				expect(error?.message).toMatch(/cannot be read by this version/);
				expect(error?.description).toMatch(/'Start From'/);
			}
			expect(trigger.stored()).toEqual(other);
			expect(trigger.helpline.readChanges).not.toHaveBeenCalled();
		},
	);

	it('stays below 64 KB', async () => {
		const trigger = new Trigger();
		const mark = { seen: 'x'.repeat(MARK_BYTES - '{"seen":""}'.length) };
		trigger.helpline.readChanges.mockResolvedValue(slice({ mark, changes: [caseChange(1)] }));

		await trigger.check();
		await trigger.check();

		expect(JSON.stringify(trigger.saved).length).toBeGreaterThan(MARK_BYTES);
		expect(Buffer.byteLength(JSON.stringify(trigger.saved))).toBeLessThanOrEqual(65_536);
	});

	it('holds nothing personal and nothing of the settings but the start', async () => {
		const trigger = new Trigger();
		await trigger.check();

		expect(Object.keys(trigger.saved).sort()).toEqual(
			['format', 'mark', 'since', 'source', 'stamp', 'startFrom'].sort(),
		);
	});
});

describe('another helpline', () => {
	it('is read by time from where the last check stood, and its mark is not used', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.helplineCode = 'other';

		await trigger.check();

		const [, ask] = trigger.asks();
		expect(ask?.mark).toBeNull();
		expect(Date.now() - Date.parse(ask?.from ?? '')).toBeLessThan(120_000);
		expect(trigger.stored().source).toBe('login other');
	});
});

describe('what the dialect remembers', () => {
	it('is kept between two checks of a process', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.asks()[0]?.memory.set('walk', 1);

		await trigger.check();

		expect([...(trigger.asks()[1]?.memory ?? [])]).toEqual([['walk', 1]]);
	});

	it.each([
		['other settings', (trigger: Trigger) => trigger.publish({ events: ['caseCreated'] })],
		[
			'a delivery that was dropped',
			(trigger: Trigger) => trigger.store({ ...trigger.saved, stamp: 'x' }),
		],
	])('is forgotten after %s', async (_what, happen) => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.asks()[0]?.memory.set('walk', 1);
		happen(trigger);

		await trigger.check();

		expect(trigger.asks()[1]?.memory.size).toBe(0);
	});
});

describe('two checks at a time', () => {
	it('the second delivers nothing and reads nothing', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.add(1);

		const both = await Promise.all([trigger.check(), trigger.check()]);

		expect(both.map((items) => items?.length ?? null)).toEqual([1, null]);
		expect(trigger.helpline.readChanges).toHaveBeenCalledTimes(2);
		expect(await trigger.check()).toBeNull();
	});

	it('of two triggers do not keep each other from reading', async () => {
		const one = new Trigger();
		const other = new Trigger();

		await Promise.all([one.check(), other.check()]);

		expect([one.saved.format, other.saved.format]).toEqual([1, 1]);
	});

	it('are possible again after a check that threw', async () => {
		const trigger = new Trigger({ events: [] });
		await trigger.tryCheck();
		trigger.publish({ events: ['caseUpdated'] });

		await trigger.check();

		expect(trigger.helpline.readChanges).toHaveBeenCalledTimes(1);
	});
});

describe('a process', () => {
	it('that loads the package anew knows no more than what is stored', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.add(1);
		await trigger.check();
		trigger.publish();

		await jest.isolateModulesAsync(async () => {
			const { OpenChsTrigger } = await import('../../../nodes/OpenChsTrigger/OpenChsTrigger.node');
			const client = await import('../../../nodes/shared/helpline/client');
			jest.mocked(client.openRun).mockImplementation(async () => await openRun.call({} as never));

			expect(await trigger.deliver({ nodeType: OpenChsTrigger })).toEqual([1]);
		});
	});

	it('asks one list at an idle check', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.helpline.readChanges.mockClear();

		await trigger.check();

		expect(trigger.helpline.readChanges).toHaveBeenCalledTimes(1);
		expect(deepCopy(trigger.asks()[0]?.mark)).toEqual({ read: 0 });
	});
});
