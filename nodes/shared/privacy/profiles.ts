import type { IDataObject } from 'n8n-workflow';
import { setSafeObjectProperty } from 'n8n-workflow';

import type { Change, ChangeKind } from '../changes/change';
import type { Kind } from './personalFields';
import { knownFields, mayStay } from './personalFields';

/** How much of a change a workflow is to hold. */
export interface Profile {
	form: 'full' | 'pointer' | 'selected';
	/** The own list, for `selected`. */
	fields: readonly string[];
	leaveOutPersonal: boolean;
}

/** The kind of record that a kind of change hands over. */
const RECORD_OF: Readonly<Record<ChangeKind, Kind>> = {
	case: 'case',
	communication: 'communication',
	message: 'communication',
	recording: 'attachment',
};

/** Enough to find the case, and nothing about anybody. */
const POINTER: Readonly<Record<'case' | 'other', readonly string[]>> = {
	case: ['id', 'case_number', 'priority', 'link'],
	other: ['id', 'case_id', 'case_number', 'priority', 'link'],
};

/** What an own list may name: every field of a case, a call, a message or a recording, and the case's page. */
export function selectableFields(): string[] {
	const kinds = new Set(Object.values(RECORD_OF));
	return [...new Set([...[...kinds].flatMap(knownFields), 'external_key', 'link'])];
}

export function recordKind({ kind }: Pick<Change, 'kind'>): Kind {
	return RECORD_OF[kind];
}

/** The fields of a change that the profile lets through; `link` is the address of the case's page, if there is one. */
export function profiled(change: Change, profile: Profile, link: string | null): IDataObject {
	const record: IDataObject = {};
	for (const name of namesFor(change, profile)) {
		const { kind, value } = valueOf(change, name, link);
		if (profile.leaveOutPersonal && name !== 'link' && !mayStay(kind, name, value)) continue;
		setSafeObjectProperty(record, name, value);
	}
	return record;
}

/** What changed, of the fields that the profile lets through. */
export function profiledChange(change: Change, profile: Profile): IDataObject {
	const kind = recordKind(change);
	const names = profile.form === 'full' ? everyField(kind) : namesFor(change, profile);
	return allowedChange(change, {
		isAllowed: (name) => names.includes(name),
		leaveOutPersonal: profile.leaveOutPersonal,
	});
}

export function allowedChange(
	change: Change,
	rule: { isAllowed: (field: string) => boolean; leaveOutPersonal: boolean },
): IDataObject {
	const kind = recordKind(change);
	const kept: IDataObject = {};
	for (const [name, { from, to }] of Object.entries(change.change)) {
		if (!rule.isAllowed(name)) continue;
		if (rule.leaveOutPersonal && !(mayStay(kind, name, from) && mayStay(kind, name, to))) continue;
		setSafeObjectProperty(kept, name, { from, to });
	}
	return kept;
}

function namesFor(change: Change, { form, fields }: Profile): readonly string[] {
	if (form === 'pointer') return POINTER[change.kind === 'case' ? 'case' : 'other'];
	if (form === 'selected') return fields.filter((name) => selectableFields().includes(name));
	const { record } = change.found;
	return [...everyField(recordKind(change)).filter((name) => Object.hasOwn(record, name)), 'link'];
}

function everyField(kind: Kind): string[] {
	return [...knownFields(kind), 'external_key'];
}

/** What a message, a call or a recording does not have is taken from its case. */
function valueOf(
	change: Change,
	name: string,
	link: string | null,
): { kind: Kind; value: IDataObject[string] } {
	const kind = recordKind(change);
	if (name === 'link') return { kind, value: link };
	if (isOf(kind, name, change.found.record)) return { kind, value: change.found.record[name] };
	const about = change.about?.record;
	if (about && isOf('case', name, about)) return { kind: 'case', value: about[name] };
	return { kind, value: null };
}

function isOf(kind: Kind, name: string, record: IDataObject): boolean {
	return everyField(kind).includes(name) && Object.hasOwn(record, name);
}
