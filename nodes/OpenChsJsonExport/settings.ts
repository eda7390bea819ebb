import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { FileForm } from '../shared/export/writer';
import type { PlaceLevel } from '../shared/privacy/place';
import { PLACE_LEVELS } from '../shared/privacy/place';
import type { CaseQuery } from '../shared/record/case';
import { toUtc } from '../shared/record/dates';
import { stable } from '../shared/record/externalKey';
import type { Reason } from '../shared/transport/errors';
import { toNodeError } from '../shared/transport/errors';

export type Form = FileForm | 'items';
export type ProfileName = 'deidentified' | 'full' | 'own';
export const RELATED = ['activities', 'attachments', 'people'] as const;
export type Related = (typeof RELATED)[number];

/** From where to go on; what a manifest says is read later. */
export type From =
	| { from: 'beginning' }
	| { from: 'time'; since: string }
	| { from: 'manifestFile'; field: string }
	| { from: 'manifestJson'; content: unknown };

/** What a person set for one export. */
export interface Settings {
	form: Form;
	profile: ProfileName;
	placeLevel: PlaceLevel;
	/** Of the own list. */
	fields: string[];
	include: Related[];
	continueFrom: From;
	query: CaseQuery;
	/** Tells sets of filters apart without telling their values. */
	filters: string;
	binaryField: string;
	isPretty: boolean;
	hasMark: boolean;
	rowsPerFile: number;
	overlapMs: number;
	tellsVanished: boolean;
	referencesField: string;
	withoutManifest: 'beginning' | 'refuse';
}

/** Reads the panel for one item; throws a sentence for what cannot be. */
export function readSettings(context: IExecuteFunctions, itemIndex: number): Settings {
	const get = (name: string, otherwise: unknown): unknown =>
		context.getNodeParameter(name, itemIndex, otherwise as object);
	const options = get('options', {}) as IDataObject;
	const form = oneOf(get('form', 'json'), ['csv', 'items', 'json', 'jsonl'], 'json');
	const profile = oneOf(
		get('profile', 'deidentified'),
		['deidentified', 'full', 'own'],
		'deidentified',
	);
	const query = queryOf(context, get('filters', {}) as IDataObject, itemIndex);
	const settings: Settings = {
		form,
		profile,
		placeLevel:
			profile === 'deidentified' ? oneOf(get('placeLevel', 'none'), PLACE_LEVELS, 'none') : 'none',
		fields:
			profile === 'own' ? [...words(get('fields', [])), ...words(get('otherFields', ''))] : [],
		include:
			profile === 'full' ? RELATED.filter((name) => words(get('include', [])).includes(name)) : [],
		continueFrom: fromOf(context, get, itemIndex),
		query,
		filters: printOf(query),
		binaryField: form === 'items' ? 'data' : String(get('binaryPropertyName', 'data')),
		isPretty: options.prettyPrint !== false,
		hasMark: options.byteOrderMark !== false,
		rowsPerFile:
			Number(options.rowsPerFile ?? 0) > 0 ? Math.floor(Number(options.rowsPerFile)) : Infinity,
		overlapMs: Math.max(0, Number(options.overlapMinutes ?? 10) || 0) * 60_000,
		tellsVanished: options.tellVanished === true,
		referencesField: String(options.referencesField ?? 'references'),
		withoutManifest: oneOf(options.withoutManifest, ['beginning', 'refuse'], 'refuse'),
	};
	const problem = problemOf(settings);
	if (problem) throw toNodeError(context.getNode(), problem, itemIndex);
	return settings;
}

function problemOf({
	form,
	profile,
	fields,
	tellsVanished,
	continueFrom,
	query,
}: Settings): Reason | null {
	if (form === 'items' && tellsVanished) return NO_FILES;
	if (profile === 'own' && fields.length === 0) return NO_FIELDS;
	const isIncremental = continueFrom.from !== 'beginning';
	return isIncremental && query.updatedSince !== undefined ? TWO_BEGINNINGS : null;
}

const NO_FILES: Reason = {
	code: 'setting',
	field: 'tellVanished',
	message: "'Tell of Vanished Cases' needs files",
	description: "Choose a 'Form' that is a file, or switch it off in 'Options'.",
};

const NO_FIELDS: Reason = {
	code: 'setting',
	field: 'fields',
	message: "'Fields' is empty",
	description: "Choose the fields that may leave, or another 'Profile'.",
};

const TWO_BEGINNINGS: Reason = {
	code: 'setting',
	field: 'changedSince',
	message: "'Changed Since' of the filters and 'Continue From' both say where to begin",
	description: 'Take one of them out.',
};

function queryOf(context: IExecuteFunctions, filters: IDataObject, itemIndex: number): CaseQuery {
	const time = (name: string, label: string) =>
		timeOf(context, filters[name], label, name, itemIndex);
	const status = words(filters.status);
	const priority = words(filters.priority);
	const createdAfter = time('createdAfter', 'Created After');
	const createdBefore = time('createdBefore', 'Created Before');
	const updatedSince = time('changedSince', 'Changed Since');
	return {
		...(status.length > 0 ? { status } : {}),
		...(priority.length > 0 ? { priority } : {}),
		...(isGiven(filters.category) ? { category: String(filters.category) } : {}),
		...(isGiven(filters.assignedUserId) ? { assignedUserId: String(filters.assignedUserId) } : {}),
		...(createdAfter === undefined ? {} : { createdAfter }),
		...(createdBefore === undefined ? {} : { createdBefore }),
		...(updatedSince === undefined ? {} : { updatedSince }),
	};
}

function fromOf(
	context: IExecuteFunctions,
	get: (name: string, otherwise: unknown) => unknown,
	itemIndex: number,
): From {
	switch (get('continueFrom', 'beginning')) {
		case 'time': {
			const since = timeOf(context, get('since', ''), 'Changed Since', 'since', itemIndex);
			if (since === undefined)
				throw toNodeError(context.getNode(), notATime('Changed Since', 'since'), itemIndex);
			return { from: 'time', since };
		}
		case 'manifestFile':
			return { from: 'manifestFile', field: String(get('manifestField', 'data')) };
		case 'manifestJson':
			return { from: 'manifestJson', content: get('lastManifest', '') };
		default:
			return { from: 'beginning' };
	}
}

/** A time without a zone is in the workflow's. */
function timeOf(
	context: IExecuteFunctions,
	value: unknown,
	label: string,
	field: string,
	itemIndex: number,
): string | undefined {
	if (!isGiven(value)) return undefined;
	const time = toUtc(value, context.getTimezone());
	if (time === null) throw toNodeError(context.getNode(), notATime(label, field), itemIndex);
	return time;
}

function notATime(label: string, field: string): Reason {
	return {
		code: 'refused_value',
		field,
		message: `'${label}' does not hold a date`,
		description: 'Use a date such as 2026-01-31 or a time such as 2026-01-31T08:30.',
	};
}

function printOf(query: CaseQuery): string {
	if (Object.keys(query).length === 0) return 'none';
	return createHash('sha256').update(stable(query)).digest('hex').slice(0, 16);
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

/** Chosen on the screen as a list; an expression may give one word, or words with commas. */
function words(value: unknown): string[] {
	const parts: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return parts.map((part) => String(part).trim()).filter((part) => part !== '');
}

function oneOf<T extends string>(value: unknown, choices: readonly T[], otherwise: T): T {
	return choices.find((choice) => choice === value) ?? otherwise;
}
