import { caseRow, FIELDS, helplineOver, keyOf } from './door';
import { creating, ITEM, refusal } from './writing';

describe('two workers who create under one key at the same time', () => {
	it('come to one case: the lowest id wins, the other is marked in its history and told', async () => {
		const world = creating();
		const { helpline } = await helplineOver((asked) => {
			const isCreate = asked.method === 'POST' && asked.path === '/cases';
			// The other worker comes first by a moment, after our look-up.
			if (isCreate && world.cases.length === 0) {
				world.cases.push(caseRow({ id: 100_001, src_uid: 'form-3' }));
			}
			return world.server(asked);
		});

		const written = await helpline.createCase(FIELDS, keyOf('form-3', { isMapped: true }), ITEM);

		expect(written).toMatchObject({
			outcome: 'already_there',
			record: { id: '100001' },
			duplicates: ['100002'],
		});
		expect(world.notes).toMatchObject([
			{ case_id: '100002', detail: expect.stringContaining('Duplicate of case 100001') },
		]);
		expect((await helpline.findCaseByKey('form-3', ITEM))?.record.id).toBe('100001');
	});

	it('leave a key refused that cases of two accounts carry', async () => {
		const world = creating();
		world.cases.push(caseRow({ id: 100_001, src_uid: 'form-4' }));
		world.cases.push(caseRow({ id: 100_002, src_uid: 'form-4', created_by_id: 109 }));
		const { helpline, writes } = await helplineOver(world.server);

		const reason = await refusal(
			helpline.createCase(FIELDS, keyOf('form-4', { isMapped: true }), ITEM),
		);

		expect(reason).toMatchObject({ code: 'key_not_unique' });
		expect(reason?.message).toContain('2 cases');
		expect(writes()).toEqual([]);
	});
});
