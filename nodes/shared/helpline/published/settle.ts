import type { Connection } from '../../transport/connection';
import { cleanError, reasonOf } from '../../transport/errors';
import { STOPPED, unclearReason } from '../../transport/sentences';
import { waitFor } from '../../transport/wait';
import type { Written } from './api';
import { fail } from './api';

/**
 * Brings a write to a clear end. An unclear outcome is looked up, after a wait, because a server that
 * timed out may still be saving; only what is certainly not there is sent again. `look` answers what
 * was found, null when it is not there, and is absent where nothing can be looked up.
 */
export async function settle<T>(
	connection: Connection,
	what: string,
	steps: {
		send: () => Promise<Written>;
		/** Reads a saved answer; null when it lacks what every such answer has, which makes it unclear. */
		accept: (data: Extract<Written, { state: 'saved' }>['data']) => T | null;
		look?: () => Promise<T | null>;
	},
	item: number,
): Promise<{ result: T; wasLookedUp: boolean }> {
	for (let attempt = 1; ; attempt++) {
		const written = await steps.send();
		if (written.state === 'refused') throw fail(connection, written.reason, item);
		if (written.state === 'saved') {
			const result = steps.accept(written.data);
			if (result !== null) return { result, wasLookedUp: false };
		}
		const wasSent = written.state === 'saved' || written.sent;
		const found = await lookUp(connection, what, steps.look, wasSent, attempt, item);
		if (found !== null) return { result: found, wasLookedUp: true };
		if (attempt >= connection.retry.attempts) {
			// The look-up says that nothing was saved, so the cause can be told as it is.
			throw fail(
				connection,
				written.state === 'unclear' ? written.reason : unclearReason(what),
				item,
			);
		}
		connection.counts.repeats += 1;
	}
}

async function lookUp<T>(
	connection: Connection,
	what: string,
	look: (() => Promise<T | null>) | undefined,
	wasSent: boolean,
	attempt: number,
	item: number,
): Promise<T | null> {
	if (!look) {
		if (wasSent) throw fail(connection, unclearReason(what), item);
		return null;
	}
	const waitMs = connection.retry.firstWaitMs * 2 ** (attempt - 1);
	if (!(await waitFor(waitMs, connection.signal))) throw fail(connection, STOPPED, item);
	try {
		return await look();
	} catch (error) {
		const reason = reasonOf(error);
		// What could not be looked up after an answer was lost stays unclear, and is never sent again.
		if (wasSent && reason?.code !== 'key_not_unique' && reason?.code !== 'stopped') {
			throw fail(connection, unclearReason(what), item);
		}
		throw cleanError(connection.context.getNode(), error, item);
	}
}
