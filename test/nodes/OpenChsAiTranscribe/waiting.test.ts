import fc from 'fast-check';

import type { Met, Waiting } from '../../../nodes/OpenChsAiTranscribe/waiting';
import {
	begin,
	decide,
	hear,
	leaveStream,
	seeStage,
	untilNextLook,
} from '../../../nodes/OpenChsAiTranscribe/waiting';

const START = Date.UTC(2026, 10, 24, 9);
const MINUTE = 60_000;
const PACE = { startedAt: START, deadlineAt: START + 10 * MINUTE, firstMs: 2000 };
const QUEUED: Met = { kind: 'queued' };
const TROUBLE: Met = { kind: 'trouble' };

function working(stage: string | null = 'translation', progress: number | null = 35): Met {
	return { kind: 'working', stage, progress };
}

/** Looks one after the other, two seconds apart unless said otherwise. */
function after(mets: Met[], apartMs = 2000) {
	let waiting: Waiting = begin(PACE);
	let now = START;
	const steps = mets.map((met) => {
		now += apartMs;
		const decided = decide(waiting, met, now, 0);
		waiting = decided.waiting;
		return decided.step;
	});
	return { waiting, steps, last: steps.at(-1), now };
}

describe('the time between looks', () => {
	it('begins at two seconds and eases to ten', () => {
		const waits = Array.from({ length: 12 }, (_, looks) =>
			untilNextLook({ ...begin(PACE), looks }, START, 0),
		);

		expect(waits).toEqual([
			2000, 2500, 3125, 3906, 4883, 6104, 7629, 9537, 10_000, 10_000, 10_000, 10_000,
		]);
	});

	it('is up to a quarter shorter by chance, so that runs spread', () => {
		expect(untilNextLook(begin(PACE), START, 1)).toBe(1500);
		expect(untilNextLook(begin(PACE), START, 0.5)).toBe(1750);
	});

	it('ends at the deadline and is never below nothing', () => {
		expect(untilNextLook(begin(PACE), PACE.deadlineAt - 300, 0)).toBe(300);
		expect(untilNextLook(begin(PACE), PACE.deadlineAt + 300, 0)).toBe(0);
	});

	it('stays within the deadline whatever is met and whenever', () => {
		fc.assert(
			fc.property(
				fc.nat(40),
				fc.nat(20 * MINUTE),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(looks, passed, random) => {
					const now = START + passed;
					const wait = untilNextLook({ ...begin(PACE), looks }, now, random);

					expect(wait).toBeGreaterThanOrEqual(0);
					expect(wait).toBeLessThanOrEqual(Math.max(0, PACE.deadlineAt - now));
				},
			),
		);
	});

	it('grows with each look, also with those that brought nothing', () => {
		const { steps } = after([QUEUED, TROUBLE, working()]);

		expect(steps).toEqual([
			{ do: 'look', inMs: 2500 },
			{ do: 'look', inMs: 3125 },
			{ do: 'look', inMs: 3906 },
		]);
	});
});

describe('waiting', () => {
	it('takes a result as soon as it is there, also after the deadline', () => {
		expect(after([QUEUED, { kind: 'done', result: 7 }]).last).toEqual({ do: 'take', result: 7 });
		expect(after([{ kind: 'done', result: 7 }], 11 * MINUTE).last).toEqual({
			do: 'take',
			result: 7,
		});
	});

	it.each<[string, Met[], string]>([
		['a failure', [working(), { kind: 'failed', error: 'x' }], 'failed'],
		['a cancellation', [{ kind: 'cancelled' }], 'cancelled'],
		['an ID that is not known', [{ kind: 'unknown' }], 'unknown'],
		['an ID that was known', [working(), { kind: 'unknown' }], 'gone'],
	])('stops at %s', (_what, mets, why) => {
		expect(after(mets).last).toEqual({ do: 'stop', why });
	});

	it('stops at the deadline, and not a moment before', () => {
		const before = decide(begin(PACE), working(), PACE.deadlineAt - 1, 0);
		const at = decide(begin(PACE), working(), PACE.deadlineAt, 0);

		expect(before.step).toEqual({ do: 'look', inMs: 1 });
		expect(at.step).toEqual({ do: 'stop', why: 'deadline' });
	});

	it('says at the deadline when nobody ever worked on it', () => {
		expect(decide(begin(PACE), QUEUED, PACE.deadlineAt, 0).step).toEqual({
			do: 'stop',
			why: 'never_begun',
		});
	});

	it('calls a task gone that is queued again for six looks after work on it', () => {
		const again = (times: number): Met[] => [working(), ...Array<Met>(times).fill(QUEUED)];

		expect(after(again(5)).last).toMatchObject({ do: 'look' });
		expect(after(again(6)).last).toEqual({ do: 'stop', why: 'gone' });
	});

	it('goes on with a task that was delivered again after a moment in line', () => {
		const moment: Met[] = [working(), ...Array<Met>(5).fill(QUEUED), working('transcription', 10)];

		expect(after([...moment, ...Array<Met>(5).fill(QUEUED)]).last).toMatchObject({ do: 'look' });
	});

	it('does not call a task gone that nobody has begun with', () => {
		expect(after(Array<Met>(40).fill(QUEUED)).last).toMatchObject({ do: 'look' });
	});

	it('gives up after six looks in a row without an answer', () => {
		const troubles = (times: number) => Array<Met>(times).fill(TROUBLE);

		expect(after(troubles(5)).last).toMatchObject({ do: 'look' });
		expect(after(troubles(6)).last).toEqual({ do: 'stop', why: 'unreachable' });
		expect(after([...troubles(5), working(), ...troubles(5)]).last).toMatchObject({ do: 'look' });
		expect(after([...troubles(5), QUEUED, ...troubles(5)]).last).toMatchObject({ do: 'look' });
	});

	it('counts its looks', () => {
		expect(after([QUEUED, TROUBLE, working()]).waiting.looks).toBe(3);
	});
});

