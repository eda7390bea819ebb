import { randomUUID } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { FoundCase } from '../../record/case';
import type { CaseKey } from '../../record/externalKey';
import type { Connection } from '../../transport/connection';
import type { CheckedCase } from './caseCheck';
import { ORIGINS } from './caseCheck';
import { isSameText } from './caseRecord';
import { addChecked, changeChecked, changesTo, listPeople } from './people';
import { textOrNull } from './text';

export interface ChangedPeople {
	isReporterChanged: boolean;
	isChildChanged: boolean;
	notSent: string[];
}

/** What an update of a case says about its reporter and its child goes to their own records. */
export async function changePeople(
	connection: Connection,
	current: FoundCase,
	checked: CheckedCase,
	key: CaseKey | null,
	item: number,
): Promise<ChangedPeople> {
	const reporter = await changeReporter(connection, current, checked.reporter, item);
	const child = await changeChild(connection, current, checked.child, key, item);
	return {
		isReporterChanged: reporter === 'changed',
		isChildChanged: child === 'changed',
		notSent: [
			...(reporter === 'none' ? wordsFor(checked.reporter, ORIGINS.reporter) : []),
			...(child === 'none' ? wordsFor(checked.child, ORIGINS.child) : []),
		],
	};
}

type Outcome = 'changed' | 'same' | 'none';

async function changeReporter(
	connection: Connection,
	current: FoundCase,
	reporter: IDataObject,
	item: number,
): Promise<Outcome> {
	if (Object.keys(reporter).length === 0) return 'same';
	const { raw } = current;
	const id = textOrNull(raw.reporter_id);
	if (id === null) return 'none';
	const changes = changesTo(connection, reporterOf(raw), withoutSameName(raw, reporter));
	if (Object.keys(changes).length === 0) return 'same';
	await changeChecked(connection, current.record.id, 'reporter', { id }, changes, item);
	return 'changed';
}

/** The case's own copy of its reporter, under the names that a person's row has. */
function reporterOf(raw: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.keys(raw)
			.filter((name) => name.startsWith('reporter_'))
			.map((name) => [name.replace(/^reporter_/, 'contact_'), raw[name]]),
	);
}

/** The copy holds the whole name alone; a new name replaces both parts. */
function withoutSameName(raw: IDataObject, reporter: IDataObject): IDataObject {
	const { fname, lname, ...rest } = reporter;
	if (fname === undefined) return rest;
	const name = [fname, lname].filter(Boolean).join(' ');
	return isSameText(name, raw.reporter_fullname) ? rest : { ...rest, fname, lname: lname ?? '' };
}

/** The child is the case's first client; where there is none yet, one is added. */
async function changeChild(
	connection: Connection,
	current: FoundCase,
	child: IDataObject,
	key: CaseKey | null,
	item: number,
): Promise<Outcome> {
	if (Object.keys(child).length === 0) return 'same';
	const { id } = current.record;
	const { found } = await listPeople(connection, id, 'client', undefined, item);
	const first = found.at(-1)?.raw;
	if (!first) {
		if (child.fname === undefined) return 'none';
		const own = key ?? { key: randomUUID(), isMapped: false, content: null, isRetry: false };
		const { src } = current.raw;
		const body = src === null ? child : { src, ...child };
		const person = { kind: 'client' as const, body, key: own, isRepeat: false };
		await addChecked(connection, id, person, item);
		return 'changed';
	}
	const changes = changesTo(connection, first, child);
	if (Object.keys(changes).length === 0) return 'same';
	await changeChecked(connection, id, 'client', first, changes, item);
	return 'changed';
}

function wordsFor(body: IDataObject, origins: Readonly<Record<string, string>>): string[] {
	return [...new Set(Object.keys(body).flatMap((name) => origins[name] ?? []))];
}
