import { CHILD, FIELDS, helplineOver, keyOf } from './door';
import { creating, ITEM, refusal } from './writing';

describe('a create that is run again', () => {
	it('finds its case by a mapped key: one look-up before, one read-back after', async () => {
		const world = creating();
		const { helpline, asked } = await helplineOver(world.server);
		const key = keyOf('form-1', { isMapped: true });

		await helpline.createCase(FIELDS, key, ITEM);
		const lookUps = asked.filter(({ path, query }) => path === '/cases' && query.src_uid);
		const again = await helpline.createCase(FIELDS, key, ITEM);

		expect(lookUps).toHaveLength(2);
		expect(again).toMatchObject({ outcome: 'already_there', matched: 'external key' });
		expect(world.cases).toHaveLength(1);
	});

	it('adds the child that an earlier try could not add, and no second case', async () => {
		const world = creating();
		let isDown = true;
		const { helpline } = await helplineOver((asked) =>
			isDown && asked.path.endsWith('/clients') && asked.method === 'POST'
				? {
						status: 412,
						body: { errors: [['error', 'x', 'INVALID', 'contacts', 0, 'fname', 'x']] },
					}
				: world.server(asked),
		);
		const key = keyOf('form-2', { isMapped: true });
		const fields = { ...FIELDS, ...CHILD };

		const reason = await refusal(helpline.createCase(fields, key, ITEM));
		isDown = false;
		const again = await helpline.createCase(fields, key, ITEM);
		const third = await helpline.createCase(fields, key, ITEM);

		expect(reason?.message).toContain('The case was saved with the ID 100001');
		expect(again.parts).toEqual({ case: 'already_there', child: 'created' });
		expect(third.parts).toEqual({ case: 'already_there', child: 'already_there' });
		expect([world.cases.length, world.clients.length]).toEqual([1, 1]);
	});

	it.each(['Zoë-1', 'with "quotes"', 'a/b', '000', 'x'.repeat(250)])(
		'finds a key that no filter of the server could find: %s',
		async (text) => {
			const world = creating();
			const { helpline } = await helplineOver(world.server);
			const key = keyOf(text, { isMapped: true });

			const first = await helpline.createCase(FIELDS, key, ITEM);
			const again = await helpline.createCase(FIELDS, key, ITEM);

			expect(again.record.id).toBe(first.record.id);
			expect(world.cases[0]?.src_uid).toMatch(/^key-[0-9a-f]{40}$/);
		},
	);
});
