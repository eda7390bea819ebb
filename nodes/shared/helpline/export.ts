import type { CaseQuery, FoundCase } from '../record/case';

/** Which cases leave. Times are ISO 8601 UTC. */
export interface ExportAsk {
	/** `limit`, `sort` and `text` are not looked at. */
	query: CaseQuery;
	/** With `updatedSince`: changes from this moment on belong to the next export. */
	changedBefore: string | null;
	/** The server's clock when the export began, in milliseconds. */
	now: number;
	/** Whether what a case says of its children is wanted, which some servers keep apart from it. */
	withChildren: boolean;
}

/** How a walk over the cases ended, when it reached the end of the list. */
export interface ExportEnd {
	/** Different cases that the server gave. */
	read: number;
	/** What the server counts for the same question; null when it does not say. */
	total: number | null;
	/** Cases that no reader can get, because a text in them is damaged. */
	damaged: number;
	/** Whether nothing is missing, as far as the server's count tells. */
	isWhole: boolean;
	/** Sentences for a person. */
	remarks: string[];
}

export type ExportWalk = AsyncGenerator<FoundCase[], ExportEnd>;

/**
 * What an export asks of a helpline beyond the verbs for single cases. A walk holds a page or two
 * and a few bytes for each case that it has met; each case comes once.
 */
export interface ExportVerbs {
	/** The server's clock, in milliseconds. One request. */
	now(item: number): Promise<number>;
	walkCases(ask: ExportAsk, item: number): ExportWalk;
}

export function countSentence(read: number, total: number): string {
	return `OpenCHS counts ${total} cases for this export, ${read} came: others may have been writing meanwhile.`;
}
