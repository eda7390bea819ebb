import { helplineOver } from './door';
import { ITEM, refusal } from './writing';

describe('delete', () => {
	it('is not offered, and nothing is sent (recording 64)', async () => {
		const { helpline, asked } = await helplineOver(() => undefined);

		const reason = await refusal(helpline.deleteCase('100001', ITEM));

		expect(reason).toMatchObject({
			code: 'not_offered',
			message: expect.stringContaining('keeps all cases'),
		});
		expect(asked).toEqual([]);
	});
});
