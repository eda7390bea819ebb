/** First and last year of each band: those of the helpline's own age groups, so that both servers tell the same. */
const BANDS: ReadonlyArray<readonly [from: number, to: number, name: string]> = [
	[0, 5, '0-5'],
	[6, 12, '6-12'],
	[13, 17, '13-17'],
	[18, 24, '18-24'],
	[25, 34, '25-34'],
	[35, 59, '35-59'],
	[60, Infinity, '60+'],
];

/** Nobody was ever older; what is more is a year of birth or a slip. */
const OLDEST = 122;

/**
 * The band of an age in whole years. Without an age, that of the group which the server names (`6-12`,
 * `60+`) when the group lies within one band. Null when it is not known, or when a group lies across two.
 */
export function ageBand(age: unknown, group?: unknown): string | null {
	const years = yearsOf(age);
	if (years !== null) return bandOf(years, years);
	const range = /^\s*(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})\s*$/i.exec(textOf(group));
	if (range) return bandOf(Number(range[1]), Number(range[2]));
	const open = /^\s*(\d{1,3})\s*\+\s*$/.exec(textOf(group));
	return open ? bandOf(Number(open[1]), Infinity) : null;
}

function yearsOf(age: unknown): number | null {
	const text = textOf(age).trim();
	if (!/^\d{1,3}(\.\d+)?$/.test(text)) return null;
	const years = Math.floor(Number(text));
	return years <= OLDEST ? years : null;
}

function bandOf(from: number, to: number): string | null {
	if (from > to) return null;
	return BANDS.find(([first, last]) => from >= first && to <= last)?.[2] ?? null;
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
