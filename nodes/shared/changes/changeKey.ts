import type { Change } from './change';

/**
 * The name of one change, the same in every delivery, polled or pushed: helpline code, kind, id and
 * version. The event is no part of it.
 *
 * Versions: on the published side the time of the change (`updated_at`; a creation has `created_at`,
 * so that it keeps its name when the case changes before it is read), on the deployed side the id of the
 * activity with the second it was written in, because a server restored from a backup gives the same ids
 * to other changes.
 */
export function changeKey(
	helplineCode: string,
	{ kind, id, version }: Pick<Change, 'kind' | 'id' | 'version'>,
): string {
	return [helplineCode, kind, String(id), version].join(':');
}

/** Times are written in many ways; a version has one. */
export function timeVersion(time: string): string {
	const at = Date.parse(time);
	return Number.isNaN(at) ? time : new Date(at).toISOString();
}
