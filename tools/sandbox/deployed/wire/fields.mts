/** One record in the server's own words, as stored; what is missing is blank. */
export type Fields = Record<string, string>;

/** Joins of two tables, so that no name of one is mistaken for a name of the other. */
export function withPrefix(prefix: string, fields: Fields): Fields {
	return Object.fromEntries(Object.entries(fields).map(([name, value]) => [prefix + name, value]));
}

export function isBlank(value: string | undefined): boolean {
	return value === undefined || value === '' || value === '0';
}
