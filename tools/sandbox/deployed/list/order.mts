import type { Column } from '../columns/column.mts';
import type { Fields } from '../wire/fields.mts';

export interface Order {
	/** Echoed in the context of the list. */
	clause: string;
	names: readonly string[];
}

/** Always ascending, except that an id always goes down; unknown names are dropped (39). */
export function readOrder(query: URLSearchParams, columns: readonly Column[]): Order {
	const known = new Set(columns.map((column) => column.name));
	const names = (query.get('sort') ?? '').split(',').filter((name) => known.has(name));
	return { clause: names.join(','), names };
}

/** `rows` come in the resource's usual order, which decides where the names do not. */
export function inOrder(
	rows: readonly Fields[],
	names: readonly string[],
	columns: readonly Column[],
): readonly Fields[] {
	if (names.length === 0) return rows;
	const byName = new Map(columns.map((column) => [column.name, column]));
	const compares = names.map((name) => {
		const column = byName.get(name);
		const blank = column?.blank ?? '';
		const direction = name === 'id' ? -1 : 1;
		const isNumber = column?.kind === 'time' || column?.kind === 'num' || blank === '0';
		return (one: Fields, other: Fields) => {
			const a = one[name] ?? blank;
			const b = other[name] ?? blank;
			if (a === b) return 0;
			const isBelow = isNumber ? Number(a) < Number(b) : a.toLowerCase() < b.toLowerCase();
			return isBelow ? -direction : direction;
		};
	});
	return [...rows].sort((one, other) => {
		for (const compare of compares) {
			const difference = compare(one, other);
			if (difference !== 0) return difference;
		}
		return 0;
	});
}

/** Newest first is what most lists do unless asked. */
export function newestFirst(rows: readonly Fields[]): readonly Fields[] {
	const turned = [...rows].reverse();
	const isInOrder = turned.every(
		(row, i) => i === 0 || Number(turned[i - 1]?.id ?? 0) >= Number(row.id ?? 0),
	);
	return isInOrder
		? turned
		: turned.sort((one, other) => Number(other.id ?? 0) - Number(one.id ?? 0));
}
