import type { AiCall } from '../call.mts';
import type { Published, Task } from '../tasks.mts';
import { EventWriter } from '../streams/eventWriter.mts';
import { asciiJson, EVENT_STREAM } from '../streams/serverSent.mts';

interface Documented {
	name: string;
	/** What the guide puts beside or under `data`, and the reference pages flat. */
	progress?: number;
	data?: object;
}

const WORDS: Readonly<Record<string, string>> = { '1': 'high', '2': 'medium', '3': 'low' };

/** `/audio/process-stream` as documented: no id in it, and no last event. The end is the end. */
export async function documentedStream(call: AiCall, task: Task): Promise<void> {
	const isGuide = call.side.settings.aiShape === 'guide';
	const type = isGuide ? 'application/x-ndjson' : EVENT_STREAM;
	const writer = await EventWriter.open(call, type);
	if (!writer) return;
	const listen = (published: Published) => {
		for (const event of documentedEvents(published)) {
			writer.send(isGuide ? jsonLine(event) : namedEvent(event));
		}
	};
	task.listeners.add(listen);
	call.reply.raw.once('close', () => task.listeners.delete(listen));
	void task.ended.promise.then(() => {
		if (task.state !== 'SUCCESS') {
			const failed = { name: 'error', data: { message: task.error ?? 'Processing failed' } };
			writer.send(isGuide ? jsonLine(failed) : namedEvent(failed));
		}
		writer.end();
	});
}

function documentedEvents({ step, partial_result: partial }: Published): Documented[] {
	const part = (partial ?? {}) as Record<string, unknown>;
	switch (step) {
		case 'transcription':
			return [{ name: 'transcription_progress', progress: 0 }];
		case 'transcription_complete':
			return [
				{ name: 'transcription_progress', progress: 100 },
				{ name: 'transcription_complete', data: { text: part.transcript } },
			];
		case 'translation_complete':
			return [{ name: 'translation_complete', data: { text: part.translation } }];
		case 'classification_complete': {
			const { priority = '', main_category } = part.classification as Record<string, string>;
			const risk_level = WORDS[priority] ?? priority;
			return [{ name: 'classification_complete', data: { main_category, risk_level } }];
		}
		default:
			return [];
	}
}

function jsonLine({ name, progress, data }: Documented): string {
	return `${asciiJson({ type: name, ...(data ? { data } : { progress }) })}\n`;
}

function namedEvent({ name, progress, data }: Documented): string {
	return `event: ${name}\ndata: ${asciiJson(data ?? { progress })}\n\n`;
}
