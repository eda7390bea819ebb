import type { IDataObject } from 'n8n-workflow';

import type { Helpline } from '../shared/helpline/verbs';
import type { RecordId } from '../shared/record/case';
import type { Related } from './settings';

/** Cases whose lists are read side by side. */
const AT_ONCE = 8;

/** Adds the lists that hang on each case to its row; at least one request for each list of each case. */
export async function addRelated(
	helpline: Helpline,
	rows: ReadonlyArray<{ id: RecordId; row: IDataObject }>,
	include: readonly Related[],
	itemIndex: number,
): Promise<void> {
	if (include.length === 0) return;
	for (let start = 0; start < rows.length; start += AT_ONCE) {
		const some = rows.slice(start, start + AT_ONCE);
		const read = some.map(async ({ id, row }) => {
			for (const name of include) row[name] = await listOf(helpline, name, id, itemIndex);
		});
		await Promise.all(read);
	}
}

async function listOf(
	helpline: Helpline,
	name: Related,
	id: RecordId,
	itemIndex: number,
): Promise<IDataObject[]> {
	const { found } = await ask(helpline, name, id, itemIndex);
	return found.map(({ record }) => record);
}

async function ask(helpline: Helpline, name: Related, id: RecordId, itemIndex: number) {
	switch (name) {
		case 'activities':
			return await helpline.listActivities(id, undefined, itemIndex);
		case 'attachments':
			return await helpline.listAttachments(id, undefined, itemIndex);
		case 'people':
			return await helpline.listPeople(id, 'all', undefined, itemIndex);
	}
}
