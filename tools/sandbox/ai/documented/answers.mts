import type { Recording } from '../models/process.mts';

/** What the documented answers take from the pipeline's result. */
interface Useful {
	transcript: string;
	translation: string | null;
	entities: Record<string, string[]>;
	classification: { main_category?: string; priority?: string; confidence?: number };
	summary: string;
}

/** The documents know urgency in words only. */
const WORDS: Readonly<Record<string, string>> = { '1': 'high', '2': 'medium', '3': 'low' };

export function usefulOf(result: unknown): Useful {
	return (result as { result: Useful }).result;
}

export function priorityWord({ classification }: Useful): string | undefined {
	const { priority } = classification;
	return priority === undefined ? undefined : (WORDS[priority] ?? priority);
}

/** The integration guide: three members, read without looking further. */
export function guideAnswer(useful: Useful) {
	const { transcript, translation, classification } = useful;
	const { main_category, confidence } = classification;
	return {
		transcript,
		translation,
		classification: { main_category, priority: priorityWord(useful), confidence },
	};
}

/** The reference pages: the same, flat, with more beside it. */
export function referenceAnswer(useful: Useful, { filename, heard }: Recording) {
	const guide = guideAnswer(useful);
	const { entities, summary } = useful;
	return {
		...guide,
		audio_info: { filename, duration_seconds: heard.seconds },
		entities,
		summary,
		insights: { risk_assessment: { risk_level: priorityWord(useful) ?? 'unknown' } },
	};
}
