import { type Recording } from './recordings.mts';

/** What every answer to a recorded call must have in common with its recording. */
export interface AnswerShape {
	status: number;
	reason: string;
	contentType: string;
	setsCookie: boolean;
	body: unknown;
}

export function recordedShape({ response }: Recording): AnswerShape {
	return {
		status: response.status,
		reason: response.reason,
		contentType: response.headers['Content-Type'] ?? '',
		setsCookie: 'Set-Cookie' in response.headers,
		body: bodyShape(response.text),
	};
}

/** Keys, names of columns, lengths and types; values of error rows as they are. */
export function bodyShape(text: string): unknown {
	if (text.startsWith('PK')) return 'workbook';
	if (text.startsWith('<br />')) return { page: pageKind(text), json: bodyShape(behindPage(text)) };
	if (!text.startsWith('{')) return { text: text.split('\n')[0] };
	let body: Record<string, unknown>;
	try {
		body = JSON.parse(text) as Record<string, unknown>;
	} catch {
		return 'broken JSON';
	}
	return Object.fromEntries(
		Object.keys(body)
			.sort()
			.map((name) => [name, memberShape(name, body[name])]),
	);
}

function memberShape(name: string, value: unknown): unknown {
	if (name === 'errors') return value;
	if (name.endsWith('_k')) return keyShape(value as Record<string, string[]>);
	if (Array.isArray(value)) return listShape(name, value);
	return value !== null && typeof value === 'object' ? 'object' : typeof value;
}

/** Names, labels and formats; positions and echoed values are the server's own business. */
function keyShape(keys: Record<string, string[]>): unknown {
	return Object.entries(keys)
		.map(([key, [position, name, , label, format]]) => {
			const isNumber = /^\d+$/.test(position ?? '');
			return [key, isNumber, name, label, format].join('|');
		})
		.sort();
}

/** How many rows there are depends on the data, how long they are and what they hold does not. */
function listShape(name: string, list: unknown[]): unknown {
	if (list.length === 0) return 'empty';
	if (name.endsWith('_ctx') || name.endsWith('_nb') || name === 'dash') return rowShape(list[0]);
	return [...new Set(list.map((row) => JSON.stringify(rowShape(row))))].sort();
}

function rowShape(row: unknown): unknown {
	return Array.isArray(row)
		? { cells: row.length, types: [...new Set(row.map((cell) => typeof cell))] }
		: typeof row;
}

function pageKind(page: string): string {
	return /<b>(Fatal error|Warning)<\/b>/.exec(page)?.[1] ?? 'none';
}

function behindPage(page: string): string {
	return page.includes('{"') ? page.slice(page.indexOf('{"')) : '';
}
