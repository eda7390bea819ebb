import type { IDataObject } from 'n8n-workflow';

import { objectOf } from '../shared/ai/answers';
import type { Part } from './parts';

/** Where each part stands in an answer, and the step of the service that makes it. */
const PLACES: Readonly<Record<Part, { fields: readonly string[]; step: string }>> = {
	classification: { fields: ['classification', 'main_category'], step: 'classification' },
	entities: { fields: ['entities'], step: 'ner' },
	insights: { fields: ['insights'], step: 'insights_generation' },
	quality: { fields: ['qa_scores', 'evaluations'], step: 'qa_scoring' },
	summary: { fields: ['summary'], step: 'summarization' },
	translation: { fields: ['translation'], step: 'translation' },
};

/**
 * Parts that were asked for and did not come: a failed step does not fail the task (recording 34).
 * A step that went through and found nothing is not missing, and out of silence nothing can be made.
 */
export function missingParts(result: IDataObject, asked: readonly Part[]): Part[] {
	const steps = objectOf(result.processing_steps);
	const isSilent = String(result.transcript ?? '').trim() === '';
	return asked.filter((part) => {
		const { fields, step } = PLACES[part];
		const status = objectOf(steps[step]).status;
		if (status === 'failed') return true;
		const values = fields.map((field) => result[field]);
		if (values.some(holdsSomething) || isSilent) return false;
		// No name in a text is an answer; no text at all is none.
		return !(part === 'entities' && (status === 'completed' || values.some(isGiven)));
	});
}

function holdsSomething(value: unknown): boolean {
	if (typeof value === 'string') return value.trim() !== '';
	if (Array.isArray(value)) return value.length > 0;
	return Object.keys(objectOf(value)).length > 0;
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null;
}
