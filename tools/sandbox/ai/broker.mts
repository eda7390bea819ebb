import { setTimeout as wait } from 'node:timers/promises';

import { refused } from './refusals.mts';
import type { AiSide } from './side.mts';

/** How long a submit tries to reach a broker that is gone (38). */
const PATIENCE_SECONDS = 19;

export const BROKER_GONE = 'Error 111 connecting to redis.example.org:6379. Connection refused.';

/** A submit without a broker is refused late, in the words of its call. */
export async function reachBroker(side: AiSide, detail: string): Promise<void> {
	if (side.settings.aiBrokerRunning) return;
	await wait(side.ms(PATIENCE_SECONDS));
	throw refused(500, detail);
}
