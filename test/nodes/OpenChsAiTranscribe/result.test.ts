import type { IDataObject } from 'n8n-workflow';

import { missingParts } from '../../../nodes/OpenChsAiTranscribe/missing';
import { PARTS, partsIn } from '../../../nodes/OpenChsAiTranscribe/parts';
import {
	entitiesOf,
	modelsOf,
	qualityOf,
	toParts,
} from '../../../nodes/OpenChsAiTranscribe/result';
import { riskOf } from '../../../nodes/OpenChsAiTranscribe/risk';

const ABOUT = {
	taskId: 'a-1',
	asked: PARTS,
	language: 'sw',
	durationSeconds: 12,
	stages: [],
};

describe('the risk', () => {
	it.each<[string, IDataObject, string | null, string | null]>([
		['of rich insights', { insights: { risk_level: 'Critical' } }, 'critical', 'insights'],
		[
			'of basic insights',
			{ insights: { risk_assessment: { risk_level: 'medium' } } },
			'medium',
			'insights.risk_assessment',
		],
		['of a stream', { classification: { risk_level: 'HIGH' } }, 'high', 'classification'],
		['of a flat result', { risk_level: ' low ' }, 'low', 'result'],
		['by number', { classification: { priority: '1' } }, 'high', 'priority'],
		['by the second number', { classification: { priority: 2 } }, 'medium', 'priority'],
		['by the third number', { classification: { priority: '3' } }, 'low', 'priority'],
		['by a word', { classification: { priority: 'urgent' } }, 'urgent', 'priority'],
		['of a quick analysis', { risk_level: 'unknown', priority: '1' }, 'high', 'priority'],
		['that is not told', { classification: {}, insights: {} }, null, null],
		['that is unknown', { insights: { risk_level: 'Unknown' } }, null, null],
		['that is no word', { insights: { risk_level: 7 }, risk_level: null }, null, null],
	])('%s is one level with its source', (_what, result, level, source) => {
		expect(riskOf(result)).toEqual({ level, source });
	});

	it('is the first of its places, in their order', () => {
		const places: IDataObject = {
			insights: { risk_level: 'a', risk_assessment: { risk_level: 'b' } },
			classification: { risk_level: 'c', priority: 'e' },
			risk_level: 'd',
		};

		expect(riskOf(places).level).toBe('a');
		expect(riskOf({ ...places, insights: { risk_assessment: { risk_level: 'b' } } }).level).toBe(
			'b',
		);
		expect(riskOf({ ...places, insights: {} }).level).toBe('c');
		expect(riskOf({ classification: { priority: 'e' }, risk_level: 'd' }).level).toBe('d');
	});
});

describe('missing parts', () => {
	const steps = (step: string, status: string) => ({ [step]: { status } });

	it.each<[string, IDataObject, readonly string[]]>([
		['all of them, where only words came', { transcript: 'x' }, PARTS],
		['none, where nothing was said', { transcript: ' ' }, []],
		[
			'what failed, also in silence',
			{ transcript: '', processing_steps: steps('translation', 'failed') },
			['translation'],
		],
	])('are %s', (_what, result, missing) => {
		expect(missingParts(result, PARTS)).toEqual(missing);
	});

	it.each<[string, IDataObject, string[]]>([
		['a text without names', { entities: {}, processing_steps: steps('ner', 'completed') }, []],
		['a text without names, flat', { entities: [] }, []],
		['names that failed', { entities: {}, processing_steps: steps('ner', 'failed') }, ['entities']],
		['no names at all', {}, ['entities']],
		['an empty name', { entities: null }, ['entities']],
	])('of %s are told', (_what, result, missing) => {
		expect(missingParts({ transcript: 'x', ...result }, ['entities'])).toEqual(missing);
	});

	it.each<[string, IDataObject]>([
		['classification', { classification: {} }],
		['summary', { summary: ' ' }],
		['translation', { translation: null }],
		['quality', { qa_scores: {} }],
		['insights', { insights: {} }],
	])('are named when %s came empty', (part, result) => {
		const asked = partsIn([part]);

		expect(missingParts({ transcript: 'x', ...result }, asked)).toEqual([part]);
	});

	it('are never those that nobody asked for', () => {
		expect(missingParts({ transcript: 'x' }, [])).toEqual([]);
	});
});

