import { createHash } from 'crypto';

/** Why the address in a credential cannot be used. */
export type AddressProblem =
	| 'missing'
	| 'not_an_address'
	| 'scheme'
	| 'user_in_address'
	| 'private_http'
	| 'public_http';

export type CheckedBaseUrl =
	| { ok: true; base: string; origin: string; host: string }
	| { ok: false; problem: AddressProblem };

/** Every path of the published API and of the deployed server starts with it; people paste it along. */
const API_PATH = /\/helpline\/api$/i;

/**
 * The address as everything else uses it: no slash at the end, no query, no hash, no user name, no
 * `/helpline/api`. A path before that is kept, because a proxy may put the helpline below one. Text that
 * is no address comes back trimmed, for `checkBaseUrl` to refuse.
 */
export function normalizeBaseUrl(text: string): string {
	const trimmed = text.trim();
	const url = parse(trimmed);
	if (!url || !isHttp(url)) return trimmed;
	return `${url.protocol}//${url.host}${withoutApiPath(url.pathname)}`;
}

function withoutApiPath(path: string): string {
	let left = path.replace(/\/{2,}/g, '/').replace(/\/$/, '');
	while (API_PATH.test(left)) left = left.replace(API_PATH, '').replace(/\/$/, '');
	return left;
}

/**
 * Whether an address may be used. HTTPS always; plain HTTP on this machine always, in private networks
 * with the credential's switch, in public never: the login and the cases would be readable on the way.
 */
export function checkBaseUrl(text: string, options: { allowPrivateHttp: boolean }): CheckedBaseUrl {
	const trimmed = text.trim();
	if (trimmed === '') return { ok: false, problem: 'missing' };
	const url = parse(trimmed);
	if (!url) {
		const hasScheme = /^https?:\/\//i.test(trimmed);
		return { ok: false, problem: hasScheme ? 'not_an_address' : 'scheme' };
	}
	if (!isHttp(url)) return { ok: false, problem: 'scheme' };
	if (url.username !== '' || url.password !== '') return { ok: false, problem: 'user_in_address' };
	if (url.protocol === 'http:') {
		const reach = reachOf(url.hostname);
		if (reach === 'public') return { ok: false, problem: 'public_http' };
		if (reach === 'private' && !options.allowPrivateHttp) {
			return { ok: false, problem: 'private_http' };
		}
	}
	return { ok: true, base: normalizeBaseUrl(trimmed), origin: url.origin, host: url.host };
}

const ADDRESS_SENTENCES: Record<AddressProblem, { message: string; description: string }> = {
	missing: {
		message: "'Base URL' is empty",
		description: 'Enter the address of the server, e.g. https://helpline.example.org',
	},
	not_an_address: {
		message: "What stands in 'Base URL' is not an address",
		description: 'Enter it like https://helpline.example.org, without blanks',
	},
	scheme: {
		message: "'Base URL' has to begin with https:// (or http:// on this machine)",
		description: 'Enter the whole address, e.g. https://helpline.example.org',
	},
	user_in_address: {
		message: "'Base URL' holds a user name or a password",
		description: 'Take that part out of the address: the login has fields of its own',
	},
	private_http: {
		message: "'Base URL' is plain HTTP to another computer of a private network",
		description:
			"Use https:// if the server offers it. Otherwise switch on 'Allow Plain HTTP in Private Networks', if you trust everyone on that network",
	},
	public_http: {
		message:
			"'Base URL' is plain HTTP to a public address, where everyone on the way could read along",
		description: 'Use https://. Plain HTTP works on this machine and in private networks only',
	},
};

/** The problem in words; what was typed is never repeated. */
export function addressSentence(problem: AddressProblem): { message: string; description: string } {
	return ADDRESS_SENTENCES[problem];
}

/** One slash between the two, whatever stands at their ends; the result never leaves the base's host. */
export function joinUrl(base: string, path: string): string {
	return `${base.replace(/\/+$/, '')}/${path.replace(/^[/\\]+/, '')}`;
}

/** False as soon as one of them is not an address. */
export function isSameOrigin(a: string, b: string): boolean {
	const [first, second] = [parse(a), parse(b)];
	return !!first && !!second && isHttp(first) && first.origin === second.origin;
}

const CODE_LENGTH = 32;

/**
 * The short code that marks a helpline's records: the credential's own, else one made from the host,
 * from the port where it is not the usual one and from a path, so that two helplines of one machine do not share it.
 */
export function helplineCode(text: string | undefined, base: string): string {
	const typed = slug(text ?? '');
	if (typed !== '') return typed;
	const url = parse(normalizeBaseUrl(base));
	return (url && slug(`${url.host}${url.pathname}`)) || 'openchs';
}

function slug(text: string): string {
	const words = text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
	if (words.length <= CODE_LENGTH) return words;
	// Two long names that begin alike stay two codes.
	const tail = createHash('sha256').update(words).digest('hex').slice(0, 6);
	return `${words.slice(0, CODE_LENGTH - tail.length - 1).replace(/-$/, '')}-${tail}`;
}

function parse(text: string): URL | null {
	return URL.canParse(text) ? new URL(text) : null;
}

function isHttp(url: URL): boolean {
	return (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '';
}

/** How far plain text travels. `URL` has already written every spelling of an IP address in one way. */
function reachOf(hostname: string): 'this_machine' | 'private' | 'public' {
	const host = hostname.replace(/\.$/, '');
	if (host === 'localhost') return 'this_machine';
	const v6 = /^\[(.*)\]$/.exec(host)?.[1];
	if (v6 !== undefined) return reachOfV6(v6);
	const v4 = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(host);
	if (v4) return reachOfV4(Number(v4[1]), Number(v4[2]));
	// A name without a dot is known to the local network alone (a container, a machine next door).
	return host.includes('.') ? 'public' : 'private';
}

function reachOfV4(first: number, second: number): 'this_machine' | 'private' | 'public' {
	if (first === 127) return 'this_machine';
	const isPrivate =
		first === 10 ||
		(first === 172 && second >= 16 && second <= 31) ||
		(first === 192 && second === 168) ||
		(first === 169 && second === 254);
	return isPrivate ? 'private' : 'public';
}

function reachOfV6(address: string): 'this_machine' | 'private' | 'public' {
	if (address === '::1') return 'this_machine';
	const mapped = /^::ffff:([0-9a-f]{1,4}):[0-9a-f]{1,4}$/.exec(address)?.[1];
	if (mapped !== undefined) {
		const firstTwo = parseInt(mapped, 16);
		return reachOfV4(firstTwo >> 8, firstTwo & 0xff);
	}
	const head = parseInt(address.split(':')[0] || '0', 16);
	const isUniqueLocal = (head & 0xfe00) === 0xfc00;
	const isLinkLocal = (head & 0xffc0) === 0xfe80;
	return isUniqueLocal || isLinkLocal ? 'private' : 'public';
}
