import type { Settings } from '../../settings.mts';

/** What can go wrong inside a task that still completes, and the word in a text that makes it so (34). */
export const FAILING_WORDS = {
	translation: 'TRFAIL',
	ner: 'NERFAIL',
	classification: 'CLSFAIL',
	qa_scoring: 'QAFAIL',
	summarization: 'SUMFAIL',
	insights_generation: 'INSFAIL',
} as const;

export type Step = keyof typeof FAILING_WORDS;

export function fails(step: Step, transcript: string, settings: Settings): boolean {
	return settings.aiFailedSteps.includes(step) || transcript.includes(FAILING_WORDS[step]);
}
