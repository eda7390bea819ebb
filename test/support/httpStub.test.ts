import axios from 'axios';

import type { HttpStub, Reply } from './httpStub.mts';
import { halfJson, htmlPage, redirect, startStub, tooMany } from './httpStub.mts';
import { startSecondHost } from './secondHost.mts';

const client = axios.create({ validateStatus: () => true, proxy: false });

describe('the stub server', () => {
	let stub: HttpStub | undefined;

	afterEach(async () => await stub?.stop());

	const ask = async (reply: Reply | Reply[]) => {
		stub = await startStub(reply);
		return await client.get<unknown>(stub.url);
	};

	it('remembers what it was asked', async () => {
		stub = await startStub({ status: 201, body: { id: 1 } });

		const { status, data } = await client.post<unknown>(
			`${stub.url}/cases?page=2`,
			{ title: 'Made up' },
			{ headers: { 'X-Key': 'k' } },
		);

		expect([status, data]).toEqual([201, { id: 1 }]);
		const [request] = stub.requests;
		expect(request).toMatchObject({ number: 1, method: 'POST', path: '/cases' });
		expect(request?.query.get('page')).toBe('2');
		expect(request?.headers['x-key']).toBe('k');
		expect(request?.json()).toEqual({ title: 'Made up' });
	});

	it('plays a list of replies and stays at the last one', async () => {
		stub = await startStub([tooMany('7'), { body: { ok: true } }]);

		const answers = [];
		for (let call = 0; call < 3; call++) answers.push(await client.get<unknown>(stub.url));

		expect(answers.map(({ status }) => status)).toEqual([429, 200, 200]);
		expect(answers[0]?.headers['retry-after']).toBe('7');
	});

	it.each<[string, Reply, string]>([
		['without an answer', { cut: 'now' }, 'ECONNRESET'],
		['within the head', { cut: 'inHead' }, 'HPE_INVALID_EOF_STATE|ECONNRESET'],
		['within the body', { cut: 'inBody', body: 'x'.repeat(100) }, 'ECONNRESET|ERR_BAD_RESPONSE'],
	])('cuts the connection %s', async (_when, reply, code) => {
		const error: unknown = await ask(reply).catch((reason: unknown) => reason);

		expect((error as { code: string }).code).toMatch(new RegExp(code));
		expect(stub?.requests).toHaveLength(1);
	});

	it('decides on the head alone when it is told to', async () => {
		stub = await startStub({ body: 'never' }, { onHead: () => ({ cut: 'now' }) });

		await expect(client.post(stub.url, 'y'.repeat(1000))).rejects.toThrow();

		expect(stub.requests[0]?.body).toHaveLength(0);
	});

	it('lets a caller give up on a silent server, and forgets it when it stops', async () => {
		stub = await startStub({ hang: true });
		const leaving = new AbortController();

		const call = client.get(stub.url, { signal: leaving.signal });
		await stub.received(1);
		leaving.abort();

		await expect(call).rejects.toThrow('canceled');
		await stub.stop();
		expect(stub.openConnections()).toBe(0);
	});

	it('drips a body in pieces that add up', async () => {
		const { data } = await ask({ body: 'abcdefgh', drip: { bytes: 3, everyMilliseconds: 1 } });

		expect(data).toBe('abcdefgh');
	});

	it('answers a page and half a JSON with 200', async () => {
		const page = await ask(htmlPage());
		expect(page.data).toContain('<!DOCTYPE html>');
		await stub?.stop();

		const half = await ask(halfJson({ title: 'Made up' }));
		expect(half.status).toBe(200);
		expect(typeof half.data).toBe('string');
	});

	it('sends a caller to another host, which tells what came with it', async () => {
		const other = await startSecondHost();
		stub = await startStub(redirect(`${other.url}/away`, 307));

		await client.get(`${stub.url}/cases`, { headers: { 'X-Api-Key': 'made-up-key' } });
		await client.get(stub.url, { auth: { username: 'me', password: 'made-up-word' } });

		expect(other.requests.map(({ path }) => path)).toEqual(['/away', '/away']);
		expect(other.carrying('made-up-key')).toHaveLength(1);
		expect(other.carrying('made-up-word')).toHaveLength(0);
		await other.stop();
	});
});
