import { setTimeout as wait } from 'node:timers/promises';

import { BROKER_GONE } from '../broker.mts';
import type { AiCall } from '../call.mts';
import type { Recording } from '../models/process.mts';
import { megabytes } from '../models/process.mts';
import type { Task } from '../tasks.mts';
import { naiveTime, rounded } from '../times.mts';
import { EventWriter } from './eventWriter.mts';
import { dataEvent, EVENT_STREAM, OPEN_TO_ALL } from './serverSent.mts';

/** The service looks at the task so often, and says that it lives at least so often (section 6). */
const LOOK_SECONDS = 2;
const HEARTBEAT_SECONDS = 10;
const LIMIT_SECONDS = 300;

/** `/audio/process-stream`: the polling that a caller could do itself, pushed. */
export async function streamByPolling(call: AiCall, task: Task, recording: Recording) {
	const writer = await EventWriter.open(call, EVENT_STREAM, OPEN_TO_ALL);
	if (!writer) return;
	const startedAt = performance.now();
	const elapsed = () => ((performance.now() - startedAt) / 1000) * call.side.settings.aiSpeed;
	const say = (event: Record<string, unknown>) =>
		writer.send(dataEvent({ task_id: task.id, ...event }));
	say({
		status: 'submitted',
		message: 'Audio processing started',
		filename: recording.filename,
		file_size_mb: megabytes(recording.bytes),
		estimated_time: '15-60 seconds',
		timestamp: naiveTime(new Date()),
	});
	let seen = '';
	let heartbeatAt = 0;
	while (!writer.isOver) {
		const now = elapsed();
		const timestamp = naiveTime(new Date());
		if (!call.side.settings.aiBrokerRunning) {
			const message = 'Streaming connection error';
			say({ status: 'stream_error', error: BROKER_GONE, elapsed_time: now, timestamp, message });
			break;
		}
		if (now >= LIMIT_SECONDS) {
			const error = 'Processing timeout after 5 minutes';
			say({ status: 'timeout', error, elapsed_time: now, timestamp });
			break;
		}
		const current = call.side.find(task.id);
		const state = `${current?.state} ${current?.progress}`;
		const isHeartbeat = state === seen && now - heartbeatAt >= HEARTBEAT_SECONDS;
		if (state !== seen || isHeartbeat) {
			if (isHeartbeat) heartbeatAt = now;
			seen = state;
			const look = { elapsed_time: rounded(now, 1), timestamp };
			say({ ...seenAs(current, look), ...(isHeartbeat && { heartbeat: true }) });
		}
		const last = current && closing(current, { processing_time: rounded(now, 2), timestamp });
		if (last) {
			say(last);
			break;
		}
		await wait(call.side.ms(LOOK_SECONDS));
	}
	writer.end();
}

type Look = { elapsed_time: number; timestamp: string };

/** A task that the service has forgotten looks like one that waits, here as well. */
function seenAs(task: Task | undefined, look: Look): Record<string, unknown> {
	switch (task?.state) {
		case undefined:
		case 'PENDING':
			return {
				status: 'PENDING',
				...look,
				message: 'Task queued, waiting for available worker',
				progress: 0,
			};
		case 'PROCESSING': {
			const { progress, step } = task;
			return { status: 'PROCESSING', ...look, progress, step, message: `Processing: ${step}` };
		}
		case 'SUCCESS':
			return { status: 'SUCCESS', ...look, filename: task.filename };
		case 'FAILURE':
		case 'REVOKED':
		case 'BROKEN':
			return { status: task.state, ...look };
	}
}

type End = { processing_time: number; timestamp: string };

function closing(task: Task, end: End): Record<string, unknown> | undefined {
	switch (task.state) {
		case 'SUCCESS': {
			const message = 'Audio processing completed successfully';
			return { status: 'completed', result: task.result, ...end, message };
		}
		case 'FAILURE':
			return { status: 'failed', error: task.error, ...end, message: 'Audio processing failed' };
		case 'REVOKED':
			return { status: 'cancelled', ...end, message: 'Audio processing was cancelled' };
		default:
			return undefined;
	}
}
