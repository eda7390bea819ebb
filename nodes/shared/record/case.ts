import type { IDataObject } from 'n8n-workflow';

import type { Resource } from '../privacy/personalColumns';

/** The words of the one case record that all nodes speak (spec: one record, two servers). */
export const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const;
export const STATUSES = ['open', 'assigned', 'in_progress', 'resolved', 'closed'] as const;
export const GENDERS = ['female', 'male', 'other', 'unknown'] as const;

export type RecordId = string | number;

/**
 * A case as every node sees it: the names of the one record, times as ISO 8601 UTC text, what the
 * server does not tell as null.
 */
export interface CaseRecord extends IDataObject {
	id: RecordId;
	case_number: string | null;
	title: string | null;
	description: string | null;
	category: string | null;
	subcategory: string | null;
	priority: string | null;
	status: string | null;
	assigned_to: string | null;
	assigned_user_id: RecordId | null;
	created_at: string | null;
	updated_at: string | null;
	external_key: string | null;
}

/** One thing read from a server: in our words, and as the server said it (for the Raw output). */
export interface Found<R extends IDataObject = IDataObject> {
	record: R;
	raw: IDataObject;
	/** Of which list of the deployed server `raw` is a row, so that each of its columns has a class. */
	resource?: Resource;
}

export type FoundCase = Found<CaseRecord>;

/** What a person gave for a create or an update: one-record names; null clears a field, absent leaves it. */
export type CaseFields = IDataObject;

/** What a list or search asks. Times are ISO 8601 UTC; `createdAfter` and `updatedSince` include their bound, `createdBefore` does not. */
export interface CaseQuery {
	status?: string[];
	priority?: string[];
	category?: string;
	assignedUserId?: string;
	createdAfter?: string;
	createdBefore?: string;
	updatedSince?: string;
	/** Words that must stand in title, description, category or case number; folded case, NFC. */
	text?: string;
	sort?: Array<{ field: string; descending: boolean }>;
	/** At most this many cases; absent means all. */
	limit?: number;
}

/** How a write ended. */
export interface CaseWrite extends FoundCase {
	outcome: 'created' | 'updated' | 'unchanged' | 'already_there';
	/** How the case that was there was found; null when there was none, absent where nothing is sought. */
	matched?: 'external key' | 'earlier run' | 'this run' | null;
	externalKey: string | null;
	/** Fields that this server has no place for. */
	notSent: string[];
	/** Where a write takes several calls: what each part came to, such as `{ case: 'already_there', child: 'created' }`. */
	parts?: Record<string, 'created' | 'already_there'>;
	/** Other cases that carry the same key and are marked as duplicates of this one. */
	duplicates?: RecordId[];
}
