import type { FoundCase, RecordId } from '../../record/case';
import type { Connection } from '../../transport/connection';
import type { Marks, Winner } from '../duplicates';
import { chooseOne, duplicateNote } from '../duplicates';
import { activitiesOf, addNote } from './activities';
import { casesWithKey } from './keyLookup';

/** The case that carries the key; the lowest id where all others are marked as its duplicates. */
export async function findByKey(
	connection: Connection,
	key: string,
	item: number,
): Promise<FoundCase | null> {
	const found = await casesWithKey(connection, key, item);
	const marks = { ...marksOf(connection, item), isTwin: () => false };
	return (await chooseOne(connection, found, marks, item))?.found ?? null;
}

/** The same, which marks what two workers have made at the same time: nothing is unique here (recording 48). */
export async function chooseByKey(
	connection: Connection,
	key: string,
	item: number,
): Promise<Winner | null> {
	const found = await casesWithKey(connection, key, item);
	return await chooseOne(connection, found, marksOf(connection, item), item);
}

function marksOf(connection: Connection, item: number): Marks {
	return {
		async isMarked({ record: { id } }, { record: winner }) {
			const src_uid = `${markOf(winner.id)}-${MARK}`;
			const { found } = await activitiesOf(connection, id, { src_uid }, undefined, item);
			return found.length > 0;
		},
		// Another account's case may carry the same key on purpose.
		isTwin: ({ raw: other }, { raw: winner }) => other.created_by_id === winner.created_by_id,
		async mark({ record: { id } }, { record: winner }) {
			const key = { key: markOf(winner.id), isMapped: false, content: null, isRetry: false };
			const note = { detail: duplicateNote(winner.id) };
			await addNote(connection, id, { note, key, part: MARK }, item);
		},
		whatToDo:
			'Open them in OpenCHS; the key of a case cannot be changed there, so use another key.',
	};
}

const MARK = 'duplicate';

function markOf(winner: RecordId): string {
	return `of-${winner}`;
}
