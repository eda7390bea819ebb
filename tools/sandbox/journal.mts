import type { ServerName } from './faults.mts';

/** Enough for a whole test file or a long demo; older entries make room. */
const KEPT = 20_000;

/** A body longer than this is not kept: the log is for looking at, not a second store. */
const MAX_BODY_CHARACTERS = 20_000;

export interface LogEntry {
	n: number;
	at: string;
	server: ServerName;
	method: string;
	/** For the published API: the path below `/helpline/api`. */
	path: string;
	query: Record<string, unknown>;
	/** The status that was sent, or null when the connection got no answer. */
	status: number | null;
	/** The status that carrying out the request gave, whatever was sent afterwards. */
	handled: number | null;
	/** Names of the faults that struck. */
	faults: string[];
	idempotencyKey: string | null;
	apiKeyPresent: boolean;
	cookiePresent: boolean;
	authorizationPresent: boolean;
	/** Names only: values may be secrets. */
	headerNames: string[];
	userAgent: string | null;
	contentType: string | null;
	host: string | null;
	/** The JSON body, null when there was none, when it was too long or when it was a file. */
	body: unknown;
	ms: number;
}

/** What came in, for tests that must prove what a client sent and what it did not. */
export class Journal {
	private entries: LogEntry[] = [];
	private count = 0;

	add(entry: Omit<LogEntry, 'n'>): LogEntry {
		this.count += 1;
		const numbered = { n: this.count, ...entry };
		this.entries.push(numbered);
		if (this.entries.length > KEPT * 1.1) this.entries = this.entries.slice(-KEPT);
		return numbered;
	}

	list(): readonly LogEntry[] {
		return this.entries;
	}

	clear(): void {
		this.entries = [];
		this.count = 0;
	}
}

export function bodyForLog(body: unknown): unknown {
	if (body === undefined || body === null) return null;
	return JSON.stringify(body).length > MAX_BODY_CHARACTERS ? null : body;
}
