import type { IDataObject } from 'n8n-workflow';

import { REFERENCE_LISTS } from '../../../../../nodes/shared/helpline/verbs';
import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import { FakeServer, open } from './fakeServer';

/** A server that answers by path. */
function answers(table: Record<string, unknown>) {
	const asked: string[] = [];
	const httpRequest = async (_type: string, { url, qs }: { url: string; qs?: IDataObject }) => {
		const path = new URL(url).pathname.replace('/helpline/api', '');
		asked.push(path);
		const found = table[path];
		if (typeof found === 'number') return { statusCode: found, headers: {}, body: '{}' };
		const rows = Array.isArray(found)
			? found.slice(Number(qs?.offset ?? 0), Number(qs?.offset ?? 0) + 20)
			: found;
		const body = typeof found === 'string' ? found : JSON.stringify(rows ?? {});
		return { statusCode: found === undefined ? 404 : 200, headers: {}, body };
	};
	return { httpRequest, asked };
}

const codeOf = async (work: Promise<unknown>) =>
	await work.then(
		() => 'done',
		(error: unknown) => reasonOf(error)?.code,
	);

describe('reference lists', () => {
	it.each(['contactTypes', 'genders', 'priorities', 'statuses'] as const)(
		'%s are the documented words, without a request',
		async (list) => {
			const server = new FakeServer();
			const { helpline } = await open(server);

			const { found } = await helpline.listReference(list, 0);

			expect(found.length).toBeGreaterThan(3);
			expect(server.asked).toEqual([]);
		},
	);

	it('are read once per run, also by items at the same time', async () => {
		const { httpRequest, asked } = answers({ '/dispositions': [{ id: 1, name: 'Closed' }] });
		const { helpline } = await open({ httpRequest });

		const lists = await Promise.all(
			[0, 1, 2].map(async (item) => await helpline.listReference('dispositions', item)),
		);

		expect(lists.map(({ found }) => found[0]?.record.name)).toEqual(['Closed', 'Closed', 'Closed']);
		expect(asked.length).toBeLessThanOrEqual(2);
	});

	it.each(REFERENCE_LISTS.filter((list) => ['categories', 'dispositions', 'users'].includes(list)))(
		'%s say when this server does not have them',
		async (list) => {
			const { httpRequest, asked } = answers({});
			const { helpline } = await open({ httpRequest });

			expect(await codeOf(helpline.listReference(list, 0))).toBe('not_offered');
			expect(await codeOf(helpline.listReference(list, 1))).toBe('not_offered');
			expect(asked).toHaveLength(1);
		},
	);

	it('of categories have paths, from a flat list and from a tree', async () => {
		const flat = [
			{ id: 1, name: 'Abuse' },
			{ id: 2, name: 'Physical Abuse', parent_id: 1 },
		];
		const tree = [{ id: 1, name: 'Abuse', children: [{ id: 2, name: 'Physical Abuse' }] }];
		for (const rows of [flat, tree]) {
			const { helpline } = await open(answers({ '/categories': rows }));

			const { found } = await helpline.listReference('categories', 0);

			expect(found.map(({ record }) => record.path)).toEqual(['Abuse', 'Abuse > Physical Abuse']);
		}
	});

	it('of categories that stand in a circle end', async () => {
		const rows = [
			{ id: 1, name: 'A', parent_id: 2 },
			{ id: 2, name: 'B', parent_id: 1 },
		];
		const { helpline } = await open(answers({ '/categories': rows }));

		expect((await helpline.listReference('categories', 0)).found).toHaveLength(2);
	});
});

describe('users', () => {
	it.each([
		[{}, undefined, ['amina', 'juma'], 2],
		[{ role: 'supervisor' }, undefined, ['juma'], null],
		[{ isActive: true }, undefined, ['amina'], null],
		[{ isActive: false }, undefined, ['juma'], null],
		[{}, 1, ['amina'], 2],
	])('are chosen by %j, at most %j', async (filter, limit, names, total) => {
		const { helpline } = await open(new FakeServer());

		const listing = await helpline.listUsers(filter, limit, 0);

		expect(listing.found.map(({ record }) => record.username)).toEqual(names);
		expect(listing.total).toBe(total);
	});

	it.each([
		[true, true],
		[1, true],
		['1', true],
		[false, false],
		[0, false],
		['0', false],
		['false', false],
		[null, false],
	])('are active or not when the server says %j: %s', async (is_active, isActive) => {
		const server = new FakeServer();
		server.users = [{ id: 1, username: 'a', is_active } as IDataObject];
		const { helpline } = await open(server);

		expect((await helpline.listUsers({ isActive }, undefined, 0)).found).toHaveLength(1);
	});

	it('hold nothing but what the record of a user has', async () => {
		const server = new FakeServer();
		server.users = [{ id: 1, username: 'a', phone: '+999' }];
		const { helpline } = await open(server);

		const [user] = (await helpline.listUsers({}, undefined, 0)).found;

		expect(Object.keys(user?.record ?? {}).sort()).toEqual(['id', 'is_active', 'role', 'username']);
	});

	it.each([
		['bare', { id: 7, username: 'amina' }],
		['below "user"', { success: true, user: { id: 7, username: 'amina' } }],
		['in an envelope', { success: true, data: { id: 7, username: 'amina' } }],
	])('who are logged in are told %s', async (_name, me) => {
		const { helpline } = await open(answers({ '/users/me': me }));

		expect((await helpline.getMe(0)).record).toMatchObject({ id: 7, username: 'amina' });
	});
});

describe('the check of a server', () => {
	const HTML = '<!DOCTYPE html><html></html>';
	const ok = {
		'/health': { status: 'ok' },
		'/users/me': { id: 1, username: 'amina', role: 'admin' },
	};

	it('tells how long it took and whose login it is', async () => {
		const { helpline } = await open(answers(ok));

		expect(await helpline.checkServer(0)).toMatchObject({
			milliseconds: expect.any(Number),
			account: 'amina',
			role: 'admin',
			remarks: [],
		});
	});

	it.each<[string, unknown]>([
		['404', 404],
		['405', 405],
		['501', 501],
		['a text', 'OK'],
	])('goes on with the list of cases where its own call answers %s', async (_name, health) => {
		const { httpRequest, asked } = answers({ ...ok, '/health': health, '/cases': [] });
		const { helpline } = await open({ httpRequest });

		expect(await helpline.checkServer(0)).toMatchObject({ account: 'amina' });
		expect(asked).toContain('/cases');
	});

	it.each([404, 403, 405, 501])('is good though the account is not told: %i', async (status) => {
		const { helpline } = await open(answers({ ...ok, '/users/me': status }));

		const state = await helpline.checkServer(0);

		expect(state).toMatchObject({ account: null, role: null });
		expect(state.remarks).toHaveLength(1);
	});

	it.each<[string, Record<string, unknown>, string]>([
		['a web page everywhere', { '/health': HTML, '/cases': HTML }, 'unexpected_answer'],
		['the login refused', { '/health': 401 }, 'login'],
		['the login refused after a health that asks for none', { ...ok, '/users/me': 401 }, 'login'],
		['a forbidden list', { '/health': 404, '/cases': 403 }, 'forbidden'],
		['nothing at all', { '/health': 404 }, 'not_found'],
	])('is not good with %s', async (_name, table, code) => {
		const { helpline } = await open(answers(table));

		expect(await codeOf(helpline.checkServer(0))).toBe(code);
	});
});
