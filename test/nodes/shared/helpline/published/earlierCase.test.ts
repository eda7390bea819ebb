import { defaultKey } from '../../../../../nodes/shared/record/externalKey';
import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import { FakeServer, open } from './fakeServer';
import { FIELDS, keyOf, mapped, PLACES } from './writing';

describe('a create that is a repeat', () => {
	it.each(PLACES)("with a person's key finds the case, the key in %s", async (_name, settings) => {
		const server = new FakeServer();
		const first = await open(server, settings);
		await first.helpline.createCase(FIELDS, mapped('form-1'), 0);

		const again = await open(server, settings);
		const written = await again.helpline.createCase(FIELDS, mapped('form-1'), 0);

		expect(written).toMatchObject({ outcome: 'already_there', matched: 'external key' });
		expect(server.cases).toHaveLength(1);
	});

	it('compares keys exactly, letter case included, though the search is fuzzy', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server);
		for (const key of ['form-1', 'form-10', 'FORM-1', 'form']) {
			await helpline.createCase(FIELDS, mapped(key), 0);
		}

		expect(server.cases).toHaveLength(4);
	});

	it('refuses a key that two cases carry, and says how many', async () => {
		const server = new FakeServer();
		server.addCase({ description: 'External-Ref: form-1' });
		server.addCase({ description: 'Words\n\nExternal-Ref: form-1' });
		const { helpline } = await open(server);

		const refusal = await helpline
			.createCase(FIELDS, mapped('form-1'), 0)
			.catch((error: unknown) => error);

		expect(reasonOf(refusal)).toMatchObject({ code: 'key_not_unique', field: 'external_key' });
		expect(reasonOf(refusal)?.message).toContain('2 cases');
	});

	it('in the same process, as after Retry On Fail, finds what is there already', async () => {
		const server = new FakeServer({ indexLag: 1 });
		const first = await open(server, {}, 'retry-on-fail');
		await first.helpline.createCase(FIELDS, keyOf(), 0);

		const again = await open(server, {}, 'retry-on-fail');
		const written = await again.helpline.createCase(FIELDS, keyOf(), 0);

		expect(written).toMatchObject({ outcome: 'already_there', matched: 'this run' });
		expect(server.cases).toHaveLength(1);
	});

	it('in the same process finds its case though somebody took the reference out', async () => {
		const server = new FakeServer();
		const first = await open(server, {}, 'reference-gone');
		await first.helpline.createCase(FIELDS, keyOf(), 0);
		Object.assign(server.cases[0] ?? {}, { description: 'Rewritten' });

		const again = await open(server, {}, 'reference-gone');

		expect((await again.helpline.createCase(FIELDS, keyOf(), 0)).outcome).toBe('already_there');
		expect(server.cases).toHaveLength(1);
	});

	it('of a stored execution finds the case of the earlier run by its content', async () => {
		const server = new FakeServer();
		server.addCase({ description: `External-Ref: ${keyOf('17').key}`, status: 'closed' });
		const { helpline } = await open(server);

		const written = await helpline.createCase(FIELDS, keyOf('18', true), 0);

		expect(written).toMatchObject({
			outcome: 'already_there',
			matched: 'earlier run',
			externalKey: keyOf('17').key,
		});
		expect(server.seen('POST /cases')).toHaveLength(0);
	});

	it('of a stored execution finds it though the search is late, reading the newest once', async () => {
		const server = new FakeServer({ indexLag: 5 });
		const contents = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(24));
		const keys = (execution: string) => contents.map((each) => defaultKey(each, execution, true));
		for (const { key } of keys('17')) server.addCase({ description: `External-Ref: ${key}` });
		const { helpline } = await open(server);

		for (const key of keys('18')) await helpline.createCase(FIELDS, key, 0);

		expect(server.cases).toHaveLength(5);
		expect(server.seen('POST /cases')).toHaveLength(0);
	});

	it('of a stored execution takes the newest of several, not one older than two weeks', async () => {
		const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString();
		const description = `External-Ref: ${keyOf('17').key}`;
		const server = new FakeServer();
		server.addCase({ description, created_at: days(15) });
		const old = await open(server);
		const fresh = await old.helpline.createCase(FIELDS, keyOf('18', true), 0);
		server.addCase({ description: `External-Ref: ${keyOf('19').key}`, created_at: days(3) });
		const { helpline } = await open(server);

		const found = await helpline.createCase(FIELDS, keyOf('20', true), 0);

		expect(fresh.outcome).toBe('created');
		expect(found.record.id).toBe(fresh.record.id);
	});

	it('of the same content in another ordinary run is another case', async () => {
		const server = new FakeServer();
		const { helpline } = await open(server);

		await helpline.createCase(FIELDS, keyOf('17'), 0);
		await helpline.createCase(FIELDS, keyOf('18'), 0);

		expect(server.cases).toHaveLength(2);
	});

	it('of a stored execution does not take the case of another item', async () => {
		const server = new FakeServer();
		server.addCase({ description: `External-Ref: ${defaultKey('d'.repeat(24), '17', false).key}` });
		const { helpline } = await open(server);

		expect((await helpline.createCase(FIELDS, keyOf('18', true), 0)).outcome).toBe('created');
	});
});
