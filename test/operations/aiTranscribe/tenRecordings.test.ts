import { wav } from '../../../tools/audio/wav.mts';
import { skipWaits } from '../../support/clock.mts';
import { audio, runAi, silence, speech } from '../../nodes/OpenChsAiTranscribe/run';
import type { SandboxAi } from './sandboxAi';
import { PATIENCE_MS, startSandboxAi } from './sandboxAi';

jest.setTimeout(20_000);

let sandbox: SandboxAi;

beforeAll(async () => {
	sandbox = await startSandboxAi();
}, PATIENCE_MS);
afterAll(async () => await sandbox.stop());

const UNSUPPORTED = audio(Buffer.from('#!AMR made-up'), 'call.amr', 'audio/amr');
/** More than an hour, in few bytes. */
const TOO_LONG = audio(wav({ seconds: 3601, sound: 'silence', rate: 100 }), 'long.wav');

const TEN = [
	speech(),
	speech(),
	UNSUPPORTED,
	speech(),
	silence(),
	speech(),
	TOO_LONG,
	speech(),
	speech(),
	speech(),
];

describe.each([
	['poll', '/audio/process', ['GET:/audio/task/.*:2:3']],
	['live', '/audio/process-stream', []],
] as const)(
	'ten recordings, with two refusals for the time being and a broken line (%s)',
	(waitMode, path, cuts) => {
		it('are 8 results, 2 refused before sending, and exactly 8 accepted submits', async () => {
			await sandbox.fresh();
			await sandbox.admin.setFaults([
				`rate-limit=120;server=ai:POST:${path}:1:1`,
				`rate-limit=5;server=ai:POST:${path}:1:4`,
				...(waitMode === 'live' ? [`stream-cut=2;server=ai:POST:${path}:1:6`] : []),
				...cuts.map((cut) => `cut-after;server=ai:${cut}`),
			]);

			const { result: run, waitedMilliseconds } = await skipWaits(
				async () =>
					await runAi(sandbox.aiUrl, {
						items: TEN,
						parameters: { waitMode },
						options: { lookSeconds: 2, deadlineMinutes: 60, failedItems: 'reason' },
						request: { onError: 'continueRegularOutput' },
					}),
			);

			const items = run.outputs[0] ?? [];
			const struck = (await sandbox.admin.faults()).map(({ applied }) => applied);
			expect(struck.every((times) => times > 0)).toBe(true);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(TEN.map((_, item) => ({ item })));
			expect(items.map(({ json }) => json.error ?? json.status)).toEqual([
				'completed',
				'completed',
				'The AI service does not take this kind of file [item 2]',
				'completed',
				'completed',
				'completed',
				'The recording is longer than the 60 minutes that the AI service takes [item 6]',
				'completed',
				'completed',
				'completed',
			]);
			expect(items[4]?.json).toMatchObject({ transcript: '', has_speech: false });
			expect(await sandbox.ai.submits()).toHaveLength(8);
			expect((await sandbox.ai.submits()).map(({ filename }) => filename)).toEqual(
				Array<string>(8).fill('recording.wav'),
			);
			expect(waitedMilliseconds).toBeGreaterThanOrEqual(125_000);
		});
	},
);