describe('a result', () => {
	it.each<[string, unknown]>([
		['the guide', { transcript: 'Habari', classification: { priority: 'high' } }],
		['the reference pages', { result: { transcript: 'Habari' } }],
		['the page with fractions', { results: { transcript: 'Habari' } }],
		['the service', { status: 'completed', result: { result: { transcript: 'Habari' } } }],
		['one wrapper more', { result: { result: { result: { transcript: 'Habari' } } } }],
	])('of %s is found by its content', (_shape, answer) => {
		expect(toParts(answer, ABOUT)).toMatchObject({ transcript: 'Habari', is_suggestion: true });
	});

	it.each<[string, unknown]>([
		['too many wrappers', { result: { result: { result: { result: { transcript: 'x' } } } } }],
		['no transcript', { result: { summary: 'x' } }],
		['a text', 'Habari'],
		['a list', [{ transcript: 'x' }]],
		['nothing', null],
	])('is not made of %s', (_what, answer) => {
		expect(toParts(answer, ABOUT)).toBeNull();
	});

	it('tells what was sent where the service does not tell its language, and nothing where it was to find out', () => {
		const answer = (language_specified: string | null) => ({
			transcript: 'x',
			audio_info: { language_specified },
		});

		expect(toParts(answer('fr'), ABOUT)?.language).toBe('fr');
		expect(toParts(answer(null), ABOUT)?.language).toBe('sw');
		expect(toParts(answer('auto'), { ...ABOUT, language: 'auto' })?.language).toBeNull();
	});

	it('prefers the length that the service tells', () => {
		const answer = { transcript: 'x', audio_info: { duration_seconds: 7.5 } };

		expect(toParts(answer, ABOUT)?.duration_seconds).toBe(7.5);
		expect(toParts({ transcript: 'x' }, ABOUT)?.duration_seconds).toBe(12);
	});

	it.each<[string, IDataObject, number | null]>([
		['the class', { classification: { confidence: 0.5 } }, 0.5],
		['the main class', { classification: { confidence_scores: { main_category: 0.6 } } }, 0.6],
		['the insights', { insights: { confidence_score: 0.7 } }, 0.7],
		['the basic insights', { insights: { risk_assessment: { confidence: 0.8 } } }, 0.8],
		['nothing at all', {}, null],
	])('has the confidence of %s', (_what, result, confidence) => {
		expect(toParts({ transcript: 'x', ...result }, ABOUT)?.confidence).toBe(confidence);
	});

	it('hands on only what was asked for', () => {
		const answer = {
			transcript: 'x',
			translation: 'y',
			summary: 'z',
			entities: { A: ['b'] },
			classification: { priority: '1' },
			qa_scores: { opening: [{ submetric: 'a', probability: 0.5 }] },
			insights: { risk_level: 'High' },
		};

		const none = toParts(answer, { ...ABOUT, asked: [] });

		for (const part of PARTS) {
			expect(none?.[part]).toBeNull();
			expect(toParts(answer, { ...ABOUT, asked: [part] })?.[part]).not.toBeNull();
		}
		expect(none?.risk).toBe('high');
	});

	it('names its models by version where the service does', () => {
		expect(modelsOf({ pipeline_info: { models_used: ['whisper', 'ner'] } })).toEqual([
			'whisper',
			'ner',
		]);
		expect(modelsOf({ model_info: { model_type: 'ner', hf_repo_id: 'a/b' } })).toEqual(['ner a/b']);
		expect(modelsOf({})).toEqual([]);
	});

	it('groups a flat list of finds', () => {
		const finds = [
			{ text: 'Alfa Village', label: 'GPE' },
			{ text: 'Beta Town', label: 'GPE' },
			{ text: 'x' },
		];

		expect(entitiesOf(finds)).toEqual({ GPE: ['Alfa Village', 'Beta Town'], OTHER: ['x'] });
		expect([entitiesOf([]), entitiesOf({}), entitiesOf('x')]).toEqual([null, null, null]);
	});

	it('leaves out of the quality what is no list', () => {
		expect(qualityOf({ opening: 'x' })).toBeNull();
		expect(qualityOf({ opening: [{ submetric: 'a' }], hold: 1 })).toEqual({
			opening: [{ submetric: 'a', probability: null }],
		});
	});
});
