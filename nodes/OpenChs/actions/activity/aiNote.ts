import type { IDataObject } from 'n8n-workflow';

/** The first line of every such note: whoever opens the case must see it before anything else. */
export const NOT_REVIEWED = 'AI suggestion, not reviewed';

/** Parts that stand in a note only when a person asks for them. */
export const NOTE_PARTS = ['summary', 'transcript', 'translation'] as const;
export type NotePart = (typeof NOTE_PARTS)[number];

/** Below it a suggestion is more of a guess, and the note says so. */
const LOW_CONFIDENCE = 0.5;

/**
 * The text of a note from a result of OpenCHS AI Transcribe, in its words: where it comes from, how sure
 * it is, and no word of the call unless it was asked for.
 */
export function aiNote(result: IDataObject, parts: readonly NotePart[]): string {
	const missing = Array.isArray(result.missing_parts) ? result.missing_parts.map(String) : [];
	const facts = [
		NOT_REVIEWED,
		result.has_speech === false ? 'No speech was found in this recording' : '',
		`Language: ${wordOr(result.language, 'not told')}`,
		riskLine(result),
		`Confidence: ${confidenceWords(result.confidence)}`,
		`Models: ${modelWords(result.model_versions)}`,
		missing.length === 0 ? '' : `Not made: ${missing.join(', ')}`,
		result.task_id ? `Task: ${String(result.task_id)}` : '',
	];
	const texts = parts.flatMap((part) => {
		const text = typeof result[part] === 'string' ? result[part].trim() : '';
		return text === '' ? [] : ['', `${part[0]?.toUpperCase()}${part.slice(1)}: ${text}`];
	});
	return [...facts.filter((line) => line !== ''), ...texts].join('\n');
}

/** Whether an item holds what a finished transcription or analysis hands on. */
export function isAiResult(result: IDataObject): boolean {
	return result.is_suggestion === true;
}

function riskLine({ risk, risk_source: source }: IDataObject): string {
	const level = wordOr(risk, '');
	// None is not low: nobody may read a level into a silent service.
	if (level === '') return 'Risk: not told';
	return source === 'priority' ? `Risk: ${level} (from the priority)` : `Risk: ${level}`;
}

function confidenceWords(value: unknown): string {
	if (typeof value !== 'number') return 'not told';
	const percent = `${Math.round(value * 100)} %`;
	return value < LOW_CONFIDENCE ? `${percent}, which is low` : percent;
}

function modelWords(value: unknown): string {
	return Array.isArray(value) && value.length > 0 ? value.map(String).join(', ') : 'not told';
}

function wordOr(value: unknown, otherwise: string): string {
	return typeof value === 'string' && value !== '' ? value : otherwise;
}
