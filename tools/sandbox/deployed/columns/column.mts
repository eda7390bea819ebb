/** What a filter on a column means (specification, 6.3). */
export type Kind = 'eq' | 'like' | 'time' | 'num' | 'tree';

export interface Column {
	readonly name: string;
	readonly label: string;
	readonly kind: Kind;
	/** What the database shows where nothing was stored. */
	readonly blank: '' | '0';
	/** How the front end shows a value. */
	readonly format: string;
}

type Line = readonly [name: string, label: string, kind: Kind, blank: '' | '0', format?: string];

export function columnList(lines: readonly Line[]): readonly Column[] {
	return lines.map(([name, label, kind, blank, format = '']) => ({
		name,
		label,
		kind,
		blank,
		format,
	}));
}
