import type { ActivityRow, CaseRow } from '../records.mts';
import { createdFields, caseFields, type Users } from './caseView.mts';
import { secondsOf } from './calendar.mts';
import { numberOf, PRIORITY, STATUS } from './caseWords.mts';
import { FeedOfTheOtherSide } from './otherSide.mts';
import {
	childContact,
	relationshipFields,
	reporterContact,
	type ReporterWords,
} from './people/commonWords.mts';
import { contactColumns, copyOfReporter, spreadContact } from './people/join.mts';
import type { DeployedSide } from './side.mts';
import type { Fields } from './wire/fields.mts';

const REPORTER: ReadonlyArray<keyof ReporterWords> = [
	'reporter_name',
	'reporter_phone',
	'reporter_email',
	'reporter_age_group',
	'reporter_sex',
];

/** The relationship alone makes no client: it says whose reporter the reporter is. */
const CHILD = ['child_name', 'child_age', 'child_gender', 'child_location'] as const;

/**
 * Keeps this dialect's rows in step with the common table. A case that the other side made gets the
 * reporter, the client and the line in the change feed which it would have got here.
 */
export class CaseMirror {
	private readonly side: DeployedSide;
	private readonly changed = new Set<number>();
	private readonly seen = new Map<number, CaseRow>();
	private readonly feed: FeedOfTheOtherSide;

	constructor(side: DeployedSide) {
		this.side = side;
		this.feed = new FeedOfTheOtherSide(side);
		side.store.onCaseChange((id) => this.changed.add(id));
	}

	reset(): void {
		this.changed.clear();
		this.seen.clear();
		this.feed.reset();
	}

	/** Takes the common table as known: nothing of it is told in the feed again. */
	takeAsKnown(): void {
		this.reset();
		for (const row of this.side.store.allCases()) {
			if (row.deleted_at === null) this.seen.set(row.id, row);
		}
		this.feed.takeAsKnown();
	}

	/** What happened elsewhere since the last request. */
	catchUp(): void {
		// Whatever is hung on a case counts as a change of the case.
		if (this.changed.size === 0) return;
		const users = this.side.users();
		for (const id of [...this.changed].sort((one, other) => one - other)) this.adopt(id, users);
		this.feed.catchUp(users);
	}

	/** After a write of this side, which has seen to people and feed itself. */
	refresh(id: number): void {
		this.show(id, this.side.users());
	}

	/** Notes are kept in the common table as well; one of our own must not come back. */
	skipNote(activity: ActivityRow): void {
		this.feed.skipNote(activity.id);
	}

	skipAttachment(id: number): void {
		this.feed.skipAttachment(id);
	}

	private adopt(id: number, users: Users): void {
		const before = this.seen.get(id);
		const row = this.side.store.caseById(id);
		if (row && !before) this.adoptNew(row, users);
		if (row && before) this.adoptChange(before, row, users);
		this.show(id, users);
	}

	private show(id: number, users: Users): void {
		const { archive, store, tree } = this.side;
		const row = store.caseById(id);
		this.changed.delete(id);
		if (!row) {
			this.seen.delete(id);
			archive.cases.remove(String(id));
			return;
		}
		this.seen.set(id, row);
		const extras = archive.caseExtras.get(id) ?? {};
		archive.cases.replace(String(id), caseFields(row, extras, tree, users));
	}

	private adoptNew(row: CaseRow, users: Users): void {
		const stamp = createdFields(secondsOf(row.created_at), users.get(row.created_by ?? 0));
		const extras: Fields = {};
		if (row.reporter_name !== null) Object.assign(extras, this.addReporter(row, stamp));
		this.side.archive.caseExtras.set(row.id, extras);
		if (CHILD.some((name) => row[name] !== null)) this.addClient(row, stamp);
		this.feed.tell({
			...stamp,
			...copyForFeed(extras),
			case_id: String(row.id),
			activity: '1',
			activity_ref: String(row.id),
			priority: numberOf(PRIORITY, row.priority),
			status: numberOf(STATUS, row.status),
			src: row.channel ?? '',
			change_count: '2',
		});
	}

