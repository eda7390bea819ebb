import type { IDataObject } from 'n8n-workflow';

import type { Reason } from '../transport/errors';
import type { FileKind } from './fileNames';
import type { FileFacts } from './partFiles';

/** A new column, or another meaning of one, is a new version. */
export const SCHEMA_VERSION = 1;
const FORM = 'openchs-case-export';

/** What says that two exports fit together: cases of the second may be put over those of the first. */
export interface Likeness {
	helpline: string;
	profile: string;
	columns: readonly string[];
	/** What the references of a recipient are made with, told apart without telling it; null where there is none. */
	recipient: string | null;
	/** The filters that were set, told apart without telling their values. */
	filters: string;
}

/** What was written. It lies beside the files at their destination; verified, it is where the next export goes on. */
export interface Manifest extends Likeness {
	manifest: typeof FORM;
	schema_version: number;
	form: string;
	created_at: string;
	/** Changes from `from` (null: from the beginning) to before `until`, ISO 8601 UTC. */
	window: { from: string | null; until: string };
	rows: number;
	files: FileFacts[];
	/** Whether every case of the window is in the files. Only then can it be verified and gone on from. */
	complete: boolean;
	/** Why it is not complete, in a sentence. */
	ended: string | null;
	verified: boolean;
	verified_at: string | null;
}

export function newManifest(
	facts: Omit<Manifest, 'manifest' | 'schema_version' | 'rows' | 'verified' | 'verified_at'>,
): Manifest {
	const cases = facts.files.filter(({ kind }) => kind === 'cases');
	return {
		manifest: FORM,
		schema_version: SCHEMA_VERSION,
		...facts,
		rows: cases.reduce((sum, { rows }) => sum + rows, 0),
		verified: false,
		verified_at: null,
	};
}

/** The text of a manifest's file. */
export function manifestText(manifest: Manifest): string {
	return `${JSON.stringify(manifest, null, 2)}\n`;
}

const KINDS: readonly FileKind[] = ['cases', 'references', 'tombstones'];

/** A manifest from what stands in a file or a field; a reason where it is none. */
export function readManifest(given: unknown): Manifest | Reason {
	const value = typeof given === 'string' ? parsed(given) : given;
	if (!isObject(value) || value.manifest !== FORM) return NOT_A_MANIFEST;
	if (value.schema_version !== SCHEMA_VERSION) return OTHER_VERSION;
	const { window, files, columns } = value;
	const isWhole =
		isObject(window) &&
		isTime(window.until) &&
		(window.from === null || isTime(window.from)) &&
		Array.isArray(files) &&
		files.every(isFileFacts) &&
		Array.isArray(columns) &&
		columns.every((name) => typeof name === 'string') &&
		rowsOf(files as unknown as FileFacts[]) === value.rows;
	return isWhole ? (value as unknown as Manifest) : DAMAGED;
}

export function isReason(answer: object): answer is Reason {
	return 'code' in answer && 'message' in answer;
}

function rowsOf(files: readonly FileFacts[]): number {
	return files.reduce((sum, { kind, rows }) => sum + (kind === 'cases' ? rows : 0), 0);
}

function isFileFacts(value: unknown): boolean {
	return (
		isObject(value) &&
		typeof value.name === 'string' &&
		/^[\w.-]{1,120}$/.test(value.name) &&
		KINDS.some((kind) => kind === value.kind) &&
		Number.isInteger(value.rows) &&
		Number.isInteger(value.bytes) &&
		typeof value.sha256 === 'string' &&
		/^[0-9a-f]{64}$/.test(value.sha256)
	);
}

function isTime(value: unknown): boolean {
	return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		return null;
	}
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Why an export cannot go on from a manifest; null when it can. */
export function whyNotCheckpoint(manifest: Manifest, next: Likeness): Reason | null {
	if (manifest.complete !== true) return NOT_COMPLETE;
	if (manifest.verified !== true) return NOT_VERIFIED;
	const other = (
		[
			['helpline', 'another helpline', 'Choose the credential of that helpline'],
			['profile', "another 'Profile'", "Set 'Profile' as it was"],
			['recipient', 'another recipient', 'Choose the credential of that recipient'],
			['filters', "other 'Filters'", "Set 'Filters' as they were"],
		] as const
	).find(([member]) => manifest[member] !== next[member]);
	if (other) return doesNotFit(other[1], other[2]);
	const isSameColumns = manifest.columns.join('\n') === next.columns.join('\n');
	return isSameColumns ? null : doesNotFit('other fields', 'Choose the fields as they were');
}

function doesNotFit(what: string, advice: string): Reason {
	return {
		code: 'refused_value',
		field: 'continueFrom',
		message: `The manifest in 'Continue From' is of an export with ${what}`,
		description: `${advice}, or begin a new destination with 'Continue From' set to 'Beginning'.`,
	};
}

const NOT_A_MANIFEST: Reason = {
	code: 'refused_value',
	field: 'manifest',
	message: 'What was given as the manifest is not the manifest of an export',
	description: 'Give the file whose name begins with cases_manifest, or its content.',
};

const OTHER_VERSION: Reason = {
	code: 'refused_value',
	field: 'manifest',
	message: 'The manifest is of another version of the export',
	description:
		"Files of two versions must not be mixed: begin a new destination with 'Continue From' set to 'Beginning'.",
};

const DAMAGED: Reason = {
	code: 'refused_value',
	field: 'manifest',
	message: 'The manifest is damaged: something in it is missing or does not add up',
	description: 'Take the one that the export wrote, unchanged.',
};

export const NOT_COMPLETE: Reason = {
	code: 'refused_value',
	field: 'manifest',
	message: 'The manifest is of an export that did not reach its end',
	description:
		'Cases are missing from its files. Run that export again; what it writes may be put over what is there.',
};

const NOT_VERIFIED: Reason = {
	code: 'refused_value',
	field: 'manifest',
	message: 'The manifest is not verified',
	description:
		"Read the files back from where they were stored, run them through 'Verify', and use the manifest that it returns.",
};
