import type { IDataObject } from 'n8n-workflow';

import type { Change, ChangesAsk, ChangesSlice } from '../changes/change';
import type { Delivered } from '../changes/webhookChange';
import type { EventName } from '../changes/events';
import type {
	CaseFields,
	CaseQuery,
	CaseRecord,
	CaseWrite,
	Found,
	FoundCase,
	RecordId,
} from '../record/case';
import type { CaseKey } from '../record/externalKey';
import type { FilePart } from '../transport/multipart';
import type { Download } from '../transport/download';

/** A list that was read to its end, or to the limit that was asked. */
export interface Listing<R extends IDataObject = IDataObject> {
	found: Array<Found<R>>;
	/** What the server says there is, when it says it and nothing was filtered here. */
	total: number | null;
	/** Sentences for a person: filtered here, count differs, and the like. */
	remarks: string[];
}

export const CONTACT_TYPES = ['call', 'email', 'sms', 'web', 'whatsapp'] as const;
export type ContactType = (typeof CONTACT_TYPES)[number];

/** One field that the mapper offers for a case or a person. `required` is the server's rule for a create. */
export interface CaseFieldDeclaration {
	name: string;
	label: string;
	required: boolean;
	type: 'string' | 'number' | 'boolean' | 'options';
	options?: readonly string[];
	/** The list of the server that the words come from, where there is one; the editor offers its entries. */
	list?: ReferenceList;
	/** False for what this server has no place for: accepted, and listed in `not_sent`. */
	isSent: boolean;
}

/** Who hangs on a case. The documented API has no calls for them. */
export const PERSON_KINDS = ['client', 'perpetrator', 'reporter'] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];

/** How a write of something that hangs on a case ended. */
export type ChildWritten = Found & {
	outcome: 'created' | 'already_there';
	/** Fields that this server has no place for. */
	notSent?: string[];
};

export interface NewWebhook {
	name: string;
	url: string;
	secret: string;
	/** The server's own names. */
	events: readonly string[];
}

export interface ServerState {
	/** Milliseconds from asking to the answer. */
	milliseconds: number;
	/** User name of the login, where the server tells; staff, not a client. */
	account: string | null;
	role: string | null;
	remarks: string[];
}

export const REFERENCE_LISTS = [
	'ageGroups',
	'categories',
	'contactTypes',
	'dispositions',
	'genders',
	'locations',
	'priorities',
	'referrals',
	'relationships',
	'services',
	'sexes',
	'statuses',
	'users',
] as const;
export type ReferenceList = (typeof REFERENCE_LISTS)[number];

/** By what cases can be counted in rows and columns, in the words of the one record. */
export const COUNTED_BY = [
	'assigned_to',
	'category',
	'channel',
	'child_gender',
	'created_by',
	'day',
	'gbv_related',
	'month',
	'priority',
	'reporter_age_group',
	'reporter_sex',
	'status',
	'subcategory',
	'week',
	'year',
] as const;
export type CountedBy = (typeof COUNTED_BY)[number];

/**
 * Which cases to count. `rows` and `columns` ask for a table beside the totals, where the server has
 * one: the record then holds `table`, a list with the members of `rows` and `columns` and `cases`.
 */
export type StatisticsQuery = ({ period: string } | { start_date: string; end_date: string }) & {
	rows?: readonly CountedBy[];
	columns?: CountedBy;
};

/**
 * The verbs that nodes speak. Each dialect answers all of them; one that its server lacks throws the
 * "not offered" sentence. Every verb takes the item it works for, so that an error names it.
 * All times are ISO 8601 UTC text. Every failure leaves as a NodeApiError or NodeOperationError that
 * holds no value.
 */
export interface Helpline {
	checkServer(item: number): Promise<ServerState>;

