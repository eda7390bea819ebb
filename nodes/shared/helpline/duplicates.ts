import type { FoundCase, RecordId } from '../record/case';
import type { Connection } from '../transport/connection';
import type { Reason } from '../transport/errors';
import { reasonOf, toNodeError } from '../transport/errors';

/** What came of two workers who created under one key at the same time. */
export interface Winner {
	found: FoundCase;
	/** Ids of the others, each marked in its history. */
	duplicates: RecordId[];
}

/** How a server keeps, with a case, whose duplicate it is. */
export interface Marks {
	isMarked: (other: FoundCase, winner: FoundCase) => Promise<boolean>;
	/** Whether only two workers can have made both; else the key may stand in both on purpose. */
	isTwin: (other: FoundCase, winner: FoundCase) => boolean;
	mark: (other: FoundCase, winner: FoundCase) => Promise<void>;
	/** What a person does about cases that nobody can choose between. */
	whatToDo: string;
}

/**
 * One case out of all that carry a key: the lowest id wins, and every other one is marked as its
 * duplicate. One that is neither marked nor a twin leaves the key refused.
 */
export async function chooseOne(
	connection: Connection,
	found: readonly FoundCase[],
	marks: Marks,
	item: number,
): Promise<Winner | null> {
	const [first, ...others] = lowestFirst(found);
	if (!first) return null;
	for (const other of others) {
		if (await marks.isMarked(other, first)) continue;
		if (!marks.isTwin(other, first)) {
			throw toNodeError(connection.context.getNode(), notUnique(found.length, marks), item);
		}
		await marks.mark(other, first);
	}
	return { found: first, duplicates: others.map(({ record }) => record.id) };
}

function notUnique(count: number, { whatToDo }: Marks): Reason {
	return {
		code: 'key_not_unique',
		field: 'external_key',
		message: `${count} cases carry this external key, so none was changed`,
		description: whatToDo,
	};
}

/** By number; ids that are none go by their time. */
export function lowestFirst(found: readonly FoundCase[]): FoundCase[] {
	return [...found].sort(
		(a, b) =>
			Number(a.record.id) - Number(b.record.id) ||
			Date.parse(a.record.created_at ?? '') - Date.parse(b.record.created_at ?? '') ||
			(String(a.record.id) < String(b.record.id) ? -1 : 1),
	);
}

/** The line in the history of a duplicate. */
export function duplicateNote(winner: RecordId): string {
	return `Duplicate of case ${winner}: both carry the same external key.`;
}

/** Looks once more after a create: another worker may have created under the same key at the same time. */
export async function readBack(
	connection: Connection,
	created: FoundCase,
	look: () => Promise<Winner | null>,
	item: number,
): Promise<Winner | null> {
	try {
		return await look();
	} catch (error) {
		const reason = savedButUnchecked(created.record.id, reasonOf(error));
		throw toNodeError(connection.context.getNode(), reason, item);
	}
}

function savedButUnchecked(id: RecordId, reason: Reason | null): Reason {
	return {
		...(reason ?? { code: 'unknown' }),
		message: `The case was saved with the ID ${id}, but it could not be checked whether another carries the same key`,
		description:
			'Run the item again with the same external key: it finds the case and checks again.',
	};
}
