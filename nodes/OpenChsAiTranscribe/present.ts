import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { usefulIn } from '../shared/ai/answers';
import { leavesOutPersonal } from '../shared/output';

/** The ten most wanted fields of a result, most wanted first. */
export const SIMPLIFIED = [
	'task_id',
	'transcript',
	'language',
	'translation',
	'summary',
	'risk',
	'risk_source',
	'confidence',
	'missing_parts',
	'is_suggestion',
] as const;

/** What somebody said, in any form: left out where personal fields are. */
export const PERSONAL = ['transcript', 'translation', 'summary', 'entities', 'insights'];

/** Beside the service's own members, what only the node knows. */
const OURS = ['task_id', 'status', 'missing_parts', 'is_suggestion', 'stages'];

/** A result as the person wants it; `answer` is the service's own, for the raw form. */
export function presentResult(
	context: IExecuteFunctions,
	parts: IDataObject,
	answer: unknown,
	itemIndex: number,
): IDataObject {
	const form = String(context.getNodeParameter('output', itemIndex, 'parts'));
	if (leavesOutPersonal(context, itemIndex)) {
		// The service's own members are free to hold anything, so the raw form is not given out here.
		const known = form === 'simplified' ? only(parts, SIMPLIFIED) : parts;
		return Object.fromEntries(Object.entries(known).filter(([name]) => !PERSONAL.includes(name)));
	}
	if (form === 'raw') return { ...usefulIn(answer), ...only(parts, OURS) };
	return form === 'simplified' ? only(parts, SIMPLIFIED) : parts;
}

function only(parts: IDataObject, names: readonly string[]): IDataObject {
	return Object.fromEntries(names.map((name) => [name, parts[name] ?? null]));
}
