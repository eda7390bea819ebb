import { DateTime } from 'luxon';

/** Numbers above this are milliseconds, below it seconds: 1e11 seconds would be the year 5138. */
const FIRST_MILLISECONDS = 1e11;

/** How servers and programs write a time; long lists hold two of them in every row. */
const USUAL_FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

/**
 * A time as a person or another system gives it, as ISO 8601 UTC text; null when it is not a time.
 * Text without a zone is read in `timezone` (the workflow's for what a person typed, UTC for what a
 * server says). Takes every ISO 8601 form, Unix seconds and milliseconds, Date and luxon values.
 */
export function toUtc(value: unknown, timezone: string): string | null {
	const usual = inUsualForm(value);
	if (usual !== null) return usual;
	const time = read(value, timezone);
	return time?.isValid
		? time.toUTC().toISO({ suppressMilliseconds: time.millisecond === 0 })
		: null;
}

/** Twenty times sooner than luxon; a day or an hour that is none goes the long way. */
function inUsualForm(value: unknown): string | null {
	if (typeof value !== 'string' || !USUAL_FORM.test(value)) return null;
	const time = new Date(value);
	const written = Number.isNaN(time.getTime()) ? '' : time.toISOString();
	// `Date` reads the 30th of February as a day in March.
	if (!written.startsWith(value.slice(0, 19))) return null;
	return time.getUTCMilliseconds() === 0 ? written.replace('.000', '') : written;
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
