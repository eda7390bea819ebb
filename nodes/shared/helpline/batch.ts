import type { CaseFields, CaseWrite, FoundCase, RecordId } from '../record/case';
import type { CaseKey } from '../record/externalKey';
import type { Connection } from '../transport/connection';
import { forgetTried, markTried, wasTried } from './triedKeys';

/** A case that carries one of the keys of an import. */
export interface KeyedCase {
	id: RecordId;
	caseNumber: string | null;
	/** The case as a list shows it, where it came from one. */
	found?: FoundCase;
	/** Set when a row that names a child made the case and the child is not there: an earlier run was cut off. */
	lacksChild?: true;
}

export type CasesByKey = ReadonlyMap<string, readonly KeyedCase[]>;

/** A block of keys that were asked for, and what is there. */
export interface KeysFound {
	keys: readonly string[];
	/** The cases of each key; a key that no case carries is absent. */
	cases: CasesByKey;
}

/** What is known of an import before its keys are looked up. */
export interface KeysAsk {
	/** Keys in all; decides whether the list of cases is walked. */
	rows: number;
	/** Whether a key is one of the import's. */
	isWanted: (key: string) => boolean;
	/** Whether rows name a child, which some servers keep apart from its case. */
	haveChildren: boolean;
	/** Sees every case that a walk passes by. */
	onCase?: (found: FoundCase) => void;
}

/**
 * Finds which keys of an import are on the server, many at a time. Two runs may import the same file at
 * once: what the other makes meanwhile is seen by `readBack`.
 */
export interface KeyLookup {
	/**
	 * Asks for the keys in blocks, in their order, and gives what is known after each: what a server that
	 * fails later has answered before is not asked for nothing.
	 */
	find(keys: readonly string[], item: number): AsyncIterable<KeysFound>;
	/** The same, asked anew, for keys under which cases were just made. */
	readBack(keys: readonly string[], item: number): Promise<CasesByKey>;
	/** Whether `onCase` has seen every case of the server. */
	readonly hasSeenAll: boolean;
}

/** How many creates a server takes in a time, as far as it is known; the whole is `null` when nothing limits it. */
export type Pace = { creates: number; windowMs: number } | null;

/** What an import asks beyond the verbs for single cases. */
export interface BatchVerbs {
	/**
	 * Throws what a create or update with these fields would be refused for, without sending it. Answers
	 * the fields whose words the server does not list, although it may take them.
	 */
	checkCase(fields: CaseFields, mode: 'create' | 'update', item: number): Promise<string[]>;
	/** Those of the fields that the case does not have so yet. People of the case are compared when they are written. */
	changesTo(current: FoundCase, fields: CaseFields, item: number): Promise<CaseFields>;
	openKeys(ask: KeysAsk, item: number): Promise<KeyLookup>;
	/**
	 * Creates a case whose key was looked up with many others and is not there. It sends at once; only a key
	 * that this process has tried before is looked up for itself. Reading back is the caller's business.
	 */
	createLookedUp(fields: CaseFields, key: string, item: number): Promise<CaseWrite>;
	pace(): Pace;
}

const HOUR_MS = 3_600_000;

/** What the credential allows all runs together, where it was set by hand. */
export function ownPace({ settings }: Connection): Pace {
	const perHour = Number(settings.requestsPerHour ?? 0);
	return perHour > 0 ? { creates: perHour, windowMs: HOUR_MS } : null;
}

/**
 * The key of a create that was looked up before. What this process remembers of an earlier try counts no
 * more than that there was one: the ID from then may have become another case's, where a server was
 * restored from a copy.
 */
export function lookedUpKey({ credentialKey }: Connection, key: string): CaseKey {
	if (wasTried(credentialKey, key)) {
		forgetTried(credentialKey, key);
		markTried(credentialKey, key);
	}
	return { key, isMapped: false, content: null, isRetry: false };
}
