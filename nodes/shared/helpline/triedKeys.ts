import type { RecordId } from '../record/case';

/** Keys remembered at most; one takes about 100 bytes. */
const MAX_TRIED = 50_000;
/** n8n's Retry On Fail runs a node again within seconds; who starts a run after this has looked. */
const STILL_UNCLEAR_MS = 600_000;

export interface Tried {
	/** When the first attempt began, ISO 8601 UTC. */
	since: string;
	/** What the server called it; null when no clear answer came. */
	id: RecordId | null;
}

/** Keys with which this process has tried to write, oldest first: n8n's Retry On Fail runs a node again with the same ones. */
const tried = new Map<string, Tried>();

function nameOf(credentialKey: string, key: string): string {
	return `${credentialKey}:${key}`;
}

export function markTried(credentialKey: string, key: string): void {
	remember(credentialKey, key, {
		since: new Date().toISOString(),
		id: null,
		...triedBefore(credentialKey, key),
	});
}

/** What was written under the key is known by its id: a repeat need not search for it. */
export function markSaved(credentialKey: string, key: string, id: RecordId): void {
	const { since } = triedBefore(credentialKey, key) ?? { since: new Date().toISOString() };
	remember(credentialKey, key, { since, id });
}

/** Nothing was written: a repeat is a first attempt. */
export function forgetTried(credentialKey: string, key: string): void {
	tried.delete(nameOf(credentialKey, key));
}

function remember(credentialKey: string, key: string, what: Tried): void {
	const name = nameOf(credentialKey, key);
	tried.delete(name);
	tried.set(name, what);
	const oldest = tried.keys().next();
	if (tried.size > MAX_TRIED && !oldest.done) tried.delete(oldest.value);
}

export function wasTried(credentialKey: string, key: string): boolean {
	return tried.has(nameOf(credentialKey, key));
}

export function triedBefore(credentialKey: string, key: string): Tried | null {
	return tried.get(nameOf(credentialKey, key)) ?? null;
}

/** Whether an attempt without a clear answer is so fresh that only a repeat can have brought it back. */
export function isStillUnclear(before: Tried | null, now = Date.now()): boolean {
	return before !== null && before.id === null && now - Date.parse(before.since) < STILL_UNCLEAR_MS;
}
