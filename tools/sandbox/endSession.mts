import type { FastifyRequest } from 'fastify';

import type { Exchange } from './exchange.mts';
import type { FaultName } from './faults.mts';
import type { World } from './world.mts';

/** Ends whatever session a request shows, on either server, as an operator or a restart would. */
export function endSession(
	world: World,
	exchange: Exchange,
	request: FastifyRequest,
	fault: FaultName,
): void {
	if (!exchange.faults.some((struck) => struck.fault === fault)) return;
	for (const id of shownSessions(request)) {
		world.store.run('DELETE FROM sessions WHERE id = ?', id);
		world.deployed.sessions.end(id);
	}
}

function shownSessions({ headers }: FastifyRequest): string[] {
	const bearer = /^bearer\s+(\S+)/i.exec(headers.authorization ?? '')?.[1];
	const cookies = (headers.cookie ?? '').matchAll(/HELPLINE_SESSION_ID=([^;\s]+)/g);
	return [bearer, ...[...cookies].map((match) => match[1])].filter((id) => id !== undefined);
}
