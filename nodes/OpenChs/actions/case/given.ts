import type { IDataObject } from 'n8n-workflow';

import type { CaseFieldDeclaration } from '../../../shared/helpline/verbs';
import type { CaseFields } from '../../../shared/record/case';
import { quoted } from '../../../shared/record/fields';
import { normalizeCase, validateCase } from '../../../shared/record/validate';
import type { Reason } from '../../../shared/transport/errors';

/** What happens to a field that is neither one of the record's nor one of this server's. */
export type UnknownRule = 'refuse' | 'addToDescription' | 'leaveOut';

export interface GivenParts {
	/** From the mapper, by name. */
	mapped: IDataObject;
	/** From 'Other Fields', by name; they come after the mapper's and win. */
	others: IDataObject;
	toClear: readonly string[];
	unknownRule: UnknownRule;
}

/** One item's fields, ready to be sent, or why they are not. */
export interface GivenCase {
	fields: CaseFields;
	problems: Reason[];
	/** Unknown fields that the person chose to leave out; told in `not_sent`. */
	leftOut: string[];
}

/**
 * Puts together what a person gave for a case. Empty means "not given"; only 'Fields to Clear'
 * clears. Unknown fields are refused by name, added to the description, or left out and told.
 */
export function assembleCase(
	parts: GivenParts,
	declared: readonly CaseFieldDeclaration[],
	mode: 'create' | 'update',
): GivenCase {
	const given = normalizeCase(withoutEmpty({ ...parts.mapped, ...parts.others }));
	const names = declared.map(({ name }) => name);
	const unknown =
		parts.unknownRule === 'refuse'
			? []
			: Object.keys(given).filter((name) => !names.includes(name));
	const known = omit(given, unknown);
	const problems: Reason[] = [];

	if (unknown.length > 0 && parts.unknownRule === 'addToDescription') {
		// Without the description's own text, an update would put the lines in the place of what stands there.
		if (mode === 'update' && known.description === undefined) problems.push(NO_DESCRIPTION);
		else known.description = withLines(known.description, given, unknown);
	}
	for (const name of parts.toClear) {
		if (known[name] !== undefined) problems.push(bothGivenAndCleared(name));
		else known[name] = null;
	}
	problems.push(...validateCase(known, mode, names));
	if (mode === 'create') problems.push(...missingHere(known, declared, problems));
	return {
		fields: known,
		problems,
		leftOut: parts.unknownRule === 'leaveOut' ? unknown : [],
	};
}

/** Several problems of one item as one reason: every one is named, the first gives code and field. */
export function asOneReason(problems: readonly Reason[]): Reason | null {
	const [first] = problems;
	if (!first || problems.length === 1) return first ?? null;
	const steps = problems.flatMap(({ description }) => description ?? []);
	return {
		...first,
		message: problems.map(({ message }) => message).join('; '),
		description: [...new Set(steps)].join(' '),
	};
}

function withoutEmpty(fields: IDataObject): IDataObject {
	return omit(
		fields,
		Object.keys(fields).filter((name) => fields[name] === null || fields[name] === undefined),
	);
}

function omit(fields: IDataObject, names: readonly string[]): IDataObject {
	return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

function withLines(description: unknown, given: IDataObject, names: readonly string[]): string {
	const lines = names.map((name) => `${name}: ${asText(given[name])}`);
	const text = typeof description === 'string' ? description : '';
	return [...(text === '' ? [] : [text, '']), ...lines].join('\n');
}

function asText(value: unknown): string {
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What this server needs beyond what every server needs. */
function missingHere(
	fields: CaseFields,
	declared: readonly CaseFieldDeclaration[],
	told: readonly Reason[],
): Reason[] {
	return declared
		.filter(({ name, required }) => required && fields[name] === undefined)
		.filter(({ name }) => !told.some(({ field }) => field === name))
		.map(({ name, label }) => ({
			code: 'missing_field',
			field: name,
			message: `'${label}' is needed to create a case`,
			description: 'Fill the field in, or map a column to it.',
		}));
}

const NO_DESCRIPTION: Reason = {
	code: 'missing_field',
	field: 'description',
	message: "'Description' is needed when unknown fields are added to it",
	description:
		"Map 'Description' as well, or set 'Unknown Fields' in 'Options' to something else; otherwise the text that the case has now would be lost.",
};

function bothGivenAndCleared(name: string): Reason {
	return {
		code: 'refused_value',
		field: name,
		message: `${quoted(name)} has a value and stands in 'Fields to Clear'`,
		description: 'Take it out of one of the two.',
	};
}
