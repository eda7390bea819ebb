import { ask } from '../../../../nodes/shared/session/ask';
import { CANARY, FakeServer } from '../../../credentials/host';

describe('ask', () => {
	const question = {
		method: 'GET' as const,
		url: 'https://h.example.invalid/a',
		headers: { 'X-API-Key': CANARY },
		isCheckingOff: false,
	};

	it('follows a redirect on the same server', async () => {
		const server = new FakeServer(({ url }) =>
			url.endsWith('/a') ? { status: 307, headers: { location: '/a/' } } : { body: { ok: true } },
		);

		expect(await ask(server.httpRequest, question)).toMatchObject({ status: 200 });
		expect(server.paths()).toEqual(['GET /a', 'GET /a/']);
	});

	it('never takes the login to another server', async () => {
		const server = new FakeServer(() => ({
			status: 302,
			headers: { location: 'https://evil.example.invalid/' },
		}));

		expect(await ask(server.httpRequest, question)).toMatchObject({ status: 302 });
		expect(server.requests).toHaveLength(1);
		expect(server.requests[0]).toMatchObject({ disableFollowRedirect: true });
	});

	it('leaves a circle of redirects', async () => {
		const server = new FakeServer(() => ({ status: 302, headers: { location: '/a' } }));

		await ask(server.httpRequest, question);

		expect(server.requests).toHaveLength(4);
	});

	it('sends what is to be stored once only, whatever redirect comes', async () => {
		const server = new FakeServer(() => ({ status: 307, headers: { location: '/b' } }));

		await ask(server.httpRequest, { ...question, method: 'POST', body: { a: 1 } });

		expect(server.requests).toHaveLength(1);
	});

	it('checks certificates unless told otherwise', async () => {
		const server = new FakeServer(() => ({}));

		await ask(server.httpRequest, question);
		await ask(server.httpRequest, { ...question, isCheckingOff: true });

		expect(server.requests.map((each) => each.skipSslCertificateValidation)).toEqual([
			undefined,
			true,
		]);
	});
});
