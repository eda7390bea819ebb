import { isTold } from '../../../nodes/OpenChsTrigger/failures';
import { findMarker, MARKER } from '../../support/markers';
import { caseChange, refusal, RESTORED, slice, Trigger } from './harness';

jest.mock('../../../nodes/shared/helpline/client');

/** How each of so many checks in a row ended: null, or the sentence that a person sees. */
async function inARow(trigger: Trigger, count: number): Promise<Array<string | null>> {
	const ends: Array<string | null> = [];
	for (let check = 0; check < count; check++) {
		const { items, error } = await trigger.tryCheck();
		expect(items).toBeNull();
		ends.push(error?.message ?? null);
	}
	return ends;
}

describe('failures in a row', () => {
	it('are told at the third, and then ever less often', () => {
		const told = Array.from({ length: 50 }, (_each, index) => index).filter(isTold);

		expect(told).toEqual([3, 6, 12, 24, 48]);
	});

	it.each([
		['default', false],
		['durable', true],
	])('are silent twice and then an error in words (%s engine)', async (_engine, isDurable) => {
		const trigger = new Trigger({}, isDurable);
		await trigger.check();
		trigger.helpline.readChanges.mockRejectedValue(refusal('no_connection'));

		expect(await inARow(trigger, 6)).toEqual([
			null,
			null,
			'Refused in words (3 checks in a row)',
			null,
			null,
			'Refused in words (6 checks in a row)',
		]);
	});

	it('are counted anew after a check that went through', async () => {
		const trigger = new Trigger();
		await trigger.check();
		const { readChanges } = trigger.helpline;
		readChanges.mockRejectedValueOnce(refusal('timeout')).mockRejectedValueOnce(refusal('timeout'));
		expect(await inARow(trigger, 3)).toEqual([null, null, null]);

		readChanges.mockRejectedValue(refusal('timeout'));

		expect(await inARow(trigger, 3)).toEqual([null, null, expect.any(String)]);
	});

	it('lose nothing', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.add(1);
		trigger.helpline.readChanges.mockRejectedValueOnce(refusal('server_error'));

		expect(await trigger.check()).toBeNull();
		expect(await trigger.deliver()).toEqual([1]);
	});

	it.each(['too_many_requests', 'no_time_left'] as const)('do not include %s', async (code) => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.helpline.readChanges.mockRejectedValue(refusal(code));

		expect(await inARow(trigger, 4)).toEqual([null, null, null, null]);
	});

	it('leave a line in the log without a value', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.helpline.readChanges.mockRejectedValue(refusal('timeout'));

		await trigger.check();

		expect(trigger.log.map(({ level, message }) => [level, message])).toEqual([
			['warn', 'OpenCHS check ended without a result: timeout'],
		]);
		expect(trigger.end).toHaveBeenCalledTimes(2);
	});

	it('tell no value of what a foreign error says', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.helpline.readChanges.mockRejectedValue(new Error(`Something with ${MARKER} in it`));
		await trigger.check();
		await trigger.check();

		const { error } = await trigger.tryCheck();

		expect(error?.message).toMatch(/^Something unexpected happened/);
		expect(findMarker([error, trigger.log, trigger.stored()])).toEqual([]);
	});
});

describe('a setting or a login that cannot be used', () => {
	it.each(['setting', 'address', 'refused_value', 'login', 'forbidden'] as const)(
		'is told at once by the first check, and again by each that n8n tries (%s)',
		async (code) => {
			const trigger = new Trigger();
			trigger.helpline.readChanges.mockRejectedValue(refusal(code));

			expect(await inARow(trigger, 3)).toEqual([
				'Refused in words',
				'Refused in words',
				'Refused in words (3 checks in a row)',
			]);
			expect(trigger.stored()).toEqual({});
		},
	);

	it('is told like any failure when it worked before', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.helpline.readChanges.mockRejectedValue(refusal('login'));

		expect(await inARow(trigger, 3)).toEqual([null, null, expect.any(String)]);
	});

	it('is told at once when the workflow was published with other settings', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.publish({ authentication: 'apiKey' });
		trigger.helpline.readChanges.mockRejectedValue(refusal('login'));

		expect(await inARow(trigger, 1)).toEqual(['Refused in words']);
	});

	it.each([
		[{ events: [] }, "'Trigger On' is empty"],
		[{ options: { output: 'selected' } }, "'Output Fields' is empty"],
		[{ filters: { category: '12' } }, "'Category' of the filters holds an ID"],
		[{ filters: { status: 'shut' } }, "'Status' of the filters was not accepted"],
	])('%j: %s', async (parameters, message) => {
		const { error } = await new Trigger(parameters).tryCheck();

		expect(error?.message).toBe(message);
	});

	it('is told in words when the credential cannot be opened', async () => {
		const trigger = new Trigger();
		trigger.openError = refusal('address', "'Base URL' is empty");

		expect((await trigger.tryCheck()).error?.message).toBe("'Base URL' is empty");
	});
});

