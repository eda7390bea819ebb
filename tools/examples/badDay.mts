import type { SandboxProcess } from '../../test/support/sandbox.mts';
import type { Fault, ServerName } from '../sandbox/faults.mts';
import { atLeast, type Measured } from './check.mts';

/** The faults of a bad day: two that are sure to come, the others each for a share of the requests. */
export function badDay(server: ServerName): Fault[] {
	return [
		{ fault: 'rate-limit', seconds: 1, skip: 2, times: 1, server },
		{ fault: 'status', status: 503, skip: 5, times: 1, server },
		{ fault: 'rate-limit', seconds: 1, share: 0.1, server },
		{ fault: 'status', status: 503, share: 0.05, server },
		{ fault: 'cut-before', share: 0.01, server },
		{ fault: 'cut-after', share: 0.01, server },
		{ fault: 'slow', delayMs: 30_000, share: 0.01, server },
	];
}

/** How many requests the faults struck that are set now. */
export async function strikes({ admin }: SandboxProcess): Promise<number> {
	return (await admin.faults()).reduce((sum, { applied }) => sum + applied, 0);
}

/** `wanted` may be a part of a number of requests. */
export function wasBad(wanted: number, struck: number): Measured {
	return atLeast('requests that a fault struck', Math.ceil(wanted), struck);
}
