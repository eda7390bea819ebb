import type { Fault } from './fakeServer';
import { FakeServer, open } from './fakeServer';
import { codeOf, NOT_SAVED, SAVED } from './writing';

describe('a delete', () => {
	it('is done once', async () => {
		const server = new FakeServer();
		const { id } = server.addCase();
		const { helpline } = await open(server);

		await helpline.deleteCase(id as number, 0);

		expect(server.cases).toEqual([]);
		expect(server.asked).toHaveLength(1);
	});

	it.each<Fault>([...SAVED.filter((fault) => fault !== 'no id after'), ...NOT_SAVED])(
		'is brought to its end after "%s"',
		async (fault) => {
			const server = new FakeServer().meet('DELETE /cases/*', fault);
			const { id } = server.addCase();
			const { helpline } = await open(server);

			await helpline.deleteCase(id as number, 0);

			expect(server.cases).toEqual([]);
		},
	);

	it('of a case that a slow server deletes after our look-up is no "not found"', async () => {
		const server = new FakeServer().meet('DELETE /cases/*', 'timeout, late');
		const { id } = server.addCase();
		const { helpline } = await open(server);

		expect(await codeOf(helpline.deleteCase(id as number, 0))).toBe('done');
	});

	it('of a case that is not there says so', async () => {
		const { helpline } = await open(new FakeServer());

		expect(await codeOf(helpline.deleteCase(5, 0))).toBe('not_found');
	});
});