describe('a trigger that starts now on a server that does not answer', () => {
	it.each(['no_connection', 'too_many_requests'] as const)(
		'delivers what happened since it was published (%s)',
		async (code) => {
			const trigger = new Trigger();
			trigger.changes = [caseChange(1, { at: new Date(Date.now() - 3_600_000).toISOString() })];
			trigger.helpline.readChanges.mockRejectedValueOnce(refusal(code));
			await trigger.check();
			trigger.restart();
			trigger.changes.push(caseChange(2, { at: new Date().toISOString() }));

			expect(await trigger.deliver()).toEqual([2]);
		},
	);

	it('delivers it also when the credential could not be opened for a while', async () => {
		const trigger = new Trigger();
		trigger.openError = refusal('unknown');
		await trigger.check();
		trigger.openError = null;
		trigger.changes = [caseChange(2, { at: new Date().toISOString() })];

		expect(await trigger.deliver()).toEqual([2]);
	});
});

describe.each([
	['default', false],
	['durable', true],
])('a restored server, in the %s engine', (_engine, isDurable) => {
	let trigger: Trigger;

	/** The server answers so while it is asked to go on from where the process stood. */
	function restore(read: number) {
		const answer = trigger.helpline.readChanges.getMockImplementation();
		trigger.helpline.readChanges.mockImplementation(async (ask) =>
			ask.mark?.read > trigger.changes.length
				? slice({ mark: { read }, restored: RESTORED, isMore: true })
				: ((await answer?.(ask)) as unknown),
		);
	}

	beforeEach(async () => {
		trigger = new Trigger({}, isDurable);
		await trigger.check();
		trigger.add(1, 2, 3);
		await trigger.check();
		await trigger.check();
		trigger.changes = [caseChange(1), caseChange(12)];
		restore(1);
	});

	it('is told once, delivers nothing then, and goes on from where the server says', async () => {
		const { error } = await trigger.tryCheck();
		expect(error?.message).toBe('It was restored');

		expect(await trigger.deliver()).toEqual([12]);
		expect(await trigger.check()).toBeNull();
	});

	it('is not told again by a process that begins after the next delivery', async () => {
		await trigger.tryCheck();
		await trigger.check();
		trigger.restart();

		expect(await trigger.deliver()).toEqual([12]);
	});

	it('is not told again by a process that begins after a check that delivered nothing', async () => {
		trigger.changes = [caseChange(1)];
		await trigger.tryCheck();
		await trigger.check();
		await trigger.check();
		if (!isDurable) return;
		trigger.restart();

		expect(await trigger.check()).toBeNull();
	});

	it('that is restored once more is told once more', async () => {
		await trigger.tryCheck();
		await trigger.check();
		await trigger.check();
		trigger.changes = [];
		restore(0);

		const { error } = await trigger.tryCheck();

		expect(error?.message).toBe('It was restored');
	});

	it('does not count as a failure', async () => {
		trigger.helpline.readChanges.mockRejectedValueOnce(refusal('timeout'));
		await trigger.check();
		await trigger.tryCheck();
		trigger.helpline.readChanges.mockRejectedValue(refusal('timeout'));

		expect(await inARow(trigger, 2)).toEqual([null, null]);
	});
});
