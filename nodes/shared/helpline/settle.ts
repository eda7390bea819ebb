import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../transport/connection';
import type { Reason } from '../transport/errors';
import { cleanError, reasonOf, toNodeError } from '../transport/errors';
import { STOPPED, unclearReason } from '../transport/sentences';
import { waitFor } from '../transport/stoppableSleep';

/** How a write ended, as far as its own answer tells. */
export type Written<D> =
	| { state: 'saved'; data: D }
	| { state: 'refused'; reason: Reason }
	/**
	 * The server may have saved it. `sent` is false when the call cannot have arrived; `isOver` is true
	 * when the server has done all it will do, so that a look-up need not wait; `isLate` is true when it
	 * may still be at work, so that one look-up is not enough.
	 */
	| { state: 'unclear'; sent: boolean; reason: Reason; isOver?: boolean; isLate?: boolean };

/** A server that did not answer in time may save minutes later; what comes in the first seconds is waited for. */
const LOOKS_WHEN_LATE = 2;

/**
 * Brings a write to a clear end. An unclear outcome is looked up, after a wait, because a server that
 * timed out may still be saving; only what is certainly not there is sent again. `look` answers what
 * was found, null when it is not there, and is absent where nothing can be looked up.
 */
export async function settle<T, D = IDataObject>(
	connection: Connection,
	what: string,
	steps: {
		send: () => Promise<Written<D>>;
		/** Reads a saved answer; null when it lacks what every such answer has, which makes it unclear. */
		accept: (data: D) => T | null;
		look?: () => Promise<T | null>;
	},
	item: number,
): Promise<{ result: T; wasLookedUp: boolean }> {
	const fail = (reason: Reason) => toNodeError(connection.context.getNode(), reason, item);
	let mayBeThere = false;
	for (let attempt = 1; ; attempt++) {
		const written = await steps.send();
		if (written.state === 'refused') {
			// A repeat may be refused because the attempt before it was saved after all.
			const isOver = true;
			const found =
				mayBeThere && steps.look
					? await lookUp(connection, what, steps.look, { wasSent: true, isOver }, attempt, item)
					: null;
			if (found === null) throw fail(written.reason);
			return { result: found, wasLookedUp: true };
		}
		if (written.state === 'saved') {
			const result = steps.accept(written.data);
			if (result !== null) return { result, wasLookedUp: false };
		}
		mayBeThere ||= written.state === 'saved' || written.sent;
		const isOver = written.state === 'unclear' && written.isOver === true;
		const isLate = written.state === 'unclear' && written.isLate === true;
		const outcome = { wasSent: mayBeThere, isOver, isLate };
		const found = await lookUp(connection, what, steps.look, outcome, attempt, item);
		if (found !== null) return { result: found, wasLookedUp: true };
		if (attempt >= connection.retry.attempts) {
			// The look-up says that nothing was saved, so the cause can be told, unless the server is still at it.
			const isKnown = written.state === 'unclear' && !isLate;
			throw fail(isKnown ? written.reason : unclearReason(what));
		}
		connection.counts.repeats += 1;
	}
}

async function lookUp<T>(
	connection: Connection,
	what: string,
	look: (() => Promise<T | null>) | undefined,
	outcome: { wasSent: boolean; isOver: boolean; isLate?: boolean },
	attempt: number,
	item: number,
): Promise<T | null> {
	const { wasSent, isOver, isLate } = outcome;
	const node = connection.context.getNode();
	if (!look) {
		if (wasSent) throw toNodeError(node, unclearReason(what), item);
		return null;
	}
	try {
		const atOnce = isOver ? await look() : null;
		if (atOnce !== null) return atOnce;
		for (let time = 0; time < (isLate ? LOOKS_WHEN_LATE : 1); time++) {
			const waitMs = connection.retry.firstWaitMs * 2 ** (attempt - 1 + time);
			connection.counts.waitedMs += waitMs;
			if (!(await waitFor(waitMs, connection.signal))) throw toNodeError(node, STOPPED, item);
			const found = await look();
			if (found !== null) return found;
		}
		return null;
	} catch (error) {
		const reason = reasonOf(error);
		// What could not be looked up after an answer was lost stays unclear, and is never sent again.
		if (wasSent && reason?.code !== 'key_not_unique' && reason?.code !== 'stopped') {
			throw toNodeError(node, unclearReason(what), item);
		}
		throw cleanError(node, error, item);
	}
}
