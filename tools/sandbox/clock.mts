import type { Settings } from './settings.mts';

/** Milliseconds since 1970; a rig that plays hours in a second brings a clock of its own. */
export type Clock = () => number;

/** The server's own idea of now, which may be wrong on purpose. */
export function serverTime(
	{ clock, settings }: { clock: Clock; settings: Settings },
	extraSkewSeconds = 0,
): Date {
	return new Date(clock() + (settings.clockSkewSeconds + extraSkewSeconds) * 1000);
}

/** ISO 8601 in UTC, as exact as the settings say; this is the form in which times are stored. */
export function timestamp(settings: Settings, at: Date): string {
	const text = at.toISOString();
	return settings.timePrecision === 'seconds' ? text.replace(/\.\d{3}Z$/, '.000Z') : text;
}

const ISO =
	/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** Reads ISO 8601; a time without a zone is UTC. */
export function parseTime(text: string): Date | undefined {
	if (!ISO.test(text)) return undefined;
	const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
	const withT = text.length > 10 ? text.replace(' ', 'T') : `${text}T00:00:00`;
	const date = new Date(hasZone ? withT : `${withT}Z`);
	return Number.isNaN(date.getTime()) ? undefined : date;
}
