import type { RecordId } from '../../record/case';
import type { Connection } from '../../transport/connection';
import { settle } from '../settle';
import { write } from './api';
import { casePath, getCaseIfThere, NO_SUCH_CASE } from './cases';

export async function deleteCase(
	connection: Connection,
	id: RecordId,
	item: number,
): Promise<void> {
	await settle<true>(
		connection,
		'deletion',
		{
			send: async () =>
				await write(
					connection,
					{
						verb: 'deleteCase',
						method: 'DELETE',
						path: casePath(id),
						notFound: NO_SUCH_CASE,
						mayBeEmpty: true,
					},
					item,
				),
			accept: () => true,
			look: async () => ((await getCaseIfThere(connection, id, item)) === null ? true : null),
		},
		item,
	);
}
