import type { Settings } from '../settings.mts';
import type { Fields } from './wire/fields.mts';
import { cutTo, stored } from './wire/stored.mts';

/** Columns of the database's long text type, which nothing cuts. */
const LONG = new Set(['narrative', 'plan', 'detail', 'notes', 'src_msg', 'message']);

type Body = Readonly<Record<string, unknown>>;

/** Numbers and switches are stored as text; `null` and whatever is no single value was not sent. */
export function plainText(value: unknown): string | undefined {
	switch (typeof value) {
		case 'string':
			return value;
		case 'number':
			return String(value);
		case 'boolean':
			return value ? '1' : '';
		default:
			return undefined;
	}
}

/** The named members of a body, in the form in which they are stored. */
export function storedFields(body: Body, names: readonly string[], settings: Settings): Fields {
	const fields: Fields = {};
	for (const name of names) {
		const text = plainText(body[name]);
		if (text === undefined) continue;
		fields[name] = LONG.has(name) ? stored(text) : cutTo(settings.shortTextBytes, stored(text));
	}
	return fields;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Ids in a list of objects, e.g. `clients_case`; what has no id is dropped without a word (16, 30). */
export function idsIn(value: unknown, name: string): string[] {
	if (!Array.isArray(value)) return [];
	return value.flatMap((entry: unknown) => {
		const id = isRecord(entry) ? plainText(entry[name]) : undefined;
		return id === undefined || id === '' ? [] : [id];
	});
}
