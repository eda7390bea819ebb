import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { outputChoice, present, toItem } from '../../../shared/output';
import { caseLocator } from '../../../shared/properties/caseLocator';
import { choices } from '../../../shared/properties/choices';
import { options, RECORD_OPTIONS } from '../../../shared/properties/options';
import { output } from '../../../shared/properties/output';
import { refusedKey } from '../../../shared/record/externalKey';
import type { Reason } from '../../../shared/transport/errors';
import { toNodeError } from '../../../shared/transport/errors';
import { pickedCase } from '../pickedCase';
import type { Operation, Work } from '../work';
import type { NotePart } from './aiNote';
import { aiNote, isAiResult, NOTE_PARTS } from './aiNote';

const aiResult: INodeProperties = {
	displayName: 'AI Result',
	name: 'aiResult',
	type: 'json',
	required: true,
	default: '={{ $json }}',
	description: "What 'OpenCHS AI Transcribe' handed on, as a whole",
};

const noteParts: INodeProperties = {
	displayName: 'Words of the Call',
	name: 'noteParts',
	type: 'multiOptions',
	options: choices(NOTE_PARTS),
	default: [],
	description:
		'What to write into the note beside language, risk, confidence and models. Whoever may read the case can read it.',
};

export const description: INodeProperties[] = updateDisplayOptions(
	{ show: { resource: ['activity'], operation: ['createFromAi'] } },
	[caseLocator, aiResult, noteParts, ...output('activity'), options(...RECORD_OPTIONS)],
);

/** Writes a suggestion as a note, once for each task; no other field of the case is touched. */
export const execute: Operation = async function (itemIndex, work) {
	const result = resultOf.call(this, itemIndex);
	const key = keyFor.call(this, result, itemIndex, work);
	const chosen = this.getNodeParameter('noteParts', itemIndex, []) as unknown;
	const parts = NOTE_PARTS.filter(
		(part: NotePart) => Array.isArray(chosen) && chosen.includes(part),
	);
	const id = await pickedCase.call(this, itemIndex, work);
	const note = { activity_type: 'note', description: aiNote(result, parts) };
	const added = await work.helpline.addActivity(id, note, key, itemIndex);
	const told = { outcome: added.outcome, not_sent: added.notSent ?? [] };
	const choice = outputChoice(this, itemIndex);
	return [toItem(present('activity', added, choice, work.helplineCode, told), itemIndex)];
};

/** A second run with the same task finds the note of the first; without an ID the run's own key holds. */
function keyFor(this: IExecuteFunctions, result: IDataObject, itemIndex: number, work: Work) {
	const { task_id: taskId } = result;
	const hasId = typeof taskId === 'string' && taskId !== '';
	const key = work.keyOf(itemIndex, hasId ? `ai-${taskId}` : '');
	const refusal = key.isMapped ? refusedKey(key.key, {}) : null;
	if (refusal) throw toNodeError(this.getNode(), STRANGE_ID, itemIndex);
	return key;
}

function resultOf(this: IExecuteFunctions, itemIndex: number): IDataObject {
	const given = this.getNodeParameter('aiResult', itemIndex, {}) as unknown;
	const result = typeof given === 'string' ? parsed(given) : given;
	const isObject = typeof result === 'object' && result !== null && !Array.isArray(result);
	if (isObject && isAiResult(result as IDataObject)) return result as IDataObject;
	throw toNodeError(this.getNode(), NO_RESULT, itemIndex);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

const NO_RESULT: Reason = {
	code: 'missing_field',
	field: 'ai_result',
	message: "'AI Result' holds no finished result",
	description:
		"Map a whole item of 'OpenCHS AI Transcribe' to it. A ticket is none: get its result first.",
};

const STRANGE_ID: Reason = {
	code: 'key_refused',
	field: 'external_key',
	message: "The task ID in 'AI Result' cannot be used as a key",
	description: "Map an item of 'OpenCHS AI Transcribe' to it, unchanged.",
};
