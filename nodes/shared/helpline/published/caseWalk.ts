import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../../transport/connection';
import { readList } from './api';
import type { WalkEnd } from './pages';
import { walk } from './pages';

/** All cases of a query, page by page; each case once. */
export function walkCases(
	connection: Connection,
	query: IDataObject,
	item: number,
): AsyncGenerator<IDataObject[], WalkEnd> {
	return walk(
		async (offset, limit) =>
			await readList(
				connection,
				{ verb: 'listCases', path: '/cases', query: { ...query, limit, offset } },
				item,
			),
	);
}
