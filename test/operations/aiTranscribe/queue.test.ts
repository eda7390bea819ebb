import type { Waiting } from '../../../nodes/OpenChsAiTranscribe/waiting';
import { begin, decide, untilNextLook } from '../../../nodes/OpenChsAiTranscribe/waiting';
import { firstOf, itemsOf, runAi, said } from '../../nodes/OpenChsAiTranscribe/run';
import type { SandboxAi } from './sandboxAi';
import { PATIENCE_MS, SPEED, startSandboxAi } from './sandboxAi';

jest.setTimeout(PATIENCE_MS);

const TWENTY = Array.from({ length: 20 }, (_, n) => n + 1);
/** What a recording of a minute takes: eight seconds of transcription and the other steps. */
const TASK_MS = 16_500;
const MINUTE = 60_000;

/** Random numbers that are the same in every run. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

/** Twenty waits that begin in the same instant, on a clock of their own; when each look falls. */
function looksOfTwenty(random: () => number): number[] {
	const looks: number[] = [];
	for (const place of TWENTY) {
		let waiting: Waiting = begin({ startedAt: 0, deadlineAt: 60 * MINUTE, firstMs: 2000 });
		let now = untilNextLook(waiting, 0, random());
		for (;;) {
			looks.push(now);
			const isDone = now >= place * TASK_MS;
			const isWorking = now >= (place - 1) * TASK_MS;
			const met = isDone
				? { kind: 'done' as const, result: null }
				: isWorking
					? { kind: 'working' as const, stage: 'transcription', progress: 10 }
					: { kind: 'queued' as const };
			const { waiting: next, step } = decide(waiting, met, now, random());
			if (step.do !== 'look') break;
			waiting = next;
			now += step.inMs;
		}
	}
	return looks;
}

describe('twenty recordings that wait at once, on a clock of their own', () => {
	const looks = looksOfTwenty(seeded(7));
	const inMinute = (minute: number) =>
		looks.filter((at) => Math.floor(at / MINUTE) === minute).length;

	it('ask 197 times in the first minute, 84 in the third, and fewer with each that is done', () => {
		const perMinute = [0, 1, 2, 3, 4, 5].map(inMinute);

		expect(perMinute).toEqual([197, 110, 84, 59, 30, 8]);
	});

	it('spread over the seconds instead of coming together', () => {
		const perSecond = new Map<number, number>();
		for (const at of looks.filter((each) => each > MINUTE)) {
			const second = Math.floor(at / 1000);
			perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
		}

		expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(8);
	});

	it('would come together without chance', () => {
		const together = new Set(looksOfTwenty(() => 0)).size;

		expect(together).toBeLessThan(looks.length / 5);
	});
});

describe('twenty recordings against a queue of one', () => {
	let sandbox: SandboxAi;

	beforeAll(async () => {
		sandbox = await startSandboxAi();
	}, PATIENCE_MS);
	afterAll(async () => await sandbox.stop());

	const words = (n: number) => `Made-up call number ${n}.`;
	const taskNumbers = async () => (await sandbox.ai.submits()).map(({ n }) => n);

	it('in twenty runs at once: each gets its own, none is lost, none is sent twice', async () => {
		await sandbox.fresh();
		const options = { lookSeconds: 2 / SPEED, deadlineMinutes: 2 };

		const runs = await Promise.all(
			TWENTY.map(async (n) => await runAi(sandbox.aiUrl, { items: [said(words(n))], options })),
		);

		expect(runs.map((run) => firstOf(run).transcript)).toEqual(TWENTY.map(words));
		expect(new Set(runs.map((run) => firstOf(run).task_id)).size).toBe(20);
		expect(await taskNumbers()).toEqual(TWENTY);
	});

	it('in one run: one after the other, in their order, with one that is asked for at a time', async () => {
		await sandbox.fresh();
		const options = { lookSeconds: 2 / SPEED, deadlineMinutes: 2 };

		const started = Date.now();
		const run = await runAi(sandbox.aiUrl, { items: TWENTY.map((n) => said(words(n))), options });

		const items = itemsOf(run);
		const minutes = ((Date.now() - started) * SPEED) / MINUTE;
		const looks = (await sandbox.asked()).filter((each) => each.startsWith('GET')).length;
		expect(items.map(({ json }) => json.transcript)).toEqual(TWENTY.map(words));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(TWENTY.map((_, item) => ({ item })));
		expect(await taskNumbers()).toEqual(TWENTY);
		// One task is asked for at a time: never more often than every second and a half.
		expect(looks / minutes).toBeLessThanOrEqual(40);
	});
});
