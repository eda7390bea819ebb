import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { openRun } from '../../../../nodes/shared/helpline/client';
import { reasonOf } from '../../../../nodes/shared/transport/errors';

interface Sent {
	type: string;
	timeout: number;
}

/** An execution with these parameters; answers come from a list that stays at its end. */
function contextOf(parameters: INodeParameters, statuses: number[] = [200]) {
	const sent: Sent[] = [];
	const lines: string[] = [];
	const context = {
		getInputData: () => [],
		getNodeParameter: (name: string, _item: number, otherwise: unknown) =>
			parameters[name] ?? otherwise,
		getCredentials: async (type: string) => ({
			baseUrl: 'https://helpline.example',
			apiKey: JSON.stringify([type, parameters]),
		}),
		getNode: () => ({ id: '1', name: 'OpenCHS', parameters: {} }),
		logger: { debug: () => undefined, info: (line: string) => lines.push(line) },
		helpers: {
			httpRequestWithAuthentication: async (type: string, { timeout }: { timeout: number }) => {
				sent.push({ type, timeout });
				const statusCode = statuses[Math.min(sent.length, statuses.length) - 1];
				return { statusCode, headers: {}, body: '{"id":1,"username":"amina"}' };
			},
		},
	};
	return { context: context as unknown as IExecuteFunctions, sent, lines };
}

describe('a run', () => {
	it.each([
		['apiKey', 'openChsApi'],
		['otp', 'openChsOtpApi'],
	])('with the login %s uses the credential %s', async (authentication, type) => {
		const { context, sent } = contextOf({ authentication });

		const run = await openRun.call(context);
		await run.helpline.getMe(0);

		expect(sent.map((each) => each.type)).toEqual([type]);
		expect(run.helplineCode).toBe('helpline-example');
	});

	it.each([
		[{}, 30_000, 3],
		[{ timeout: 60 }, 60_000, 3],
		[{ timeout: 0.5, attempts: 1 }, 500, 1],
		[{ timeout: 'soon', attempts: 'often' }, 30_000, 3],
		[{ timeout: -1, attempts: 0 }, 30_000, 1],
		[{ attempts: 2.9 }, 30_000, 2],
	])('with the options %j waits %i ms and asks %i times', async (options, timeout, times) => {
		const { context, sent } = contextOf(
			{ authentication: 'apiKey', options: { firstWaitSeconds: 0, ...options } },
			[500],
		);

		const run = await openRun.call(context);
		await run.helpline.getMe(0).catch(() => undefined);

		expect(sent).toEqual(Array(times).fill({ type: 'openChsApi', timeout }));
	});

	it('has the patience that its options give it', async () => {
		const { context } = contextOf({ authentication: 'apiKey', options: { patienceMinutes: 0.5 } }, [
			429,
		]);

		const run = await openRun.call(context);
		const error = await run.helpline.getMe(0).catch((each: unknown) => each);

		expect(reasonOf(error)?.code).toBe('too_many_requests');
	});

	it('says at its end how many calls there were', async () => {
		const { context, lines } = contextOf(
			{ authentication: 'apiKey', options: { firstWaitSeconds: 0 } },
			[500, 200],
		);

		const run = await openRun.call(context);
		await run.helpline.getMe(0);
		run.end();

		expect(lines).toEqual(['OpenCHS run: 2 requests, 1 repeated, 0 s waited']);
	});
});
