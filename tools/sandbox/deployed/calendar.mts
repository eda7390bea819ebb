import type { Fields } from './wire/fields.mts';

const DAY = 86_400;

/** Times are whole seconds since 1970, as text. */
export function secondsOf(iso: string): string {
	return String(Math.floor(Date.parse(iso) / 1000));
}

export function isoOf(seconds: number): string {
	return new Date(seconds * 1000).toISOString();
}

/** The starts of the year, month, week, day and hour of a time, which reports count by (16, 83). */
export function periodsOf(seconds: number): Fields {
	const date = new Date(seconds * 1000);
	const start = (month: number) => Date.UTC(date.getUTCFullYear(), month) / 1000;
	const day = seconds - (seconds % DAY);
	return {
		yr: String(start(0)),
		mn: String(start(date.getUTCMonth())),
		// As recorded: the number of the weekday, Sunday being 1, is taken off the day.
		wk: String(day - (date.getUTCDay() + 1) * DAY),
		dt: String(day),
		hr: String(seconds - (seconds % 3600)),
		h: String(date.getUTCHours()),
	};
}
