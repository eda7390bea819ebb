import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { setSafeObjectProperty } from 'n8n-workflow';

import type { Resource } from './privacy/personalColumns';
import type { Kind } from './privacy/personalFields';
import { mayStay } from './privacy/personalFields';
import { cleanError, reasonOf, toNodeError } from './transport/errors';

/**
 * What comes out of a node: which fields, paired with which item, what a failed item holds, and what
 * an AI tool may see.
 */

/** A thing as a verb hands it over: in our words, and as the server said it. */
interface Readable {
	record: IDataObject;
	raw: IDataObject;
	/** Of which list of the deployed server `raw` is a row. */
	resource?: Resource;
}

export interface OutputChoice {
	form: 'simplified' | 'raw' | 'selected';
	fields: readonly string[];
	leaveOutPersonal: boolean;
}

/** The ten most wanted fields of each kind, most wanted first; the previews show the same. */
export const SIMPLIFIED: Record<Kind, readonly string[]> = {
	case: [
		'id',
		'case_number',
		'helpline',
		'title',
		'category',
		'priority',
		'status',
		'assigned_to',
		'created_at',
		'updated_at',
	],
	activity: [
		'id',
		'case_id',
		'helpline',
		'activity_type',
		'description',
		'created_by',
		'created_at',
	],
	communication: [
		'id',
		'case_id',
		'helpline',
		'contact_type',
		'direction',
		'contact_address',
		'duration',
		'call_status',
		'message',
		'created_at',
	],
	attachment: [
		'id',
		'case_id',
		'helpline',
		'file_name',
		'file_type',
		'mime_type',
		'file_size',
		'description',
		'created_at',
	],
	person: [
		'id',
		'case_id',
		'helpline',
		'kind',
		'name',
		'sex',
		'age',
		'age_group',
		'phone',
		'relationship',
	],
	user: ['id', 'username', 'helpline', 'role', 'is_active'],
	statistics: [
		'helpline',
		'period',
		'start_date',
		'end_date',
		'total_cases',
		'by_status',
		'by_priority',
		'by_category',
		'avg_resolution_time_hours',
		'table',
	],
	reference: ['id', 'name', 'helpline', 'path', 'code', 'category', 'parent_id', 'is_active'],
};

/** An agent runs the node in its tool context, or, in newer engines, under its tool type's name. */
export function isTool(context: IExecuteFunctions): boolean {
	return context.isToolExecution?.() === true || context.getNode().type.endsWith('Tool');
}

/** As a tool of an AI agent, no personal field comes out unless a switch says otherwise. */
export function leavesOutPersonal(context: IExecuteFunctions, itemIndex: number): boolean {
	if (context.getNodeParameter('options.leaveOutPersonal', itemIndex, false) === true) return true;
	return (
		isTool(context) &&
		context.getNodeParameter('options.toolsSeePersonal', itemIndex, false) !== true
	);
}

/** Refuses what an agent may not do by itself; `label` is the operation's name on the screen. */
export function refuseTools(
	context: IExecuteFunctions,
	switchName: 'toolsDelete' | 'toolsSeePersonal',
	label: string,
	itemIndex: number,
): void {
	if (!isTool(context)) return;
	if (context.getNodeParameter(`options.${switchName}`, itemIndex, false) === true) return;
	const switchLabel =
		switchName === 'toolsDelete'
			? 'Allow AI Tools to Delete'
			: 'Allow AI Tools to See Personal Fields';
	throw toNodeError(
		context.getNode(),
		{
			code: 'not_allowed_for_tools',
			message: `'${label}' is not open to AI tools`,
			description: `Switch on '${switchLabel}' in 'Options' if an agent may do this.`,
		},
		itemIndex,
	);
}

export function outputChoice(context: IExecuteFunctions, itemIndex: number): OutputChoice {
	const form = context.getNodeParameter('output', itemIndex, 'simplified');
	const fields = form === 'selected' ? context.getNodeParameter('outputFields', itemIndex, []) : [];
	return {
		form: form === 'raw' || form === 'selected' ? form : 'simplified',
		fields: Array.isArray(fields) ? fields.map(String) : String(fields).split(/\s*,\s*/),
		leaveOutPersonal: leavesOutPersonal(context, itemIndex),
	};
}

/**
 * One record as the person wants it. The id and the helpline are always there; `added` is what the
 * operation tells about itself, such as the outcome of a write.
 */
export function present(
	kind: Kind,
	found: Readable,
	choice: OutputChoice,
	helpline: string,
	added: IDataObject = {},
): IDataObject {
	const all: IDataObject = { ...chosen(kind, found, choice), helpline, ...added };
	if (!choice.leaveOutPersonal) return all;

	const kept: IDataObject = {};
	for (const [field, value] of Object.entries(all)) {
		if (Object.hasOwn(added, field) || mayStay(kind, field, value, found.resource)) {
			setSafeObjectProperty(kept, field, value);
		}
	}
	return kept;
}

function chosen(kind: Kind, found: Readable, choice: OutputChoice): IDataObject {
	if (choice.form === 'raw') return found.raw;
	const wanted = SIMPLIFIED[kind];
	const always = wanted.filter((name) => name === 'id');
	const names = choice.form === 'selected' ? [...always, ...choice.fields] : wanted;
	const record: IDataObject = {};
	for (const name of names) setSafeObjectProperty(record, name, valueOf(found, name));
	return record;
}

/** A field that only this server has is found among its own members. */
function valueOf({ record, raw }: Readable, name: string): IDataObject[string] {
	if (Object.hasOwn(record, name)) return record[name] ?? null;
	return Object.hasOwn(raw, name) ? (raw[name] ?? null) : null;
}

export function toItem(json: IDataObject, itemIndex: number): INodeExecutionData {
	return { json, pairedItem: { item: itemIndex } };
}

/**
 * What stands in the place of an item that did not go through. Nothing but `error`, `message` and
 * `details` may be in the first form, because n8n adds the input row to exactly that; with an error
 * object beside it, n8n keeps the text alone (host facts, sections E and N6).
 */
export function failedItem(
	context: IExecuteFunctions,
	error: unknown,
	itemIndex: number,
): INodeExecutionData {
	const clean = cleanError(context.getNode(), error, itemIndex);
	const reason = reasonOf(clean);
	const pairedItem = { item: itemIndex };
	if (failedItemsHold(context, itemIndex) === 'reason') {
		return { json: { error: clean.message }, error: clean, pairedItem };
	}
	return {
		json: {
			error: clean.message,
			message: reason?.description ?? clean.message,
			details: {
				code: reason?.code ?? 'unknown',
				field: reason?.field ?? null,
				status: reason?.status ?? null,
				...(reason?.retryAt === undefined ? {} : { retry_at: reason.retryAt }),
				...(reason?.taskId === undefined ? {} : { task_id: reason.taskId }),
			},
		},
		pairedItem,
	};
}

/** The item may have failed because 'Options' could not be worked out: then the default holds. */
function failedItemsHold(context: IExecuteFunctions, itemIndex: number): unknown {
	try {
		return context.getNodeParameter('options.failedItems', itemIndex, 'reasonAndRow');
	} catch {
		return 'reasonAndRow';
	}
}
