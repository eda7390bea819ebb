import { setTimeout as wait } from 'node:timers/promises';

import type { SandboxProcess } from '../../../../test/support/sandbox.mts';
import { between, oneOf, type Random } from '../../../common/random.mts';
import type { Recorder } from './recorder.mts';

/** Where a kill is aimed at; what it hits is chance. */
export const AIMS = ['at any time', 'while a poll reads', 'as an execution acts'] as const;
export type Aim = (typeof AIMS)[number];

const PATIENCE_MS = 20_000;

/** The writers call as well, and under another name. */
async function hasPolled({ admin }: SandboxProcess): Promise<boolean> {
	return (await admin.log()).some(({ userAgent }) => userAgent === 'n8n');
}

/** Waits for the moment of the next kill and says what it was aimed at. */
export async function nextMoment(
	sandbox: SandboxProcess,
	recorder: Recorder,
	random: Random,
): Promise<Aim> {
	const aim = oneOf(random, AIMS);
	const patience = AbortSignal.timeout(PATIENCE_MS);
	if (aim === 'while a poll reads') {
		await sandbox.admin.clearLog();
		while (!patience.aborted && !(await hasPolled(sandbox))) await wait(20);
		await wait(between(random, 0, 400));
	} else if (aim === 'as an execution acts') {
		await new Promise<void>((resolve) => {
			recorder.onArrival = resolve;
			patience.addEventListener('abort', () => resolve());
		});
		recorder.onArrival = undefined;
		await wait(between(random, 0, 60));
	} else {
		await wait(between(random, 1_000, 12_000));
	}
	return aim;
}
