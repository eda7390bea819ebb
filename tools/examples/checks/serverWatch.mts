import { startStub } from '../../../test/support/httpStub.mts';
import { sleep, waitFor } from '../../common/wait.mts';
import { none, type Check } from '../check.mts';
import { ownExample, scheduledEvery } from '../own.mts';
import { plantedCase } from '../planted.mts';
import { onStage } from '../stage.mts';

const EXAMPLE = 'server-watch';
const EVERY_SECONDS = 5;

export const serverWatch: Check = {
	example: EXAMPLE,
	async run(asked) {
		return await onStage(asked, async ({ api, sandbox, others, credential }) => {
			const monitor = await startStub({ body: 'ok' });
			try {
				await others.post('/cases', { ...plantedCase(1), priority: 'low' });
				const { id } = await api.createWorkflow(
					ownExample(EXAMPLE, {
						login: { kind: 'login', credential: await credential('login') },
						settings: { ping_url: monitor.url },
						parameters: { 'Every 15 Minutes': scheduledEvery(EVERY_SECONDS) },
						savesRuns: true,
					}),
				);
				await api.activate(id);
				const isPinged = await waitFor('a ping', 60, () =>
					monitor.requests.length > 0 ? true : undefined,
				).catch(() => false);
				await sandbox.admin.setFaults([{ fault: 'status', status: 503, server: 'deployed' }]);
				await waitFor('a failed run', 90, async () =>
					(await api.listExecutions(id)).some(({ status }) => status === 'error')
						? true
						: undefined,
				);
				const before = monitor.requests.length;
				await sleep(EVERY_SECONDS * 2_000);
				return [
					{
						promise: 'the monitor is told while all is well',
						measured: isPinged ? 'yes' : 'no',
						isMet: isPinged,
					},
					none('pings while the server is down', monitor.requests.length - before),
				];
			} finally {
				await monitor.stop();
			}
		});
	},
};
