import type { Change, ChangesAsk, ChangesSlice } from '../../changes/change';
import type { EventName } from '../../changes/events';
import type { Connection } from '../../transport/connection';

export async function readChanges(
	connection: Connection,
	ask: ChangesAsk,
	item: number,
): Promise<ChangesSlice> {
	throw new Error(`${connection.base} ${ask.most} ${item}`);
}

export async function sampleChanges(
	connection: Connection,
	events: ReadonlySet<EventName>,
	item: number,
): Promise<Change[]> {
	throw new Error(`${connection.base} ${events.size} ${item}`);
}
