/** One record in the server's own words, as stored; what is missing is blank. */
export type Fields = Record<string, string>;

export function isBlank(value: string | undefined): boolean {
	return value === undefined || value === '' || value === '0';
}
