import type { Change } from '../../changes/change';
import type { Connection } from '../../transport/connection';
import { casesOfConversations } from './aboutCases';
import type { Told } from './changeRows';
import { INBOUND, presentMessage } from './communications';
import type { Line } from './feedSource';
import { damagedRemark, isDamaged } from './lists';
import { textOrNull } from './text';

/** The messages that came in among lines of the list of messages, with the case that each is about (recording 78). */
export async function messageChanges(
	connection: Connection,
	lines: readonly Line[],
	item: number,
): Promise<Told> {
	const received = lines.filter(({ raw }) => raw.src_vector === INBOUND);
	const sessions = received.flatMap(({ raw }) => textOrNull(raw.src_callid) ?? []);
	const cases = await casesOfConversations(connection, sessions, item);
	const changes = received.map(({ id, at, raw }): Change => {
		const about = cases.get(textOrNull(raw.src_callid) ?? '') ?? null;
		return {
			kind: 'message',
			id: String(id),
			version: `${id}.${at ?? 0}`,
			at: textOrNull(raw.created_on),
			events: ['communicationReceived'],
			change: {},
			found: presentMessage(about && String(about.record.id), raw),
			about,
		};
	});
	const damaged = lines.map(({ raw }) => raw).filter(isDamaged);
	return { changes, remarks: damagedRemark(damaged) };
}
