import type { IDataObject } from 'n8n-workflow';
import { setSafeObjectProperty } from 'n8n-workflow';

import { DEPLOYED_COLUMNS } from '../privacy/personalColumns';
import type { FoundCase } from '../record/case';

/**
 * The columns of a full export, in the order in which they will always stand. Readers of the files build
 * upon it: a new column is a new version of the form.
 */
export const FULL_COLUMNS = [
	'id',
	'case_number',
	'title',
	'description',
	'category',
	'subcategory',
	'priority',
	'status',
	'is_escalated',
	'gbv_related',
	'channel',
	'plan',
	'reporter_name',
	'reporter_phone',
	'reporter_email',
	'reporter_relationship',
	'reporter_age_group',
	'reporter_sex',
	'child_name',
	'child_age',
	'child_gender',
	'child_location',
	'children',
	'assigned_to',
	'assigned_user_id',
	'created_at',
	'created_by',
	'updated_at',
	'updated_by',
	'resolved_at',
	'external_key',
	'ai_transcript',
	'ai_translation',
	'ai_entities',
	'ai_classification',
	'ai_risk_level',
	'ai_confidence',
	'helpline',
] as const;

/** What a case has at most on a server of the documented API, beyond the columns (published API, the case record). */
const ALSO_DOCUMENTED = ['assigned_user', 'notes', 'relevance_score', 'matched_fields'];

/** Those of the columns that only a list of its own on the helpline server tells. */
const ABOUT_CHILDREN = ['children', 'reporter_relationship'];

export function needsChildren(columns: readonly string[]): boolean {
	return columns.some((name) => name.startsWith('child_') || ABOUT_CHILDREN.includes(name));
}

/** The columns of an own list: the ID first, then the known ones in the frozen order, then the server's own as named. */
export function ownColumns(wanted: readonly string[]): string[] {
	const known: readonly string[] = FULL_COLUMNS;
	const own = wanted.filter((name) => !known.includes(name));
	return [...known.filter((name) => name === 'id' || wanted.includes(name)), ...new Set(own)];
}

/** The columns of a case and nothing else; null where the server does not tell. */
export function pick(
	{ record, raw }: FoundCase,
	columns: readonly string[],
	helpline: string,
): IDataObject {
	const row: IDataObject = {};
	for (const name of columns) {
		const isOfRecord = Object.hasOwn(record, name);
		const value = name === 'helpline' ? helpline : isOfRecord ? record[name] : ownMember(raw, name);
		setSafeObjectProperty(row, name, value ?? null);
	}
	return row;
}

function ownMember(raw: IDataObject, name: string): IDataObject[string] {
	return Object.hasOwn(raw, name) ? raw[name] : null;
}

/** Names longer or odder than this may be a text that somebody typed. */
const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9_]{0,59}$/;

/**
 * Members of cases that nobody knew when this was written and that no column takes. They stay inside;
 * their names alone are told. A name that looks odd is told as `(other)`.
 */
export class NewMembers {
	private readonly looked = new Set<string>();
	private readonly found = new Set<string>();

	constructor(private readonly columns: readonly string[]) {}

	look({ raw, resource }: FoundCase): void {
		for (const name of Object.keys(raw)) {
			if (this.looked.has(name) || this.looked.size >= MOST_NAMES) continue;
			this.looked.add(name);
			if (this.columns.includes(name) || isKnown(name, resource)) continue;
			this.found.add(PLAIN_NAME.test(name) ? name : '(other)');
		}
	}

	get names(): string[] {
		return [...this.found].sort();
	}
}

/** A server that names its members by chance must not fill memory. */
const MOST_NAMES = 1_000;

function isKnown(name: string, resource: FoundCase['resource']): boolean {
	if (resource !== undefined) {
		const { open, personal } = DEPLOYED_COLUMNS[resource];
		return open.includes(name) || personal.includes(name);
	}
	const known: readonly string[] = FULL_COLUMNS;
	return known.includes(name) || ALSO_DOCUMENTED.includes(name);
}
