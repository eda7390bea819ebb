import axios from 'axios';
import { sleep } from 'n8n-workflow';

import { skipWaits } from './clock.mts';
import { runNode } from './engine';
import { startStub } from './httpStub.mts';
import { MadeUp, MadeUpApi } from './madeUpNode';

describe('the clock that jumps', () => {
	it('skips waits and tells how long they would have been', async () => {
		const { result, waitedMilliseconds } = await skipWaits(async () => {
			await sleep(2_000);
			await sleep(4_000);
			return 'done';
		});

		expect([result, waitedMilliseconds]).toEqual(['done', 6_000]);
	});

	it('lets requests take their time', async () => {
		const server = await startStub({ body: { ok: true }, delay: 20 });

		const { result } = await skipWaits(async () => {
			await sleep(60_000);
			return await axios.get<unknown>(server.url, { proxy: false });
		});

		expect(result.data).toEqual({ ok: true });
		await server.stop();
	});

	it('goes through a whole run of n8n, waits of Retry On Fail included', async () => {
		const server = await startStub([{ status: 500 }, { status: 500 }, { body: [] }]);

		const { result, waitedMilliseconds } = await skipWaits(
			async () =>
				await runNode({
					nodeType: MadeUp,
					parameters: { task: 'ask' },
					credentials: [{ credentialType: MadeUpApi, data: { server: server.url, token: 'any' } }],
					retryOnFail: true,
					maxTries: 3,
					waitBetweenTries: 5_000,
				}),
		);

		expect([result.status, result.tries]).toEqual(['success', 3]);
		expect(waitedMilliseconds).toBe(10_000);
		await server.stop();
	});

	it('skips to the time limit of a call to a silent server', async () => {
		const server = await startStub({ hang: true });

		const { result, waitedMilliseconds } = await skipWaits(
			async () =>
				await axios
					.get(server.url, { proxy: false, timeout: 30_000 })
					.catch((error: { code: string }) => error.code),
			{ patienceMilliseconds: 50 },
		);

		expect([result, waitedMilliseconds]).toEqual(['ECONNABORTED', 30_000]);
		await server.stop();
	});

	it('passes on what the work throws, and gives the real clock back', async () => {
		const before = Date.now();
		const work = async () => {
			await sleep(3_600_000);
			throw new Error('made up');
		};

		await expect(skipWaits(work)).rejects.toThrow('made up');
		expect(Date.now() - before).toBeLessThan(60_000);
	});
});
