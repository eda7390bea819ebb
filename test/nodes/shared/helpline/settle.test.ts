import type { Written } from '../../../../nodes/shared/helpline/settle';
import { settle } from '../../../../nodes/shared/helpline/settle';
import type { Connection } from '../../../../nodes/shared/transport/connection';
import { reasonOf, toNodeError } from '../../../../nodes/shared/transport/errors';
import { lostReason, statusReason } from '../../../../nodes/shared/transport/sentences';

const node = {
	id: '1',
	name: 'OpenCHS',
	type: 'x',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};

function connectionWith(firstWaitMs = 0, signal?: AbortSignal): Connection {
	return {
		context: { getNode: () => node },
		retry: { attempts: 3, firstWaitMs, patienceMs: 1_000 },
		counts: { requests: 0, repeats: 0, waitedMs: 0 },
		signal,
	} as unknown as Connection;
}

const saved: Written<string> = { state: 'saved', data: 'yes' };
const refused: Written<string> = { state: 'refused', reason: statusReason(422) };
const cut: Written<string> = { state: 'unclear', sent: true, reason: lostReason('cut') };
const late: Written<string> = { ...cut, isLate: true, reason: lostReason('timeout') };
const over: Written<string> = { ...cut, isOver: true };
const unsent: Written<string> = {
	state: 'unclear',
	sent: false,
	reason: lostReason('no_connection'),
};

/** Plays the outcomes and the look-ups in order; the last one of each stays. */
async function play(
	outcomes: Array<Written<string>>,
	looks: Array<string | null | Error> | null,
	options: { connection?: Connection } = {},
) {
	const steps: string[] = [];
	const at = <T>(list: T[], name: string) =>
		list[Math.min(steps.filter((each) => each === name).length, list.length) - 1];
	const connection = options.connection ?? connectionWith();
	const ending = settle<string, string>(
		connection,
		'case',
		{
			send: async () => {
				steps.push('send');
				return at(outcomes, 'send') ?? saved;
			},
			accept: (data) => (data === 'no id' ? null : data),
			...(looks === null
				? {}
				: {
						look: async () => {
							steps.push('look');
							const found = at(looks, 'look');
							if (found instanceof Error) return await Promise.reject(found);
							return found ?? null;
						},
					}),
		},
		4,
	);
	const end = await ending.then(
		({ result, wasLookedUp }) => ({ result, wasLookedUp }),
		(error: unknown) => reasonOf(error)?.code,
	);
	return { steps: steps.join(' '), end, connection };
}

describe('a write that is brought to its end', () => {
	it.each<[string, Array<Written<string>>, Array<string | null>, string, unknown]>([
		['saved', [saved], [], 'send', { result: 'yes', wasLookedUp: false }],
		['refused', [refused], [], 'send', 'refused_by_server'],
		['cut, and there', [cut], ['old'], 'send look', { result: 'old', wasLookedUp: true }],
		[
			'cut, not there, then saved',
			[cut, saved],
			[null],
			'send look send',
			{ result: 'yes', wasLookedUp: false },
		],
		[
			'not sent, then saved',
			[unsent, saved],
			[null],
			'send look send',
			{ result: 'yes', wasLookedUp: false },
		],
		[
			'late, and there at the second look',
			[late],
			[null, 'old'],
			'send look look',
			{ result: 'old', wasLookedUp: true },
		],
		['over, and there at once', [over], ['old'], 'send look', { result: 'old', wasLookedUp: true }],
		['cut three times', [cut], [null], 'send look send look send look', 'no_connection'],
		[
			'late three times',
			[late],
			[null],
			'send look look send look look send look look',
			'unclear_outcome',
		],
		[
			'saved without an id, and there',
			[{ state: 'saved', data: 'no id' }],
			['old'],
			'send look',
			{ result: 'old', wasLookedUp: true },
		],
		[
			'saved without an id three times',
			[{ state: 'saved', data: 'no id' }],
			[null],
			'send look send look send look',
			'unclear_outcome',
		],
		[
			'cut, not there, then refused because it is there',
			[cut, refused],
			[null, 'old'],
			'send look send look',
			{ result: 'old', wasLookedUp: true },
		],
		[
			'cut, not there, then refused, and not there either',
			[cut, refused],
			[null],
			'send look send look look',
			'refused_by_server',
		],
		['not sent, then refused', [unsent, refused], [null], 'send look send', 'refused_by_server'],
	])('%s', async (_name, outcomes, looks, steps, end) => {
		const played = await play(outcomes, looks);

		expect(played.steps).toBe(steps);
		expect(played.end).toEqual(end);
	});

	it.each<[string, Array<Written<string>>, string, unknown]>([
		['cut', [cut], 'send', 'unclear_outcome'],
		['late', [late], 'send', 'unclear_outcome'],
		['without an id', [{ state: 'saved', data: 'no id' }], 'send', 'unclear_outcome'],
		['not sent, then saved', [unsent, saved], 'send send', { result: 'yes', wasLookedUp: false }],
		['never sent', [unsent], 'send send send', 'no_connection'],
	])('without a look-up: %s', async (_name, outcomes, steps, end) => {
		const played = await play(outcomes, null);

		expect(played.steps).toBe(steps);
		expect(played.end).toEqual(end);
	});

	it.each([
		['server_error', 'unclear_outcome'],
		['too_many_requests', 'unclear_outcome'],
		['key_not_unique', 'key_not_unique'],
		['stopped', 'stopped'],
	] as const)('whose look-up ends with %s is %s', async (code, end) => {
		const error = toNodeError(node, { code, message: 'Words' }, 4);

		const played = await play([cut], [error]);

		expect(played).toMatchObject({ steps: 'send look', end });
	});

	it('that was never sent tells why its look-up did not go through', async () => {
		const error = toNodeError(node, { code: 'no_connection', message: 'Words' }, 4);

		expect((await play([unsent], [error])).end).toBe('no_connection');
	});

	it('counts its repeats and its waits', async () => {
		jest.useFakeTimers();
		const connection = connectionWith(2_000);
		const playing = play([cut, cut, saved], [null], { connection });

		await jest.advanceTimersByTimeAsync(6_000);
		await playing;
		jest.useRealTimers();

		expect(connection.counts).toEqual({ requests: 0, repeats: 2, waitedMs: 6_000 });
	});

	it('sends nothing more once the run is stopped', async () => {
		const played = await play([cut], [null], {
			connection: connectionWith(2_000, AbortSignal.abort()),
		});

		expect(played).toMatchObject({ steps: 'send', end: 'stopped' });
	});
});
