import { parseFlatted } from '../../../tools/n8n/api/flatted.mts';

describe("n8n's stored run data", () => {
	it('is put together again from its parts', () => {
		const stored =
			'[{"items":"1","name":"2","count":3},["2","4"],"child helpline",null,{"json":"5"},{"ok":true}]';

		expect(parseFlatted(stored)).toEqual({
			items: ['child helpline', { json: { ok: true } }],
			name: 'child helpline',
			count: 3,
		});
	});

	it('may point at itself', () => {
		const node = parseFlatted('[{"self":"0"}]') as { self: unknown };

		expect(node.self).toBe(node);
	});

	it('keeps what is no text as it is', () => {
		expect(parseFlatted('[[1,true,null,"1"],"1"]')).toEqual([1, true, null, '1']);
	});
});
