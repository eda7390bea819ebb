import { setTimeout as wait } from 'node:timers/promises';

import type { SandboxProcess } from '../../../../test/support/sandbox.mts';
import { between, oneOf, type Random } from '../../../common/random.mts';

/** Where a kill is aimed at; what it hits is chance. */
export const AIMS = ['as it begins', 'while keys are looked up', 'while rows are written'] as const;
export type Aim = (typeof AIMS)[number];

/** Rows are written more often than anything else is done. */
const AIMED: readonly Aim[] = [...AIMS, 'while rows are written', 'while rows are written'];
const PATIENCE_MS = 30_000;
/** What a row takes of a run when eight are on their way. */
const ROW_MS = 8;

/** Waits for the moment of the next kill and says what it was aimed at; `rowsLeft` are without a case. */
export async function nextMoment(
	{ admin }: SandboxProcess,
	random: Random,
	rowsLeft: number,
): Promise<Aim> {
	const aim = oneOf(random, AIMED);
	if (aim === 'as it begins') {
		await wait(between(random, 0, 1_000));
		return aim;
	}
	const patience = AbortSignal.timeout(PATIENCE_MS);
	const isThere = async () => {
		const log = await admin.log();
		return aim === 'while keys are looked up'
			? log.length > 0
			: log.some(({ method, path }) => method === 'POST' && path.startsWith('/cases'));
	};
	while (!patience.aborted && !(await isThere())) await wait(20);
	const most = aim === 'while keys are looked up' ? 400 : 100 + (rowsLeft * ROW_MS) / 2;
	await wait(between(random, 0, Math.round(most)));
	return aim;
}
