import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isObject, objectOf, textOf } from '../shared/ai/answers';
import { NOT_AI } from '../shared/ai/sentences';
import type { TextCall } from '../shared/ai/tasks';
import { submitText } from '../shared/ai/tasks';
import { leavesOutPersonal, toItem } from '../shared/output';
import type { Reason } from '../shared/transport/errors';
import { toNodeError } from '../shared/transport/errors';
import { PERSONAL } from './present';
import { confidenceOf, entitiesOf, filled, modelsOf } from './result';
import { riskOf } from './risk';
import { beginWaiting } from './settings';
import { waitForTask } from './waitForTask';
import type { Operation, Work } from './work';

const ANALYSES = ['classify', 'entities', 'summarize', 'translate'] as const;
type Analysis = (typeof ANALYSES)[number];

/** The field names are the service's own; the documented ones are refused (recording 27). */
const CALLS: Readonly<Record<Analysis, (text: string) => TextCall>> = {
	classify: (text) => ({ family: 'classifier', body: { narrative: text } }),
	entities: (text) => ({ family: 'ner', body: { text, flat: false } }),
	summarize: (text) => ({ family: 'summarizer', body: { text } }),
	translate: (text) => ({ family: 'translate', body: { text } }),
};

const PART: Readonly<Record<Analysis, string>> = {
	classify: 'classification',
	entities: 'entities',
	summarize: 'summary',
	translate: 'translation',
};

/** Asks the chosen models about a text, one after the other, and puts their answers together. */
export const analyze: Operation = async function (itemIndex, work) {
	const text = String(this.getNodeParameter('text', itemIndex, '') ?? '').trim();
	if (text === '') throw toNodeError(this.getNode(), NO_TEXT, itemIndex);
	const chosen = this.getNodeParameter('analyses', itemIndex, []) as unknown;
	const analyses = ANALYSES.filter((each) => Array.isArray(chosen) && chosen.includes(each));
	if (analyses.length === 0) throw toNodeError(this.getNode(), NO_ANALYSIS, itemIndex);

	const results = new Map<Analysis, Done>();
	for (const analysis of analyses) {
		results.set(analysis, await one.call(this, analysis, text, itemIndex, work));
	}
	const json = together(results);
	const isKept = ([name]: [string, unknown]) => !PERSONAL.includes(name);
	const kept = leavesOutPersonal(this, itemIndex)
		? Object.fromEntries(Object.entries(json).filter(isKept))
		: json;
	return [toItem(kept, itemIndex)];
};

interface Done {
	taskId: string;
	result: IDataObject;
}

async function one(
	this: IExecuteFunctions,
	analysis: Analysis,
	text: string,
	itemIndex: number,
	{ connection }: Work,
): Promise<Done> {
	const call = CALLS[analysis](text);
	const submitted = await submitText(connection, call, itemIndex);
	if (submitted.kind !== 'ticket') throw toNodeError(this.getNode(), NOT_AI, itemIndex);
	const { taskId } = submitted;
	const task = { family: call.family, taskId, isIssued: true };
	const begun = beginWaiting.call(this, itemIndex);
	const { result } = await waitForTask(connection, task, begun, itemIndex);
	if (!isObject(result)) throw toNodeError(this.getNode(), NOT_AI, itemIndex);
	return { taskId, result };
}

function together(results: ReadonlyMap<Analysis, Done>): IDataObject {
	const of = (analysis: Analysis) => objectOf(results.get(analysis)?.result);
	const classification = classificationOf(of('classify'));
	const risk = riskOf({ classification });
	const parts: IDataObject = {
		translation: textOf(of('translate').translated),
		summary: textOf(of('summarize').summary),
		classification,
		entities: entitiesOf(of('entities').entities),
	};
	return {
		task_ids: Object.fromEntries([...results].map(([name, { taskId }]) => [name, taskId])),
		status: 'completed',
		...parts,
		risk: risk.level,
		risk_source: risk.source,
		confidence: confidenceOf({ classification }),
		model_versions: [...results.values()].flatMap(({ result }) => modelsOf(result)),
		missing_parts: [...results.keys()]
			.filter((name) => parts[PART[name]] === null && name !== 'entities')
			.map((name) => PART[name]),
		is_suggestion: true,
	};
}

/** What every answer carries about itself. */
const ABOUT_ITSELF = ['processing_time', 'model_info', 'timestamp', 'chunk_predictions'];

function classificationOf(result: IDataObject): IDataObject | null {
	const own = Object.entries(result).filter(([name]) => !ABOUT_ITSELF.includes(name));
	return filled(Object.fromEntries(own));
}

const NO_TEXT: Reason = {
	code: 'missing_field',
	field: 'text',
	message: "'Text' is empty",
	description: 'Map the text to look at, such as a translation or the description of a case.',
};

const NO_ANALYSIS: Reason = {
	code: 'missing_field',
	field: 'analyses',
	message: "'Analyses' is empty",
	description: 'Choose at least one of them.',
};
