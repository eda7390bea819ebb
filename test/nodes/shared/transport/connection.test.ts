import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { Connection } from '../../../../nodes/shared/transport/connection';
import { connect, oncePerRun } from '../../../../nodes/shared/transport/connection';
import { reasonOf } from '../../../../nodes/shared/transport/errors';
import { findMarker, MARKER } from '../../../support/markers';
import { QUICK } from './doorNode';

async function open(
	data: ICredentialDataDecryptedObject,
	type = 'openChsApi',
	context: object = {},
): Promise<Connection> {
	const full = {
		getCredentials: async () => data,
		getNode: () => ({ id: '1', name: 'OpenCHS', parameters: { title: MARKER } }),
		...context,
	} as unknown as IExecuteFunctions;
	return await connect(full, type, { retry: QUICK, timeoutMs: 1_000 });
}

const URL_A = 'https://helpline.example';

describe('a connection', () => {
	it('knows its server by address and code', async () => {
		const connection = await open({ baseUrl: `${URL_A}/helpline/api/`, apiKey: 'k' });

		expect(connection).toMatchObject({
			base: URL_A,
			origin: URL_A,
			helplineCode: 'helpline-example',
			timeoutMs: 1_000,
		});
	});

	it.each([
		['', 'address'],
		['helpline', 'address'],
		['http://helpline.example', 'address'],
		[`https://${MARKER}:x@helpline.example`, 'address'],
	])('is not opened to %j', async (baseUrl, code) => {
		const error = await open({ baseUrl, apiKey: 'k' }).catch((each: unknown) => each);

		expect(reasonOf(error)?.code).toBe(code);
		expect(findMarker(error)).toEqual([]);
	});

	it('names a login without telling it', async () => {
		const { credentialKey } = await open({ baseUrl: URL_A, apiKey: MARKER });

		expect(credentialKey).toMatch(/^[0-9a-f]{32}$/);
	});

	it.each<[string, ICredentialDataDecryptedObject, string]>([
		['another server', { baseUrl: 'https://other.example', apiKey: 'k' }, 'openChsApi'],
		['another key', { baseUrl: URL_A, apiKey: 'other' }, 'openChsApi'],
		['another kind of login', { baseUrl: URL_A, apiKey: 'k' }, 'openChsOtpApi'],
	])('shares nothing with %s', async (_name, data, type) => {
		const first = await open({ baseUrl: URL_A, apiKey: 'k' });
		const other = await open(data, type);

		expect(other.credentialKey).not.toBe(first.credentialKey);
		expect(other.budget).not.toBe(first.budget);
	});

	it('shares its budget with every other one of the same login', async () => {
		const first = await open({ baseUrl: URL_A, apiKey: 'k' });
		const other = await open({ baseUrl: `${URL_A}/`, apiKey: 'k', helplineCode: 'x' });

		expect(other.budget).toBe(first.budget);
	});

	it('keeps its budget when a session is renewed', async () => {
		const login = { baseUrl: URL_A, address: 'a@example.org' };
		const first = await open({ ...login, sessionToken: 'one' }, 'openChsOtpApi');
		const renewed = await open({ ...login, sessionToken: 'two' }, 'openChsOtpApi');

		expect(renewed.budget).toBe(first.budget);
	});

	it('has the signal of the run where there is one', async () => {
		const { signal } = new AbortController();
		const login = { baseUrl: URL_A, apiKey: 'k' };

		const running = await open(login, 'openChsApi', { getExecutionCancelSignal: () => signal });
		const editing = await open(login);

		expect(running.signal).toBe(signal);
		expect(editing.signal).toBeUndefined();
	});
});

describe('what is asked once per run', () => {
	const connection = async () => await open({ baseUrl: URL_A, apiKey: 'k' });

	it('is asked once, also while it is under way', async () => {
		const run = await connection();
		const ask = jest.fn(async () => 'answer');

		const answers = await Promise.all([1, 2, 3].map(async () => await oncePerRun(run, 'x', ask)));

		expect(answers).toEqual(['answer', 'answer', 'answer']);
		expect(ask).toHaveBeenCalledTimes(1);
	});

	it('is asked again in another run, and by another name', async () => {
		const ask = jest.fn(async () => 'answer');
		const run = await connection();

		await oncePerRun(run, 'x', ask);
		await oncePerRun(run, 'y', ask);
		await oncePerRun(await connection(), 'x', ask);

		expect(ask).toHaveBeenCalledTimes(3);
	});

	it('is asked again after it did not go through, and all who waited are told', async () => {
		const run = await connection();
		const ask = jest
			.fn<Promise<string>, []>()
			.mockRejectedValueOnce(new Error('x'))
			.mockResolvedValue('answer');

		const ends = await Promise.allSettled([1, 2].map(async () => await oncePerRun(run, 'x', ask)));
		const again = await oncePerRun(run, 'x', ask);

		expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect(again).toBe('answer');
		expect(ask).toHaveBeenCalledTimes(2);
	});
});
