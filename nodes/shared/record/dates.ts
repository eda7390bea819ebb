import { DateTime } from 'luxon';

/** Numbers above this are milliseconds, below it seconds: 1e11 seconds would be the year 5138. */
const FIRST_MILLISECONDS = 1e11;

/**
 * A time as a person or another system gives it, as ISO 8601 UTC text; null when it is not a time.
 * Text without a zone is read in `timezone` (the workflow's for what a person typed, UTC for what a
 * server says). Takes every ISO 8601 form, Unix seconds and milliseconds, Date and luxon values.
 */
export function toUtc(value: unknown, timezone: string): string | null {
	const time = read(value, timezone);
	return time?.isValid
		? time.toUTC().toISO({ suppressMilliseconds: time.millisecond === 0 })
		: null;
}

function read(value: unknown, timezone: string): DateTime | null {
	if (value instanceof Date) return DateTime.fromJSDate(value);
	if (DateTime.isDateTime(value)) return value;
	if (typeof value === 'number') return fromNumber(value);
	if (typeof value !== 'string') return null;
	const text = value.trim();
	if (/^\d{9,13}$/.test(text)) return fromNumber(Number(text));
	const iso = DateTime.fromISO(text, { zone: timezone });
	if (iso.isValid) return iso;
	return DateTime.fromSQL(text, { zone: timezone });
}

function fromNumber(value: number): DateTime | null {
	if (!Number.isFinite(value)) return null;
	return value >= FIRST_MILLISECONDS ? DateTime.fromMillis(value) : DateTime.fromSeconds(value);
}

/** The time moved by so many seconds, as ISO 8601 UTC text. */
export function shift(isoUtc: string, seconds: number): string {
	return new Date(Date.parse(isoUtc) + seconds * 1000).toISOString();
}
