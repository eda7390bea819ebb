import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { FULL_COLUMNS, needsChildren, ownColumns, pick } from '../shared/export/columns';
import type { Recipient } from '../shared/privacy/deidentified';
import { caseRef, deidentified, DEIDENTIFIED_COLUMNS } from '../shared/privacy/deidentified';
import type { FoundCase } from '../shared/record/case';
import { toNodeError } from '../shared/transport/errors';
import type { Settings } from './settings';

/** What of a case leaves, and by what name its reader knows it. */
export interface Profile {
	/** Frozen: the columns of a profile never change their order. */
	columns: readonly string[];
	/** The column by which a reader puts a case over what is there. */
	keyColumn: string;
	/** Tells recipients apart without telling their secret; null where nobody needs one. */
	recipient: string | null;
	needsChildren: boolean;
	row(found: FoundCase): IDataObject;
	/** What stands in the key column. */
	referenceOf(found: FoundCase): string;
}

/** The profile that a person chose; reads the recipient's secret where one is needed. */
export async function openProfile(
	context: IExecuteFunctions,
	settings: Settings,
	helpline: string,
	itemIndex: number,
): Promise<Profile> {
	if (settings.profile === 'deidentified') {
		return await forRecipient(context, settings, helpline, itemIndex);
	}
	const own = settings.profile === 'own';
	const columns: readonly string[] = own
		? ownColumns(settings.fields)
		: [...FULL_COLUMNS, ...settings.include];
	const ofCase = columns.filter((name) => own || !settings.include.some((each) => each === name));
	return {
		columns,
		keyColumn: 'id',
		recipient: null,
		needsChildren: needsChildren(columns),
		row: (found) => pick(found, ofCase, helpline),
		referenceOf: ({ record }) => String(record.id),
	};
}

/** Characters of a recipient's mark. */
const MARK_LENGTH = 16;

async function forRecipient(
	context: IExecuteFunctions,
	{ placeLevel }: Settings,
	helpline: string,
	itemIndex: number,
): Promise<Profile> {
	const data = await context.getCredentials('openChsRecipientApi', itemIndex);
	const code = typeof data.helplineCode === 'string' ? data.helplineCode.trim() : '';
	const recipient: Recipient = {
		secret: String(data.secret ?? ''),
		helpline: code === '' ? helpline : code,
		placeLevel,
	};
	if (recipient.secret.trim() === '') throw toNodeError(context.getNode(), NO_SECRET, itemIndex);
	const zone = context.getTimezone();
	return {
		columns: DEIDENTIFIED_COLUMNS,
		keyColumn: 'case_ref',
		recipient: caseRef(`recipient ${placeLevel}`, recipient).slice(0, MARK_LENGTH),
		needsChildren: true,
		row: ({ record }) => deidentified(record, recipient, zone),
		referenceOf: ({ record }) => caseRef(String(record.id), recipient),
	};
}

const NO_SECRET = {
	code: 'setting',
	field: 'secret',
	message: 'The credential of the recipient has no secret',
	description: "Open it and fill in 'Secret': without it anybody could undo the references.",
} as const;