	private adoptChange(before: CaseRow, row: CaseRow, users: Users): void {
		const { archive } = this.side;
		const changed = (Object.keys(row) as Array<keyof CaseRow>).filter(
			(name) => row[name] !== before[name],
		);
		if (changed.length === 0) return;
		const stamp = createdFields(secondsOf(row.updated_at), users.get(row.updated_by ?? 0));
		const extras = { ...archive.caseExtras.get(row.id) };
		if (REPORTER.some((name) => changed.includes(name))) {
			Object.assign(extras, this.changeReporter(row, extras, stamp));
		}
		archive.caseExtras.set(row.id, extras);
		const ofClient = [...CHILD, 'reporter_relationship'] as const;
		if (ofClient.some((name) => changed.includes(name))) this.changeClient(row, stamp);
		// A note, a message or a file moves the time of change only, and is told of by itself.
		if (changed.every((name) => name === 'updated_at')) {
			this.feed.touched(row.id, stamp);
			return;
		}
		this.feed.tell({
			...stamp,
			...copyForFeed(extras),
			case_id: String(row.id),
			activity: changed.includes('category') || changed.includes('subcategory') ? '3' : '2',
			activity_ref: String(row.id),
			...(changed.includes('priority') && { priority: numberOf(PRIORITY, row.priority) }),
			...(changed.includes('status') && { status: numberOf(STATUS, row.status) }),
			change_count: String(changed.length),
		});
	}

	private addReporter(row: CaseRow, stamp: Fields): Fields {
		const { archive, tree } = this.side;
		const contact = archive.contacts.insert({ ...stamp, ...reporterContact(tree, row) });
		const reporter = archive.reporters.insert({
			...stamp,
			...contactColumns(contact),
			src: row.channel ?? '',
			case_id: String(row.id),
		});
		return copyOfReporter(reporter);
	}

	private changeReporter(row: CaseRow, extras: Fields, stamp: Fields): Fields {
		const { archive, tree } = this.side;
		const contact = archive.contacts.get(extras.reporter_contact_id);
		const reporter = archive.reporters.get(extras.reporter_id);
		if (!contact || !reporter) return this.addReporter(row, stamp);
		Object.assign(contact, reporterContact(tree, row));
		spreadContact(archive, contact);
		return copyOfReporter(reporter);
	}

	private addClient(row: CaseRow, stamp: Fields): void {
		const { archive, tree } = this.side;
		const contact = archive.contacts.insert({ ...stamp, ...childContact(tree, row) });
		archive.clients.insert({
			...stamp,
			...contactColumns(contact),
			...relationshipFields(tree, row.reporter_relationship),
			case_id: String(row.id),
			case_id_: String(row.id),
		});
	}

	private changeClient(row: CaseRow, stamp: Fields): void {
		const { archive, tree } = this.side;
		const client = archive.clients.rows.find((one) => one.case_id_ === String(row.id));
		const contact = archive.contacts.get(client?.contact_id);
		const hasChild = CHILD.some((name) => row[name] !== null);
		if (!client || !contact) {
			if (hasChild) this.addClient(row, stamp);
			return;
		}
		if (!hasChild) {
			Object.assign(client, { is_delete: '1', case_id_: '-9' });
			return;
		}
		Object.assign(contact, childContact(tree, row));
		Object.assign(client, relationshipFields(tree, row.reporter_relationship));
		spreadContact(archive, contact);
	}
}

/** The feed repeats the reporter, without most of the ids (16). */
export function copyForFeed(copy: Fields): Fields {
	const kept = Object.entries(copy).filter(
		([name]) =>
			name.startsWith('reporter_') &&
			(!/_id(?:_\d)?$/.test(name) || /^reporter(?:_contact)?_id$/.test(name)),
	);
	return Object.fromEntries(kept);
}