describe('the stages of a task', () => {
	it('are noted once each, with time and percentage', () => {
		const { waiting } = after([
			QUEUED,
			QUEUED,
			working('transcription', 10),
			working('transcription', 10),
			TROUBLE,
			working('translation', 35),
			working('translation', 40),
		]);

		expect(waiting.stages).toEqual([
			{ stage: 'queued', progress: null, at: '2026-11-24T09:00:02.000Z', seconds: 2 },
			{ stage: 'transcription', progress: 10, at: '2026-11-24T09:00:06.000Z', seconds: 6 },
			{ stage: 'translation', progress: 35, at: '2026-11-24T09:00:12.000Z', seconds: 12 },
			{ stage: 'translation', progress: 40, at: '2026-11-24T09:00:14.000Z', seconds: 14 },
		]);
	});

	it('are called working where the service has no word', () => {
		expect(after([working(null, null)]).waiting.stages).toMatchObject([
			{ stage: 'working', progress: null },
		]);
	});

	it('do not go back to the queue when a task is gone', () => {
		const { waiting } = after([working(), QUEUED]);

		expect(waiting.stages.map(({ stage }) => stage)).toEqual(['translation']);
	});

	it('are told to a tenth of a second', () => {
		const { stages } = seeStage(begin(PACE), 'insights', 90, START + 1249);

		expect(stages[0]?.seconds).toBe(1.2);
	});

	it('leave the wait as it was when nothing is new', () => {
		const once = seeStage(begin(PACE), 'insights', 90, START);

		expect(seeStage(once, 'insights', 90, START + 5)).toBe(once);
		expect(seeStage(once, 'insights', 91, START + 5).stages).toHaveLength(2);
		expect(seeStage(once, 'qa_scoring', 90, START + 5).stages).toHaveLength(2);
	});
});

describe('a stream', () => {
	const OPEN = { openedAt: START, heardAt: START };

	it('is listened to until it has been silent for a minute', () => {
		expect(leaveStream(begin(PACE), OPEN, START + MINUTE - 1)).toBeNull();
		expect(leaveStream(begin(PACE), OPEN, START + MINUTE)).toBe('silent');
	});

	it('is left when it is five minutes old, however lively', () => {
		const lively = (now: number) => ({ openedAt: START, heardAt: now });
		const [before, at] = [START + 5 * MINUTE - 1, START + 5 * MINUTE];

		expect(leaveStream(begin(PACE), lively(before), before)).toBeNull();
		expect(leaveStream(begin(PACE), lively(at), at)).toBe('old');
	});

	it('is left at the deadline', () => {
		const short = begin({ ...PACE, deadlineAt: START + 1000 });

		expect(leaveStream(short, OPEN, START + 999)).toBeNull();
		expect(leaveStream(short, OPEN, START + 1000)).toBe('deadline');
	});

	it('tells whether anybody works on the task', () => {
		const queued = hear(begin(PACE), 'queued', 0, START);
		const begun = hear(queued, 'transcription', 10, START + 2000);

		expect([queued.wasWorking, begun.wasWorking]).toEqual([false, true]);
		expect(begun.stages.map(({ stage, progress }) => [stage, progress])).toEqual([
			['queued', null],
			['transcription', 10],
		]);
	});
});
