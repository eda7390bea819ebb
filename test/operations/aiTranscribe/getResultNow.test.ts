import { firstOf, refusalOf, runAi, speech } from '../../nodes/OpenChsAiTranscribe/run';
import type { SandboxAi } from './sandboxAi';
import { PATIENCE_MS, startSandboxAi } from './sandboxAi';

jest.setTimeout(PATIENCE_MS);

const LOOK = 'GET /audio/task/';

let sandbox: SandboxAi;

beforeAll(async () => {
	sandbox = await startSandboxAi();
}, PATIENCE_MS);
afterAll(async () => await sandbox.stop());

/** A recording that is done, and what is asked from then on. */
async function done(): Promise<string> {
	await sandbox.fresh();
	const { task_id } = firstOf(await runAi(sandbox.aiUrl, { items: [speech()] }));
	await sandbox.admin.clearLog();
	return String(task_id);
}

const lookNow = async (taskId: string) =>
	await runAi(sandbox.aiUrl, {
		operation: 'getResult',
		parameters: { taskId, waitForResult: false },
		items: [{ json: {} }],
	});

const looks = async () => (await sandbox.asked()).filter((each) => each.startsWith(LOOK)).length;

describe('a result that nobody waits for', () => {
	it.each([
		['cut-before', 1],
		['status=503', 2],
	])('is asked for again after %s, %d times', async (fault, times) => {
		const taskId = await done();
		await sandbox.admin.setFaults([`${fault};server=ai:GET:/audio/task/.*:${times}`]);

		const result = firstOf(await lookNow(taskId));

		expect(result).toMatchObject({ task_id: taskId, status: 'completed' });
		expect(await looks()).toBe(times + 1);
	});

	it('is asked for three times at most', async () => {
		const taskId = await done();
		await sandbox.admin.setFaults(['cut-before;server=ai:GET:/audio/task/.*']);

		const reason = refusalOf(await lookNow(taskId));

		expect(reason.code).toBe('no_connection');
		expect(await looks()).toBe(3);
	});
});
