import type { AiCall } from '../call.mts';
import { megabytes, type Recording } from '../models/process.mts';
import type { Published, Task } from '../tasks.mts';
import { naiveTime } from '../times.mts';
import { EventWriter } from './eventWriter.mts';
import { dataEvent, EVENT_STREAM, OPEN_TO_ALL } from './serverSent.mts';

/**
 * `/audio/process-stream-realtime`: what the task publishes, and nothing else. A task that fails
 * publishes nothing, so the stream stays open and silent (17).
 */
export async function streamPublished(call: AiCall, task: Task, recording: Recording) {
	const headers = { ...OPEN_TO_ALL, 'x-stream-type': 'redis-pubsub' };
	const writer = await EventWriter.open(call, EVENT_STREAM, headers);
	if (!writer) return;
	const say = (event: Record<string, unknown>) =>
		writer.send(dataEvent({ task_id: task.id, ...event }));
	const timestamp = () => naiveTime(new Date());
	say({
		status: 'submitted',
		message: 'Audio processing task submitted',
		filename: recording.filename,
		file_size_mb: megabytes(recording.bytes),
		estimated_time: '15-60 seconds',
		streaming_type: 'redis_pubsub',
		timestamp: timestamp(),
	});
	say({
		status: 'subscribed',
		message: 'Subscribed to audio processing stream',
		timestamp: timestamp(),
	});
	const listen = ({ step, progress, message, ...rest }: Published) => {
		// The real service subscribes when the task was handed over, and misses the first event (16).
		if (step === 'started') return;
		say({ step, progress, timestamp: timestamp(), message, ...rest });
		if (step !== 'completed') return;
		const closed = { status: 'stream_closed', message: 'Real-time stream ended' };
		say({ ...closed, timestamp: timestamp() });
		writer.end();
	};
	task.listeners.add(listen);
	call.reply.raw.once('close', () => task.listeners.delete(listen));
}
