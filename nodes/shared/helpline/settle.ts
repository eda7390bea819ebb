import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../transport/connection';
import type { Reason } from '../transport/errors';
import { cleanError, reasonOf, toNodeError } from '../transport/errors';
import { STOPPED, unclearReason } from '../transport/sentences';
import { waitFor } from '../transport/wait';

/** How a write ended, as far as its own answer tells. */
export type Written<D> =
	| { state: 'saved'; data: D }
	| { state: 'refused'; reason: Reason }
	/**
	 * The server may have saved it. `sent` is false when the call cannot have arrived; `isOver` is true
	 * when the server has done all it will do, so that a look-up need not wait.
	 */
	| { state: 'unclear'; sent: boolean; reason: Reason; isOver?: boolean };

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
	for (let attempt = 1; ; attempt++) {
		const written = await steps.send();
		if (written.state === 'refused') throw fail(written.reason);
		if (written.state === 'saved') {
			const result = steps.accept(written.data);
			if (result !== null) return { result, wasLookedUp: false };
		}
		const wasSent = written.state === 'saved' || written.sent;
		const isOver = written.state === 'unclear' && written.isOver === true;
		const found = await lookUp(connection, what, steps.look, { wasSent, isOver }, attempt, item);
		if (found !== null) return { result: found, wasLookedUp: true };
		if (attempt >= connection.retry.attempts) {
			// The look-up says that nothing was saved, so the cause can be told as it is.
			throw fail(written.state === 'unclear' ? written.reason : unclearReason(what));
		}
		connection.counts.repeats += 1;
	}
}

async function lookUp<T>(
	connection: Connection,
	what: string,
	look: (() => Promise<T | null>) | undefined,
	{ wasSent, isOver }: { wasSent: boolean; isOver: boolean },
	attempt: number,
	item: number,
): Promise<T | null> {
	const node = connection.context.getNode();
	if (!look) {
		if (wasSent) throw toNodeError(node, unclearReason(what), item);
		return null;
	}
	try {
		const atOnce = isOver ? await look() : null;
		if (atOnce !== null) return atOnce;
		const waitMs = connection.retry.firstWaitMs * 2 ** (attempt - 1);
		const isGoingOn = await waitFor(waitMs, connection.signal);
		return isGoingOn ? await look() : await Promise.reject(toNodeError(node, STOPPED, item));
	} catch (error) {
		const reason = reasonOf(error);
		// What could not be looked up after an answer was lost stays unclear, and is never sent again.
		if (wasSent && reason?.code !== 'key_not_unique' && reason?.code !== 'stopped') {
			throw toNodeError(node, unclearReason(what), item);
		}
		throw cleanError(node, error, item);
	}
}
