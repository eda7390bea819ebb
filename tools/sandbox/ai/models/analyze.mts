import type { Settings } from '../../settings.mts';
import type { Work } from '../tasks.mts';
import { classify } from './classes.mts';
import { transcriptOf } from './hear.mts';
import type { Recording } from './process.mts';
import { summarize } from './texts.mts';
import { SECONDS, transcriptionSeconds } from './times.mts';

/** The quick analysis (07). A file that cannot be read ends the worker for good (19). */
export function analyzeWork({ filename, heard, language }: Recording, settings: Settings): Work {
	return async (bench) => {
		bench.step('quick_analysis', 0);
		bench.step('transcription', 10);
		const listening = transcriptionSeconds(heard, settings);
		await bench.take(listening);
		const transcript = transcriptOf(heard, language, true);
		bench.step('nlp_analysis', 55);
		await bench.take(SECONDS.ner);
		bench.step('classification', 70);
		await bench.take(SECONDS.classification);
		const { main_category, priority } = classify(transcript);
		bench.step('summarization', 80);
		await bench.take(SECONDS.summarization);
		bench.step('qa_scoring', 90);
		await bench.take(SECONDS.qa_scoring);
		const result = {
			transcript,
			summary: summarize(transcript),
			main_category,
			priority,
			// Never anything else there.
			risk_level: 'unknown',
			processing_time:
				listening +
				SECONDS.ner +
				SECONDS.classification +
				SECONDS.summarization +
				SECONDS.qa_scoring,
		};
		return { status: 'completed', filename, result };
	};
}
