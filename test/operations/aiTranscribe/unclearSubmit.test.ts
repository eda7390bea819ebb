import { runAi } from '../../nodes/OpenChsAiTranscribe/run';
import type { SandboxAi } from './sandboxAi';
import { PATIENCE_MS, startSandboxAi } from './sandboxAi';

jest.setTimeout(20_000);

let sandbox: SandboxAi;

beforeAll(async () => {
	sandbox = await startSandboxAi();
}, PATIENCE_MS);
afterAll(async () => await sandbox.stop());

describe('a submit whose outcome is unclear', () => {
	it.each(['cut-after', 'empty-after=502', 'proxy-page', 'cut-middle'])(
		'is not repeated, and the sentence says so (%s)',
		async (fault) => {
			await sandbox.fresh();
			await sandbox.admin.setFaults([`${fault};server=ai:POST:/audio/process`]);

			const run = await runAi(sandbox.aiUrl);

			expect(run.error?.message).toContain(
				'The AI service may or may not have taken this recording',
			);
			expect(run.error).toMatchObject({
				description: expect.stringContaining('It was not sent again'),
			});
			const posts = (await sandbox.asked()).filter((each) => each.startsWith('POST'));
			expect(posts).toHaveLength(1);
		},
	);
});
