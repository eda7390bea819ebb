/** Everything that can be made to go wrong. `before` = nothing was saved, `after` = it was. */
export const FAULTS = {
	status: 'any status with the documented error, echoing what was sent; not saved (argument: code)',
	'status-after': 'the same, but the request was carried out first (argument: code)',
	'rate-limit': '429; argument: seconds, or date, or none for the kind of Retry-After',
	'cut-before': 'the connection is cut before anything is done',
	'cut-after': 'carried out and saved, then the connection is cut without an answer',
	'cut-middle': 'carried out and saved, half the answer is sent, then the connection is cut',
	'hang-before': 'never answers; nothing was done',
	'hang-after': 'never answers; carried out and saved',
	'html-before': '200 with an HTML page; nothing was done',
	'html-after': '200 with an HTML page; carried out and saved',
	'empty-before': 'an empty body; nothing was done (argument: status, 200)',
	'empty-after': 'an empty body; carried out and saved (argument: status, 200)',
	'half-json': 'carried out and saved; the right answer, cut in the middle of its text',
	'wrong-shape': 'carried out; 200 with JSON of another shape (argument: text, swap, null, number)',
	slow: 'a line of 64 kbit/s and 800 ms before the first byte (argument: ms before it)',
	redirect: '302 to another address (argument: the address, percent-encoded)',
	'proxy-page': "502 with a proxy's HTML page; nothing was done",
	'session-end': 'the session that the request shows is ended just before',
	'session-end-after': 'carried out and answered, then the session is ended',
	'warning-before-json': 'deployed server: a warning of PHP stands before the JSON',
	'stream-silent':
		'AI streams: nothing more comes after some events, and nothing closes (argument: events, 3)',
	'stream-cut': 'AI streams: the connection is cut after some events (argument: events, 3)',
	'stream-end':
		'AI streams: the stream ends cleanly after some events, without the last one (argument: events, 3)',
	'stream-chunks': 'AI streams: how the bytes come (argument: joined, split, crlf)',
	'missing-id': "a create's answer without its id; saved",
	'page-cap': 'no more than so many records in a list answer (argument: number)',
	'clock-skew': "the server's clock is off (argument: seconds)",
	'shuffle-order': 'order of lists (argument: ascending, descending, random)',
	'total-wrong': '`pagination.total` is off (argument: by how much)',
} as const;

/** The servers of one sandbox. */
export type ServerName = 'published' | 'deployed' | 'ai';

export type FaultName = keyof typeof FAULTS;

export interface Fault {
	fault: FaultName;
	/** Any method when left out. */
	method?: string;
	/**
	 * Source of a regular expression which must match the whole path below `/helpline/api`:
	 * `/cases` is the list and the create, `/cases/.*` is everything below them.
	 */
	path?: string;
	/** How many requests it spoils; all when left out. */
	times?: number;
	/** How many matching requests pass unharmed first. */
	skip?: number;
	/** Of the requests that match, the share that it strikes by chance: 0 to 1; all when left out. */
	share?: number;
	/** Which server: the OpenCHS API unless said otherwise. */
	server?: ServerName;
	/** For `status`, `status-after`, `empty-before`, `empty-after`, and `redirect` (302 or 307). */
	status?: number;
	/** For `rate-limit`, and for `clock-skew`. */
	seconds?: number;
	/** For `rate-limit`: what the Retry-After header looks like. */
	retryAfter?: 'seconds' | 'date' | 'none';
	/** For `redirect`: where to; the path and query of the request are added when it is an origin. */
	url?: string;
	/** For `page-cap`. */
	cap?: number;
	/** For `total-wrong`. */
	by?: number;
	order?: 'ascending' | 'descending' | 'random';
	shape?: 'text' | 'swap' | 'null' | 'number';
	/** For `slow`. */
	delayMs?: number;
	/** For `slow`. */
	bitsPerSecond?: number;
	/** For `stream-silent`, `stream-cut` and `stream-end`: how many events pass first. */
	events?: number;
	/** For `stream-chunks`: two events in one piece, pieces of 7 bytes, or lines that end with CR LF. */
	chunks?: 'joined' | 'split' | 'crlf';
}

export interface FaultState extends Fault {
	/** How many requests it has been applied to. */
	applied: number;
	/** How many requests matched, the skipped ones included. */
	matched: number;
}

/** These only bend an answer, so any number of them goes together with one of the others. */
const BENDING: ReadonlySet<FaultName> = new Set([
	'slow',
	'session-end',
	'session-end-after',
	'warning-before-json',
	'stream-chunks',
	'missing-id',
	'page-cap',
	'clock-skew',
	'shuffle-order',
	'total-wrong',
]);

export interface Asked {
	server: ServerName;
	method: string;
	path: string;
}

export class Faults {
	private list: Array<FaultState & { pattern: RegExp }> = [];
	private readonly random: () => number;

	constructor(random: () => number = Math.random) {
		this.random = random;
	}

