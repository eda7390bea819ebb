import type { Found } from '../../../../../nodes/shared/record/case';
import { present } from '../../../../../nodes/shared/output';
import type { Resource } from '../../../../../nodes/shared/privacy/personalColumns';
import { isPersonalColumn } from '../../../../../nodes/shared/privacy/personalColumns';
import type { Kind } from '../../../../../nodes/shared/privacy/personalFields';
import { recording } from '../../../../support/recordings.mts';
import { helplineOver, rowsOf } from './door';

const ITEM = 0;
const RAW = { form: 'raw', fields: [], leaveOutPersonal: true } as const;

/** The dialect over a server that gives one recording for one address, and no rows for any other. */
const over = async (path: string, number: number) =>
	(
		await helplineOver((asked) =>
			asked.path === path ? { body: recording(number).response.text } : undefined,
		)
	).helpline;

const reads: Array<[Kind, Resource, () => Promise<Found>]> = [
	['case', 'cases', async () => await (await over('/cases/100002', 31)).getCase('100002', ITEM)],
	['user', 'users', async () => await firstOf((await over('/users', 75)).listUsers({}, 1, ITEM))],
	['user', 'users', async () => await (await over('/auth', 6)).getMe(ITEM)],
	[
		'person',
		'clients',
		async () => await firstOf((await over('/clients', 62)).listPeople('100002', 'client', 1, ITEM)),
	],
	['activity', 'case_activities', readActivity],
];

async function readActivity(): Promise<Found> {
	const row = { id: '20031', case_id: '100002', activity: '2', aub_id: '0', src_uid: 'key-1' };
	const { helpline } = await helplineOver(({ path, query }) =>
		path === '/case_activities'
			? {
					body: rowsOf(
						'case_activities',
						[{ ...row, detail: 'Words', reporter_fullname: 'Rita Made Up', created_by: 'test' }],
						{ query },
					),
				}
			: undefined,
	);
	return await firstOf(helpline.listActivities('100002', 1, ITEM));
}

async function firstOf(listing: Promise<{ found: Found[] }>): Promise<Found> {
	const [first] = (await listing).found;
	if (!first) throw new Error('The recording has no row');
	return first;
}

describe('raw rows without personal fields', () => {
	it.each(reads)(
		'%s: keep every column of %s that is classified open',
		async (kind, resource, read) => {
			const found = await read();

			const kept = present(kind, found, RAW, 'demo');

			const plain = Object.keys(found.raw).filter((name) => typeof found.raw[name] !== 'object');
			const open = plain.filter((name) => !isPersonalColumn(resource, name));
			expect(open.length).toBeGreaterThan(4);
			expect(Object.keys(kept)).toEqual(expect.arrayContaining(open));
			expect(Object.keys(kept).filter((name) => isPersonalColumn(resource, name))).toEqual([
				'helpline',
			]);
		},
	);
});
