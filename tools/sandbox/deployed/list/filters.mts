import type { Column } from '../columns/column.mts';
import { ScriptError } from '../refusals.mts';
import { stepsOf, type Tree } from '../tree.mts';
import type { Fields } from '../wire/fields.mts';

export type Test = (row: Fields) => boolean;

const DAY = 86_400;

/** What one parameter means, by the kind of its column; nothing when the server drops it (6.3). */
export function testOf(column: Column, value: string, tree: Tree): Test | undefined {
	const of = (row: Fields) => row[column.name] ?? column.blank;
	switch (column.kind) {
		case 'like':
			return contains(of, value);
		case 'time':
			return between(of, timeRange(value));
		case 'num':
			return between(of, numberRange(value));
		case 'tree':
			return below(of, value, tree);
		default:
			return equals(of, value);
	}
}

/** `field__=text`: each word must start a word in the field; the words are live patterns (43). */
export function wordTest(column: Column, value: string): Test | undefined {
	if (column.kind === 'tree') return undefined;
	const patterns = value
		.split(' ')
		.filter((word) => word !== '')
		.map(wordStart);
	return (row) => patterns.every((pattern) => pattern.test(row[column.name] ?? column.blank));
}

function wordStart(word: string): RegExp {
	try {
		return new RegExp(`(?<!\\w)${word}`, 'i');
	} catch {
		throw new ScriptError('Uncaught mysqli_sql_exception: Got error from regexp');
	}
}

type Read = (row: Fields) => string;

function equals(of: Read, value: string): Test {
	const wanted = new Set(listOf(value));
	return (row) => wanted.has(of(row).toLowerCase());
}

function contains(of: Read, value: string): Test {
	const wanted = listOf(value);
	return (row) => {
		const text = of(row).toLowerCase();
		return wanted.some((part) => text.includes(part));
	};
}

function listOf(value: string): string[] {
	return value.toLowerCase().split(',');
}

function between(of: Read, [from, to]: readonly [number, number]): Test {
	return (row) => {
		const number = Number(of(row));
		return number >= from && number <= to;
	};
}

/** The end takes a whole extra day (39, 40). */
function timeRange(value: string): readonly [number, number] {
	const [first = '', last = first] = value.split(';');
	const from = first === '' && value.includes(';') ? 0 : leadingNumber(first);
	return [from, leadingNumber(last) + DAY - 1];
}

/** 41: a date is read as its year. 42, 97: an open end and words end the script. */
function leadingNumber(text: string): number {
	const digits = /^\s*\d+/.exec(text)?.[0];
	if (digits === undefined) {
		throw new ScriptError('Uncaught TypeError: Unsupported operand types: string + int');
	}
	return Number(digits);
}

function numberRange(value: string): readonly [number, number] {
	const [first = '', last = first] = value.split('-');
	return [Number(first) || 0, Number(last) || 0];
}

/** 46: the node and everything below it. 47: an unknown one is dropped. A root ends the script. */
function below(of: Read, value: string, tree: Tree): Test | undefined {
	const wanted = new Set<string>();
	for (const id of value.split(',')) {
		const node = tree.get(id);
		if (node && !node.parent)
			throw new ScriptError('Uncaught mysqli_sql_exception: Unknown column');
		if (node) wanted.add(id);
	}
	if (wanted.size === 0) return undefined;
	return (row) => {
		const node = tree.get(of(row));
		return node !== undefined && stepsOf(node).some((step) => wanted.has(step.id));
	};
}
