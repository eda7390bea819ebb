import type { IDataObject } from 'n8n-workflow';

import { objectOf, textOf, usefulIn } from '../shared/ai/answers';
import { missingParts } from './missing';
import type { Part } from './parts';
import { riskOf } from './risk';
import type { Stage } from './waiting';

/** What is known about a task beside the service's answer. */
export interface About {
	taskId: string | null;
	/** What the person wants; other parts are not passed on, although the service makes them (recording 05). */
	asked: readonly Part[];
	/** The code that was sent; null where the service was to find out, or nobody knows. */
	language: string | null;
	/** Of the recording, from its own header; null where that does not tell. */
	durationSeconds: number | null;
	stages: readonly Stage[];
}

/**
 * A finished answer in neutral parts, whichever of the three documented shapes it has; null when it
 * holds no transcript, which no AI service would send. Parts that were not asked for, and parts that
 * did not come, are null; the second kind is named in `missing_parts`.
 */
export function toParts(answer: unknown, about: About): IDataObject | null {
	const result = usefulIn(answer);
	if (result === null) return null;
	const audio = objectOf(result.audio_info);
	const transcript = String(result.transcript);
	const risk = riskOf(result);
	const wants = (part: Part) => about.asked.includes(part);
	return {
		task_id: about.taskId,
		status: 'completed',
		transcript,
		has_speech: transcript.trim() !== '',
		language: languageOf(result, about),
		translation: wants('translation') ? textOf(result.translation) : null,
		summary: wants('summary') ? textOf(result.summary) : null,
		entities: wants('entities') ? entitiesOf(result.entities) : null,
		classification: wants('classification') ? classificationOf(result) : null,
		risk: risk.level,
		risk_source: risk.source,
		confidence: confidenceOf(result),
		quality: wants('quality') ? qualityOf(result.qa_scores ?? result.evaluations) : null,
		insights: wants('insights') ? filled(result.insights) : null,
		model_versions: modelsOf(result),
		duration_seconds: numberOf(audio.duration_seconds) ?? about.durationSeconds,
		processing_seconds: processingSecondsOf(result),
		missing_parts: missingParts(result, about.asked),
		is_suggestion: true,
		stages: about.stages.map((stage) => ({ ...stage })),
	};
}

/** The service repeats what was asked and tells no language that it found (AI service API, section 5). */
function languageOf(result: IDataObject, about: About): string | null {
	const told = textOf(result.language) ?? textOf(objectOf(result.audio_info).language_specified);
	const language = told ?? about.language;
	return language === 'auto' ? null : language;
}

/** Label to texts; a flat list of finds is grouped the same way. */
export function entitiesOf(value: unknown): IDataObject | null {
	if (!Array.isArray(value)) return filled(value);
	const groups = new Map<string, string[]>();
	for (const find of value.map(objectOf)) {
		const label = textOf(find.label) ?? 'OTHER';
		groups.set(label, [...(groups.get(label) ?? []), String(find.text ?? '')]);
	}
	return groups.size === 0 ? null : Object.fromEntries(groups);
}

/** The quick analysis has its category at the top (recording 07). */
function classificationOf(result: IDataObject): IDataObject | null {
	const own = filled(result.classification);
	if (own !== null || result.main_category === undefined) return own;
	return { main_category: result.main_category, priority: result.priority ?? null };
}

/** 0 to 1. One number: how sure the classifier was of the main thing it said. */
export function confidenceOf(result: IDataObject): number | null {
	const classification = objectOf(result.classification);
	const insights = objectOf(result.insights);
	return (
		numberOf(classification.confidence) ??
		numberOf(objectOf(classification.confidence_scores).main_category) ??
		numberOf(insights.confidence_score) ??
		numberOf(objectOf(insights.risk_assessment).confidence)
	);
}

/** Probabilities alone: ticks and predictions follow a wrong threshold (recordings 02 and 05). */
export function qualityOf(value: unknown): IDataObject | null {
	const heads = Object.entries(objectOf(value)).flatMap(([head, items]) =>
		Array.isArray(items) ? [[head, items.map(objectOf).map(withoutPrediction)] as const] : [],
	);
	return heads.length === 0 ? null : Object.fromEntries(heads);
}

function withoutPrediction({ submetric, probability }: IDataObject): IDataObject {
	return { submetric: submetric ?? null, probability: numberOf(probability) };
}

/** Names or versions of the models, as far as the answer tells them. */
export function modelsOf(result: IDataObject): string[] {
	const used = objectOf(result.pipeline_info).models_used;
	if (Array.isArray(used)) return used.map(String);
	const info = objectOf(result.model_info);
	const version = textOf(objectOf(info.details).model_version) ?? textOf(info.hf_repo_id);
	const name = textOf(info.model_type);
	const model = [name, version].filter((each) => each !== null).join(' ');
	return model === '' ? [] : [model];
}

function processingSecondsOf(result: IDataObject): number | null {
	return (
		numberOf(objectOf(result.pipeline_info).total_time) ??
		numberOf(objectOf(result.audio_info).processing_time) ??
		numberOf(result.processing_time)
	);
}

/** A failed step leaves an empty object, which is nothing (recording 34). */
export function filled(value: unknown): IDataObject | null {
	const object = objectOf(value);
	return Object.keys(object).length === 0 ? null : object;
}

function numberOf(value: unknown): number | null {
	return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