	set(faults: ReadonlyArray<Fault | string>): void {
		this.list = faults.map((fault) => withPattern(readFault(fault)));
	}

	state(): FaultState[] {
		return this.list.map(({ pattern: _pattern, ...fault }) => fault);
	}

	/** Counts the request against the faults it matches and returns those that strike now. */
	strike(asked: Asked): Fault[] {
		const striking: Fault[] = [];
		let hasBreaking = false;
		for (const fault of this.list) {
			if (!matches(fault, asked) || (hasBreaking && !BENDING.has(fault.fault))) continue;
			fault.matched += 1;
			if (fault.matched <= (fault.skip ?? 0)) continue;
			if (fault.applied >= (fault.times ?? Infinity)) continue;
			if (fault.share !== undefined && this.random() >= fault.share) continue;
			fault.applied += 1;
			striking.push(fault);
			hasBreaking ||= !BENDING.has(fault.fault);
		}
		return striking;
	}
}

function matches(fault: Fault & { pattern: RegExp }, asked: Asked): boolean {
	if ((fault.server ?? 'published') !== asked.server) return false;
	if (fault.method && fault.method.toUpperCase() !== asked.method) return false;
	return fault.pattern.test(asked.path);
}

function withPattern(fault: Fault): FaultState & { pattern: RegExp } {
	const pattern = new RegExp(fault.path ? `^(?:${fault.path})$` : '');
	return { ...fault, applied: 0, matched: 0, pattern };
}

const TEXT_MEMBERS = ['method', 'path', 'url', 'server', 'retryAfter', 'order', 'shape', 'chunks'];
const NUMBER_MEMBERS = [
	'times',
	'skip',
	'share',
	'status',
	'seconds',
	'cap',
	'by',
	'delayMs',
	'bitsPerSecond',
	'events',
];

/** Takes a fault as an object or in the words of the command line, and refuses what it cannot be. */
export function readFault(given: Fault | string): Fault {
	const fault = typeof given === 'string' ? parseFault(given) : given;
	if (fault === null || typeof fault !== 'object' || !Object.hasOwn(FAULTS, fault.fault)) {
		throw new Error(
			`There is no fault '${String(fault?.fault)}'. Known: ${Object.keys(FAULTS).join(', ')}`,
		);
	}
	for (const [name, value] of Object.entries(fault)) {
		if (name === 'fault' || value === undefined) continue;
		if (TEXT_MEMBERS.includes(name) && typeof value === 'string') continue;
		if (NUMBER_MEMBERS.includes(name) && Number.isFinite(value)) continue;
		throw new Error(`Fault '${fault.fault}' cannot have ${name}=${JSON.stringify(value)}`);
	}
	return fault;
}

/**
 * Reads `fault[=argument][;name=value ...][:METHOD[:PATH[:TIMES[:SKIP]]]]`.
 *
 * @example parseFault('cut-after:POST:/cases:2')
 * @example parseFault('rate-limit=3;retryAfter=date:GET')
 * @example parseFault('status=503:*:/cases/.*')
 */
export function parseFault(text: string): Fault {
	const [head = '', method, path, times, skip] = text.split(':');
	const [named = '', ...extras] = head.split(';');
	const fault: Record<string, string | number> = {};
	const equals = named.indexOf('=');
	fault.fault = equals < 0 ? named : named.slice(0, equals);
	if (equals >= 0) Object.assign(fault, mainArgument(String(fault.fault), named.slice(equals + 1)));
	for (const extra of extras) {
		const [name = '', value = ''] = extra.split('=');
		fault[name] = NUMBER_MEMBERS.includes(name) ? Number(value) : decodeURIComponent(value);
	}
	if (method && method !== '*') fault.method = method;
	if (path) fault.path = decodeURIComponent(path);
	if (times) fault.times = Number(times);
	if (skip) fault.skip = Number(skip);
	return readFault(fault as unknown as Fault);
}

function mainArgument(fault: string, text: string): Record<string, string | number> {
	const value = decodeURIComponent(text);
	switch (fault) {
		case 'status':
		case 'status-after':
		case 'empty-before':
		case 'empty-after':
			return { status: Number(value) };
		case 'rate-limit':
			return value === 'date' || value === 'none'
				? { retryAfter: value }
				: { seconds: Number(value) };
		case 'clock-skew':
			return { seconds: Number(value) };
		case 'redirect':
			return { url: value };
		case 'page-cap':
			return { cap: Number(value) };
		case 'total-wrong':
			return { by: Number(value) };
		case 'shuffle-order':
			return { order: value };
		case 'wrong-shape':
			return { shape: value };
		case 'slow':
			return { delayMs: Number(value) };
		case 'stream-silent':
		case 'stream-cut':
		case 'stream-end':
			return { events: Number(value) };
		case 'stream-chunks':
			return { chunks: value };
		default:
			throw new Error(`Fault '${fault}' takes no argument`);
	}
}
