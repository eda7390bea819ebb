/** Stands in every personal field of a planted case; whatever must hold no personal data must not hold it. */
export const MARKER = 'CANARY-7F3A';

/** The marker of fields that take digits only; +999 is the code of no country. */
export const MARKER_DIGITS = '7330077330';
export const MARKER_PHONE = `+999${MARKER_DIGITS}`;

/** A value for one personal field: it names the field, so that a leak tells where it came from. */
export function planted(field: string): string {
	return `${MARKER} ${field}`;
}

/** A case with the marker in each personal field and sound values in the others. */
export function plantCase(number = 1) {
	return {
		title: planted(`title ${number}`),
		description: planted(`description ${number}`),
		plan: planted(`plan ${number}`),
		category: 'Abuse',
		subcategory: 'Physical Abuse',
		priority: 'high',
		reporter_name: planted('reporter_name'),
		reporter_phone: MARKER_PHONE,
		reporter_email: `${MARKER.toLowerCase()}.reporter@example.org`,
		reporter_relationship: 'Neighbour',
		child_name: planted('child_name'),
		child_age: 9,
		child_gender: 'female',
		child_location: planted('child_location'),
	};
}

/** What servers add to a planted case: texts of machines, notes, messages, files. */
export function plantExtras() {
	return {
		notes: planted('notes'),
		ai_transcript: planted('ai_transcript'),
		ai_translation: planted('ai_translation'),
		ai_entities: planted('ai_entities'),
		children: [{ name: planted('children name'), location: planted('children location') }],
		contact_address: MARKER_PHONE,
		message: planted('message'),
		file_name: `${MARKER}.pdf`,
	};
}

/**
 * The forms in which a text may stand inside another one: as it is, in an address, and within Base64,
 * where it looks different at each of three places.
 */
export function formsOf(text: string): string[] {
	const inBase64 = [0, 1, 2].map((offset) => {
		const whole = Math.floor((offset + text.length) / 3) * 4;
		const bytes = Buffer.from(' '.repeat(offset) + text);
		return bytes.toString('base64').slice(offset === 0 ? 0 : 4, whole);
	});
	return [text, encodeURIComponent(text), ...inBase64];
}

const WORDS = [MARKER.toLowerCase(), MARKER_DIGITS];
const ENCODED = [MARKER, MARKER_DIGITS].flatMap((word) => formsOf(word).slice(2));

/** A search that has to give up proves nothing, so it throws. */
const MOST_VALUES = 2_000_000;

interface Step {
	value: unknown;
	path: string;
}

/**
 * Looks for the marker everywhere inside a value: hidden properties, causes, stacks, maps, sets, bytes,
 * headers, keys. Returns the paths at which it stands; an empty list means that it is clean.
 */
export function findMarker(value: unknown, root = 'value'): string[] {
	const hits = new Set<string>();
	const seen = new Set<unknown>();
	const open: Step[] = [{ value, path: root }];
	// In the order of depth, so that each hit is told by its shortest path.
	for (const step of open) {
		if (seen.size > MOST_VALUES) throw new Error(`More than ${MOST_VALUES} values under '${root}'`);
		const { value: current, path } = step;
		if (typeof current === 'object' || typeof current === 'function') {
			if (current === null || seen.has(current)) continue;
			seen.add(current);
			if (standsIn(textOf(current))) hits.add(path);
			for (const part of partsOf(current, path, hits)) open.push(part);
		} else if (standsIn(String(current))) {
			hits.add(path);
		}
	}
	return [...hits].sort();
}

function standsIn(text: string): boolean {
	if (text === '') return false;
	const folded = text.toLowerCase();
	return WORDS.some((word) => folded.includes(word)) || ENCODED.some((form) => text.includes(form));
}

/** The text that an object stands for as a whole: bytes, addresses, numbers in a box. */
function textOf(value: object): string {
	if (ArrayBuffer.isView(value))
		return textOfBytes(value.buffer, value.byteOffset, value.byteLength);
	const kind = kindOf(value);
	if (kind === 'ArrayBuffer' || kind === 'SharedArrayBuffer') {
		return textOfBytes(value as ArrayBuffer, 0, (value as ArrayBuffer).byteLength);
	}
	if (kind === 'Symbol' || kind === 'String') return attempt(() => String(value.valueOf())) ?? '';
	if (['URL', 'URLSearchParams', 'RegExp'].includes(kind))
		return attempt(() => String(value)) ?? '';
	return '';
}

/** Bytes may be text of one byte or of two a letter. */
function textOfBytes(buffer: ArrayBufferLike, offset: number, length: number): string {
	const bytes = Buffer.from(buffer, offset, length);
	return `${bytes.toString('latin1')}\n${bytes.toString('utf16le')}\n${bytes.subarray(1).toString('utf16le')}`;
}

function partsOf(value: object, path: string, hits: Set<string>): Step[] {
	const kind = kindOf(value);
	const parts: Step[] = [];
	if (isIterableOfPairs(kind, value)) {
		let index = 0;
		for (const [key, content] of value) {
			const at = typeof key === 'string' ? key : String(index);
			parts.push({ value: key, path: `${path}.key(${index})` });
			parts.push({ value: content, path: `${path}.get(${at})` });
			index++;
		}
	}
	if (kind === 'Set') {
		[...(value as Set<unknown>)].forEach((content, index) =>
			parts.push({ value: content, path: `${path}.item(${index})` }),
		);
	}
	if (kind === 'WeakRef')
		parts.push({ value: (value as WeakRef<object>).deref(), path: `${path}.deref` });
	if (ArrayBuffer.isView(value)) return parts;
	for (const key of Reflect.ownKeys(value)) {
		// What a class declares for all its objects is no data, and reading it there means nothing.
		if (typeof value === 'function' && key === 'prototype') continue;
		const name = typeof key === 'string' ? key : (key.description ?? 'symbol');
		const at = Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`;
		if (standsIn(name)) hits.add(`${at} (key)`);
		parts.push({ value: attempt(() => Reflect.get(value, key) as unknown), path: at });
	}
	parts.push(...gettersOf(value, kind, path));
	return parts;
}

/** Errors may keep their text behind getters of their class, and show another one when they are saved. */
function gettersOf(value: object, kind: string, path: string): Step[] {
	const parts: Step[] = [];
	if (kind === 'Error') {
		for (let level = proto(value); level && level !== Object.prototype; level = proto(level)) {
			for (const [key, { get }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
				if (!get || key === '__proto__') continue;
				parts.push({ value: attempt(() => get.call(value) as unknown), path: `${path}.${key}` });
			}
		}
	}
	const toJson = attempt(() => Reflect.get(value, 'toJSON') as unknown);
	if (typeof toJson === 'function') {
		parts.push({ value: attempt(() => toJson.call(value) as unknown), path: `${path}.toJSON()` });
	}
	return parts;
}

function proto(value: object): object | null {
	return attempt(() => Object.getPrototypeOf(value) as object | null) ?? null;
}

function isIterableOfPairs(kind: string, value: object): value is Iterable<[unknown, unknown]> {
	return (
		['Map', 'Headers', 'FormData', 'URLSearchParams'].includes(kind) && Symbol.iterator in value
	);
}

/** By tag and not by class: a test's own realm and n8n's differ, so `instanceof` would miss some. */
function kindOf(value: object): string {
	return attempt(() => Object.prototype.toString.call(value).slice(8, -1)) ?? '';
}

/** A getter that throws hides nothing that anybody else could read. */
function attempt<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
