import { startStub, htmlPage, type HttpStub, type Reply } from '../support/httpStub.mts';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox.mts';
import { sleep } from '../../tools/common/wait.mts';
import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { n8nApi } from '../../tools/n8n/api.mts';
import { startN8n } from '../../tools/n8n/server.mts';
import { errorOf, outputOf } from '../../tools/n8n/api.mts';
import { chain, openChs, start } from './support.mts';

const MARKER = 'CANARY-7F3A';

describe('the credential test in a real n8n says in words', () => {
	let n8n: SharedN8n;
	let sandbox: SandboxProcess;

	beforeAll(async () => {
		n8n = await sharedN8n();
		sandbox = await startSandboxProcess();
	});
	afterAll(async () => {
		await sandbox.stop();
	});

	const tested = async (type: string, data: Record<string, string | boolean>) =>
		await n8n.api.testCredential(await n8n.api.createCredential(type, `Test ${MARKER}`, data));

	it('a good key', async () => {
		const { status } = await tested('openChsApi', { baseUrl: sandbox.url, apiKey: sandbox.apiKey });

		expect(status).toBe('OK');
	});

	it('a good key, tested twice, and again after the server has gone', async () => {
		const gone = await startSandboxProcess();
		const credential = await n8n.api.createCredential('openChsApi', 'Going', {
			baseUrl: gone.url,
			apiKey: gone.apiKey,
		});
		expect((await n8n.api.testCredential(credential)).status).toBe('OK');
		await gone.stop();
		// A test within five seconds of a good one does not ask again.
		await sleep(5_500);

		const after = await n8n.api.testCredential(credential);

		expect(after).toMatchObject({ status: 'Error' });
		expect(after.message).toContain('No server answers at the address');
	});

	it('a bad key', async () => {
		const { status, message } = await tested('openChsApi', {
			baseUrl: sandbox.url,
			apiKey: MARKER,
		});

		expect(status).toBe('Error');
		expect(message).toMatch(/^The server does not accept this API key/);
		expect(message).not.toContain(MARKER);
	});

	it('a wrong address', async () => {
		const { message } = await tested('openChsApi', {
			baseUrl: 'http://localhost:9',
			apiKey: MARKER,
		});

		expect(message).toMatch(/^No server answers at the address in 'Base URL'/);
	});

	it('plain http to a public host, without sending anything', async () => {
		const { message } = await tested('openChsApi', {
			baseUrl: 'http://helpline.example.org',
			apiKey: MARKER,
		});

		expect(message).toMatch(/HTTPS|https/);
		expect(message).not.toContain('helpline.example.org');
	});

	it.each<[string, Reply, RegExp]>([
		['a page of a proxy', htmlPage(), /web page/],
		['a bad gateway', { ...htmlPage(), status: 502 }, /proxy or gateway/],
		['something that is not OpenCHS', { status: 404, body: { detail: 'none' } }, /not OpenCHS/],
		['another JSON service', { body: { hello: 'world' } }, /not OpenCHS/],
	])('%s', async (_what, reply, words) => {
		const stub: HttpStub = await startStub(reply);
		try {
			const { status, message } = await tested('openChsApi', { baseUrl: stub.url, apiKey: MARKER });

			expect(status).toBe('Error');
			expect(message).toMatch(words);
		} finally {
			await stub.stop();
		}
	});

	it('the AI service, good and not there', async () => {
		expect((await tested('openChsAiApi', { baseUrl: sandbox.aiUrl })).status).toBe('OK');
		expect((await tested('openChsAiApi', { baseUrl: sandbox.url })).message).toMatch(
			/not the AI service/,
		);
	});
});

describe('a one-time login made through n8n', () => {
	it('sends one code, takes it, and survives a restart of n8n', async () => {
		const shared = await sharedN8n();
		const sandbox = await startSandboxProcess();
		const n8n = await startN8n({ from: shared.template });
		try {
			const api = n8nApi(n8n.url);
			await api.login(shared.owner);
			const data = { baseUrl: sandbox.url, address: 'counsellor@example.invalid' };
			const credential = await api.createCredential('openChsOtpApi', 'One-time code', data);

			const asked = await api.testCredential(credential);
			expect(asked.message).toMatch(/^A one-time code was sent/);
			const [{ code } = { code: '' }] = await sandbox.admin.outbox();
			const stored = await api.readCredential(credential.id);
			const withCode = { ...credential, data: { ...stored, otpCode: code } };
			await api.updateCredential(withCode);
			expect(await api.testCredential(withCode)).toMatchObject({ status: 'OK' });

			await n8n.restart();
			await api.login(shared.owner);
			const { id } = await api.createWorkflow(
				chain('Who am I', [
					start,
					openChs(credential, { resource: 'user', operation: 'getMe', parameters: {} }),
				]),
			);
			const execution = await api.runWorkflow(id);

			expect(errorOf(execution)).toBeUndefined();
			expect(outputOf(execution, 'OpenCHS')[0]?.json.username).toBe('counsellor');
			expect(await sandbox.admin.outbox()).toHaveLength(1);
		} finally {
			await n8n.stop();
			await sandbox.stop();
		}
	}, 300_000);
});
