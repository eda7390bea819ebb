import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** Taken before any test freezes them; what runs on sockets needs the real ones. */
const [realImmediate, realTimeout, realNow] = [setImmediate, setTimeout, Date.now];

/** A server that says nothing for so long is meant to be silent: its caller's time limit is then skipped to. */
const PATIENCE_MILLISECONDS = 500;

const REQUEST_STARTS = 'http.client.request.start';

export interface SkipOptions {
	/** What the clock shows at first. */
	now?: Date;
	patienceMilliseconds?: number;
}

/**
 * Runs `work` with a clock that jumps: when the code under test waits for nothing but a timer, the clock
 * moves on to it at once. Requests take the time they take. Tells how much time was skipped.
 */
export async function skipWaits<T>(
	work: () => Promise<T>,
	options: SkipOptions = {},
): Promise<{ result: T; waitedMilliseconds: number }> {
	const patience = options.patienceMilliseconds ?? PATIENCE_MILLISECONDS;
	const inFlight = new Map<ClientRequest, number>();
	const onStart = (message: unknown) => {
		const { request } = message as { request: ClientRequest };
		inFlight.set(request, realNow());
		request.once('close', () => inFlight.delete(request));
	};
	const isAnyAnswerDue = () => [...inFlight.values()].some((since) => realNow() - since < patience);

	subscribe(REQUEST_STARTS, onStart);
	jest.useFakeTimers({
		now: options.now ?? new Date(),
		doNotFake: [
			'nextTick',
			'setImmediate',
			'clearImmediate',
			'queueMicrotask',
			'hrtime',
			'performance',
		],
	});
	const start = Date.now();
	let isDone = false;
	try {
		const running = work().finally(() => {
			isDone = true;
		});
		// Whoever reads the result gets the rejection; this only keeps it from being reported as unhandled.
		running.catch(() => undefined);
		while (!isDone) {
			await new Promise<void>((resolve) => realImmediate(resolve));
			if (isDone) break;
			if (isAnyAnswerDue() || jest.getTimerCount() === 0) {
				await new Promise<void>((resolve) => realTimeout(resolve, 1));
			} else {
				await jest.advanceTimersToNextTimerAsync();
			}
		}
		return { result: await running, waitedMilliseconds: Date.now() - start };
	} finally {
		jest.useRealTimers();
		unsubscribe(REQUEST_STARTS, onStart);
	}
}
