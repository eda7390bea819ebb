import type { FoundCase, RecordId } from '../../record/case';
import type { Connection } from '../../transport/connection';
import { cleanError, reasonOf } from '../../transport/errors';
import type { Marks, Winner } from '../duplicates';
import { chooseOne, duplicateNote } from '../duplicates';
import { addActivity, listActivities } from './activities';
import { keyPlace } from './cases';
import type { Stretch } from './keyLookup';
import { casesWithKey, timeOf, whole } from './keyLookup';

/** Two workers who meet write within this time of each other; a reference that somebody copied is older. */
const SAME_TIME_MS = 600_000;

/** The case that carries the key; the lowest id where all others are marked as its duplicates. */
export async function findByKey(
	connection: Connection,
	key: string,
	besides: Stretch | null,
	item: number,
): Promise<FoundCase | null> {
	const found = await casesWithKey(connection, keyPlace(connection), key, { besides }, item);
	const marks = { ...marksOf(connection, false, item), isTwin: () => false };
	const winner = await chooseOne(connection, found, marks, item);
	return winner && (await whole(connection, winner.found, item));
}

/** The same, which marks what two workers have made at the same time: no published server keeps a key unique. */
export async function chooseByKey(
	connection: Connection,
	key: string,
	besides: Stretch | null,
	item: number,
): Promise<Winner | null> {
	const found = await casesWithKey(connection, keyPlace(connection), key, { besides }, item);
	const winner = await chooseOne(connection, found, marksOf(connection, false, item), item);
	return winner && { ...winner, found: await whole(connection, winner.found, item) };
}

/** The same, after `created` was made under the key. */
export async function chooseAfter(
	connection: Connection,
	created: FoundCase,
	key: string,
	besides: Stretch,
	item: number,
): Promise<Winner | null> {
	const own = created.record.id;
	const place = keyPlace(connection);
	const found = await casesWithKey(connection, place, key, { besides, own }, item);
	const isFound = found.some(({ record }) => String(record.id) === String(own));
	const all = isFound ? found : [...found, created];
	const winner = await chooseOne(connection, all, marksOf(connection, true, item), item);
	return winner && { ...winner, found: await whole(connection, winner.found, item) };
}

/** `isNew`: a look-up just before has found none of the cases. */
function marksOf(connection: Connection, isNew: boolean, item: number): Marks {
	return {
		async isMarked({ record: { id } }, { record: winner }) {
			const { found } = await notesOf(connection, id, item);
			return found.some(({ record }) => record.external_key === markOf(winner.id));
		},
		isTwin: (other, winner) => isSameMaker(other, winner, isNew) && isSameTime(other, winner),
		async mark({ record: { id } }, { record: winner }) {
			const key = { key: markOf(winner.id), isMapped: false, content: null, isRetry: false };
			const description = duplicateNote(winner.case_number ?? winner.id);
			await addActivity(connection, id, { activity_type: 'note', description }, key, item);
		},
		whatToDo: 'Open them in OpenCHS, keep one and change the reference of the others.',
	};
}

/** Where activities are not offered, nothing is marked. */
async function notesOf(connection: Connection, id: RecordId, item: number) {
	try {
		return await listActivities(connection, id, undefined, item);
	} catch (error) {
		if (reasonOf(error)?.code === 'not_offered') return { found: [] };
		throw cleanError(connection.context.getNode(), error, item);
	}
}

/** Another account's case may carry the key on purpose. A server need not tell who made a case. */
function isSameMaker({ raw: other }: FoundCase, { raw: winner }: FoundCase, isNew: boolean) {
	const makers = [other.created_by, winner.created_by];
	const areTold = makers.every((maker) => maker !== undefined && maker !== null);
	return areTold ? String(makers[0]) === String(makers[1]) : isNew;
}

function isSameTime(other: FoundCase, winner: FoundCase): boolean {
	return !(Math.abs(timeOf(other.record) - timeOf(winner.record)) > SAME_TIME_MS);
}

function markOf(winner: RecordId): string {
	return `duplicate-of-${winner}`;
}