	/** Creates a case; looks first when the key says so, and after every unclear outcome. */
	createCase(fields: CaseFields, key: CaseKey, item: number): Promise<CaseWrite>;
	/** Looks the key up; updates what differs, or creates. More than one match is refused. */
	createOrUpdateCase(fields: CaseFields, key: CaseKey, item: number): Promise<CaseWrite>;
	updateCase(id: RecordId, fields: CaseFields, item: number): Promise<CaseWrite>;
	deleteCase(id: RecordId, item: number): Promise<void>;
	getCase(id: RecordId, item: number): Promise<FoundCase>;
	/** Null when no case carries the key; more than one match is refused, naming how many. */
	findCaseByKey(key: string, item: number): Promise<FoundCase | null>;
	listCases(query: CaseQuery, item: number): Promise<Listing<CaseRecord>>;
	/** The server's own search, ranked; the record carries `relevance_score` and `matched_fields` where told. */
	searchCases(
		text: string,
		fields: readonly string[],
		limit: number | undefined,
		item: number,
	): Promise<Listing<CaseRecord>>;
	caseFields(item: number): Promise<CaseFieldDeclaration[]>;

	addActivity(
		caseId: RecordId,
		activity: { activity_type: string; description: string },
		key: CaseKey,
		item: number,
	): Promise<ChildWritten>;
	listActivities(caseId: RecordId, limit: number | undefined, item: number): Promise<Listing>;

	logCommunication(
		caseId: RecordId,
		communication: IDataObject,
		key: CaseKey,
		item: number,
	): Promise<ChildWritten>;
	listCommunications(
		caseId: RecordId,
		type: 'all' | 'calls' | 'messages',
		limit: number | undefined,
		item: number,
	): Promise<Listing>;
	/** The newest recording of a case, or the one named. */
	downloadRecording(
		caseId: RecordId,
		recordingId: RecordId | null,
		item: number,
	): Promise<Download>;

	uploadAttachment(
		caseId: RecordId,
		file: FilePart,
		attachment: { file_type: string; description: string },
		key: CaseKey,
		item: number,
	): Promise<ChildWritten>;
	downloadAttachment(caseId: RecordId, attachmentId: RecordId, item: number): Promise<Download>;
	listAttachments(caseId: RecordId, limit: number | undefined, item: number): Promise<Listing>;

	/** The fields of a person of that kind; `required` is the server's rule for adding one. */
	personFields(kind: PersonKind, item: number): Promise<CaseFieldDeclaration[]>;
	/** Adds a person to a case. Fields carry our words (`name`, `age`, `sex`, ...) or the server's own. */
	addPerson(
		caseId: RecordId,
		kind: Exclude<PersonKind, 'reporter'>,
		fields: IDataObject,
		key: CaseKey,
		item: number,
	): Promise<ChildWritten>;
	listPeople(
		caseId: RecordId,
		kind: PersonKind | 'all',
		limit: number | undefined,
		item: number,
	): Promise<Listing>;
	updatePerson(
		caseId: RecordId,
		kind: PersonKind,
		personId: RecordId,
		fields: IDataObject,
		item: number,
	): Promise<Found & { outcome: 'updated' | 'unchanged' }>;
	/** Takes a person off a case; who was removed before counts as removed. */
	removePerson(
		caseId: RecordId,
		kind: Exclude<PersonKind, 'reporter'>,
		personId: RecordId,
		item: number,
	): Promise<void>;

	getMe(item: number): Promise<Found>;
	listUsers(
		filter: { role?: string; isActive?: boolean },
		limit: number | undefined,
		item: number,
	): Promise<Listing>;
	listReference(list: ReferenceList, item: number): Promise<Listing>;
	caseStatistics(query: StatisticsQuery, item: number): Promise<Found>;

	/** The next changes after a mark; see `changes/change.ts`. */
	readChanges(ask: ChangesAsk, item: number): Promise<ChangesSlice>;
	/** A few of the newest changes, cheaply, as a sample for the editor; empty on a server without cases. */
	sampleChanges(events: ReadonlySet<EventName>, item: number): Promise<Change[]>;

	/** The change that a delivery by webhook tells of; null for what is no change of a case or its calls. */
	changeIn(delivered: Delivered): Change | null;
	/** Addresses that this server tells of changes, with `id`, `url`, `events` and `is_active`. */
	listWebhooks(item: number): Promise<Listing>;
	/** Has the server tell an address of its changes; what it sends is signed with the secret. */
	addWebhook(webhook: NewWebhook, item: number): Promise<Found>;
	/** One that was removed before counts as removed. */
	removeWebhook(id: RecordId, item: number): Promise<void>;

	/** Address of a case's page for a person, where the credential has a template for it; else null. */
	casePage(id: RecordId): string | null;
}
