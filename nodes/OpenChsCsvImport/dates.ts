import { DateTime } from 'luxon';

import { toUtc } from '../shared/record/dates';

/** A time of day may follow a date; it never tells which of two numbers is the month. */
const TIMES = ['', ' HH:mm', ' HH:mm:ss'] as const;

/**
 * A date of the file as ISO 8601 UTC text, read in one declared format; null when it is not written so.
 * `iso` takes every ISO 8601 form. A date without a zone is one of `timezone`.
 */
export function dateIn(text: string, format: string, timezone: string): string | null {
	if (format === 'iso') return isIso(text) ? toUtc(text, timezone) : null;
	for (const time of TIMES) {
		const read = DateTime.fromFormat(text, `${format}${time}`, { zone: timezone });
		if (read.isValid) return read.toUTC().toISO({ suppressMilliseconds: true });
	}
	return null;
}

/** A bare number is a year or a count of seconds, and a date is neither. */
function isIso(text: string): boolean {
	return /^\d{4}-\d{2}/.test(text);
}
