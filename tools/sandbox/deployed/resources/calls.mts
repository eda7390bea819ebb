import type { Answer } from '../../wire.mts';
import type { Call } from '../call.mts';
import { activitiesColumns } from '../columns/activities.mts';
import { callsColumns } from '../columns/calls.mts';
import { silentOgg } from '../ogg.mts';
import { unknownAddress } from '../refusals.mts';
import { fileAnswer } from './files.mts';
import type { Resource } from './resource.mts';

/** Records of the telephone exchange, the newest first (80). */
export const calls: Resource = {
	name: 'calls',
	columns: callsColumns,
	rows: (call) =>
		[...call.archive.calls.rows].sort((one, other) => Number(other.chan_ts) - Number(one.chan_ts)),
	one: (call, id) => call.archive.calls.get(id),
	special: recording,
};

/** 10.7: the caller's own notices, of which the sandbox has none. */
export const activities: Resource = {
	name: 'activities',
	columns: activitiesColumns,
	rows: () => [],
	one: () => undefined,
};

/** `?file=wav` gives Ogg, whatever the word says; a call that nobody answered has no recording. */
function recording(call: Call): Answer | undefined {
	if (call.query.get('file') === null) return undefined;
	const row = call.archive.calls.get(call.id);
	const seconds = Number(row?.talk_time ?? 0);
	if (!row || seconds === 0) throw unknownAddress(call.url);
	return fileAnswer(silentOgg(), 'audio/ogg', `${row.uniqueid ?? ''}.ogg`);
}
