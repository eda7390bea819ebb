import type { Family } from '../tasks.mts';
import type { Complaint } from '../refusals.mts';
import { classifyAlone } from './classes.mts';
import type { ModelName } from './modelInfo.mts';
import { scoreQuality } from './quality.mts';
import { byLabel, findEntities, summarize, translate } from './texts.mts';
import { SECONDS } from './times.mts';

export type TextFamily = Exclude<Family, 'audio' | 'whisper'>;

/** One model that is asked on its own, with a text. */
export interface SingleModel {
	family: TextFamily;
	model: ModelName;
	path: string;
	/** What the text is called in the body. */
	field: string;
	/** In the refusal of blanks, e.g. `Text input cannot be empty`. */
	what: string;
	/** Two of them refuse blanks in an object (26, 27). */
	blankIsObject?: true;
	/** 202 but for one. */
	status: 200 | 202;
	started: string;
	estimated: string;
	busy: string;
	seconds: number;
	complaints?(body: Record<string, unknown>): Complaint[];
	run(text: string, body: Record<string, unknown>): object;
}

export const SINGLE_MODELS: readonly SingleModel[] = [
	{
		family: 'translate',
		model: 'translator',
		path: '/translate/',
		field: 'text',
		what: 'Text',
		status: 202,
		started: 'Translation started',
		estimated: '5-20 seconds',
		busy: 'Translating text...',
		seconds: SECONDS.translation,
		run: (text) => ({ translated: translate(text) }),
	},
	{
		family: 'ner',
		model: 'ner',
		path: '/ner/extract',
		field: 'text',
		what: 'Text',
		blankIsObject: true,
		status: 202,
		started: 'NER processing started',
		estimated: '5-15 seconds',
		busy: 'Extracting entities...',
		seconds: SECONDS.ner,
		run: (text, { flat = true }) => ({
			entities: flat ? findEntities(text) : byLabel(findEntities(text)),
		}),
	},
	{
		family: 'classifier',
		model: 'classifier',
		path: '/classifier/classify',
		field: 'narrative',
		what: 'Narrative',
		blankIsObject: true,
		status: 202,
		started: 'Classification started',
		estimated: '10-30 seconds',
		busy: 'Classifying narrative...',
		seconds: SECONDS.classification,
		run: classifyAlone,
	},
	{
		family: 'summarizer',
		model: 'summarizer',
		path: '/summarizer/summarize',
		field: 'text',
		what: 'Text',
		status: 202,
		started: 'Summarization started',
		estimated: '10-30 seconds',
		busy: 'Summarizing text...',
		seconds: SECONDS.summarization,
		complaints: ({ max_length = 256 }) =>
			Number.isInteger(Number(max_length)) ? [] : [notAnInteger('max_length', max_length)],
		run: (text) => ({ summary: summarize(text) }),
	},
	{
		family: 'qa',
		model: 'qa',
		path: '/qa/evaluate',
		field: 'transcript',
		what: 'Transcript',
		status: 200,
		started: 'QA evaluation started',
		estimated: '15-45 seconds',
		busy: 'Evaluating transcript...',
		seconds: SECONDS.qa_scoring,
		complaints: ({ transcript, threshold }) => [
			...tooShort('transcript', String(transcript)),
			...tooMuch('threshold', threshold),
		],
		run: (_text, { threshold }) => ({ evaluations: scoreQuality(Number(threshold ?? 0.5)) }),
	},
];

const SHORTEST = 10;

function notAnInteger(field: string, input: unknown): Complaint {
	const msg = 'Input should be a valid integer, unable to parse string as an integer';
	return { type: 'int_parsing', loc: ['body', field], msg, input };
}

function tooShort(field: string, input: string): Complaint[] {
	if (input.length >= SHORTEST) return [];
	const msg = `String should have at least ${SHORTEST} characters`;
	const ctx = { min_length: SHORTEST };
	return [{ type: 'string_too_short', loc: ['body', field], msg, input, ctx }];
}

function tooMuch(field: string, input: unknown): Complaint[] {
	if (!(Number(input ?? 0) > 1)) return [];
	const msg = 'Input should be less than or equal to 1';
	return [{ type: 'less_than_equal', loc: ['body', field], msg, input, ctx: { le: 1 } }];
}
