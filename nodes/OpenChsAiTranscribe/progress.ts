import type { Connection } from '../shared/transport/connection';
import type { Stage, Waiting } from './waiting';

/**
 * One info line for each new stage and percentage: n8n shows nothing of a node that runs, so its log is
 * the only place where a long transcription can be watched. A stage is a plain word; no text enters.
 */
export function tellStages(
	{ context }: Connection,
	before: Waiting,
	after: Waiting,
	item: number,
): void {
	for (const stage of after.stages.slice(before.stages.length)) {
		context.logger.info(`OpenCHS AI, item ${item}: ${wordsOf(stage)}, after ${stage.seconds} s`);
	}
}

export function wordsOf({ stage, progress }: Stage): string {
	return progress === null ? stage : `${stage}, ${progress} %`;
}
