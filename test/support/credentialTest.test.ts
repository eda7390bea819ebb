import { testCredential } from './credentialTest';
import type { Reply } from './httpStub.mts';
import { startStub } from './httpStub.mts';
import { MadeUpApi } from './madeUpNode';

describe('the test of a credential', () => {
	const press = async (reply: Reply) => {
		const server = await startStub(({ path }) =>
			path === '/login' ? { body: { token: 'new' } } : reply,
		);
		const data = { server: server.url, token: '' };
		const result = await testCredential({ credentialType: MadeUpApi, data });
		await server.stop();
		return { result, data, server };
	};

	it('is passed with the login that the renewal brought, which is kept', async () => {
		const { result, data, server } = await press({ body: [] });

		expect(result).toMatchObject({ status: 'OK', message: 'Connection successful!' });
		expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer new');
		expect(data.token).toBe('new');
	});

	it.each([
		['a rule of the type', 403, 'This login may not read cases'],
		['the words of the status', 404, 'Not Found'],
	])('is refused with %s', async (_words, status, message) => {
		const { result } = await press({ status, body: {} });

		expect(result).toMatchObject({ status: 'Error', message });
	});

	it('tells the code of a server that is not there', async () => {
		const server = await startStub({});
		await server.stop();

		const data = { server: server.url, token: 'old' };
		const result = await testCredential({ credentialType: MadeUpApi, data });

		expect(result).toMatchObject({ status: 'Error', message: 'ECONNREFUSED' });
	});

	it('shows what the renewal throws word for word', async () => {
		class Refusing extends MadeUpApi {
			override preAuthentication = async () => {
				throw new Error('The user name or the password was not accepted');
			};
		}

		const data = { server: 'http://127.0.0.1:9', token: '' };
		const result = await testCredential({ credentialType: Refusing, data });

		expect(result).toMatchObject({
			status: 'Error',
			message: 'The user name or the password was not accepted',
		});
	});
});
