import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { usefulIn } from '../shared/ai/answers';
import type { Connection } from '../shared/transport/connection';
import type { Reason } from '../shared/transport/errors';
import { toNodeError } from '../shared/transport/errors';
import { endReason } from './endings';
import type { StreamEnd, Told } from './events';
import { tell } from './events';
import { tellStages } from './progress';
import { EventReader } from './stream';
import type { Waited } from './waitForTask';
import { stopped, waitForTask } from './waitForTask';
import type { Waiting } from './waiting';
import { hear, leaveStream } from './waiting';

/** Stop must be felt within a second, and a read that hangs cannot be interrupted. */
const SLICE_MS = 250;

export interface Followed extends Waited {
	/** Null where the service tells no IDs, as in the documented streams. */
	taskId: string | null;
}

/**
 * Listens to a stream until the task ends. A stream that is cut, falls silent, ends without a last
 * event or grows old is left, and the same task is looked at instead: the recording is never handed
 * over a second time (recordings 17, 18, 20, 42).
 */
export async function followLive(
	connection: Connection,
	body: AsyncIterable<Uint8Array>,
	begun: Waiting,
	item: number,
): Promise<Followed> {
	const node = connection.context.getNode();
	const heard = await listen(connection, body, begun, item);
	const { waiting, taskId, end } = heard;
	const task = { taskId: taskId ?? '', isIssued: taskId !== null };
	if (connection.signal?.aborted) throw stopped(connection, task, item);
	if (end?.how === 'done' && usefulIn(end.result) !== null) {
		return { result: end.result, waiting, taskId };
	}
	if (end?.how === 'failed' || end?.how === 'cancelled') {
		const error = end.how === 'failed' ? end.error : null;
		throw toNodeError(node, endReason(end.how, { waiting, task, error, trouble: null }), item);
	}
	if (taskId !== null) {
		connection.context.logger.info(
			`OpenCHS AI, item ${item}: stream left (${heard.left}), looking at the task instead`,
		);
		const waited = await waitForTask(
			connection,
			{ ...task, family: 'audio', taskId },
			waiting,
			item,
		);
		return { ...waited, taskId };
	}
	// The documented streams have no last event: their end is the end (AI service API, section 13).
	if (heard.left === 'ended' && usefulIn(heard.pieces) !== null) {
		return { result: heard.pieces, waiting, taskId };
	}
	throw toNodeError(node, NO_RESULT, item);
}

interface Heard {
	waiting: Waiting;
	taskId: string | null;
	/** What came piece by piece, as one flat result. */
	pieces: IDataObject;
	end: StreamEnd | null;
	/** Why nobody listens any more. */
	left: 'told' | 'ended' | 'queued again' | 'cut' | 'stopped' | 'deadline' | 'old' | 'silent';
}

async function listen(
	connection: Connection,
	body: AsyncIterable<Uint8Array>,
	begun: Waiting,
	item: number,
): Promise<Heard> {
	const reader = new EventReader();
	const pieces = body[Symbol.asyncIterator]();
	const times = { openedAt: Date.now(), heardAt: Date.now() };
	let heard: Heard = { waiting: begun, taskId: null, pieces: {}, end: null, left: 'told' };
	try {
		for (;;) {
			const next = await nextPiece(pieces, () =>
				connection.signal?.aborted ? 'stopped' : leaveStream(heard.waiting, times, Date.now()),
			);
			if (typeof next === 'string') return { ...heard, left: next };
			times.heardAt = Date.now();
			const events = next.done ? reader.end() : reader.push(next.value);
			for (const told of events.map(tell)) {
				const before = heard.waiting;
				// The stream would go on for minutes about a task that the service has forgotten.
				if (told.stage === 'queued' && before.wasWorking) return { ...heard, left: 'queued again' };
				heard = take(heard, told);
				tellStages(connection, before, heard.waiting, item);
				if (heard.end) return heard;
			}
			if (next.done) return { ...heard, left: 'ended' };
		}
	} finally {
		// A read that hangs is closed with its next byte, or by the time limit of the call (host facts, section K3).
		void Promise.resolve(pieces.return?.()).catch(() => undefined);
	}
}

function take(heard: Heard, told: Told): Heard {
	return {
		...heard,
		waiting:
			told.stage === null
				? heard.waiting
				: hear(heard.waiting, told.stage, told.progress, Date.now()),
		taskId: told.taskId ?? heard.taskId,
		pieces: { ...heard.pieces, ...told.piece },
		end: told.end,
	};
}

type Leaving = Exclude<Heard['left'], 'told' | 'ended' | 'queued again'>;

/** The next bytes, or why they are not waited for any longer. */
async function nextPiece(
	pieces: AsyncIterator<Uint8Array>,
	whyLeave: () => Leaving | null,
): Promise<IteratorResult<Uint8Array> | Leaving> {
	const reading: Promise<IteratorResult<Uint8Array> | Leaving> = pieces
		.next()
		.catch(() => whyLeave() ?? 'cut');
	for (;;) {
		const got = await Promise.race([reading, sleep(SLICE_MS).then(() => null)]);
		if (got !== null) return got;
		const leaving = whyLeave();
		if (leaving !== null) return leaving;
	}
}

const NO_RESULT: Reason = {
	code: 'unclear_outcome',
	message: 'The stream of the AI service ended before there was a result',
	description:
		'The service gave no task ID to ask for, and the recording was not sent again, because the work could then be done twice. Run the item again, with polling if it stays.',
};
