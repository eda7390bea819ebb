import type { FastifyRequest } from 'fastify';

import { serverTime } from './clock.mts';
import type { Fault, FaultName } from './faults.mts';
import type { LogEntry } from './journal.mts';
import type { World } from './world.mts';

/** What the sandbox knows of one request besides the request itself. */
export interface Exchange {
	entry: LogEntry;
	faults: readonly Fault[];
	startedAt: number;
}

const exchanges = new WeakMap<FastifyRequest, Exchange>();

export function rememberExchange(request: FastifyRequest, exchange: Exchange): void {
	exchanges.set(request, exchange);
}

/** Nothing for the sandbox's own pages, which are never logged and never spoiled. */
export function exchangeOf(request: FastifyRequest): Exchange | undefined {
	return exchanges.get(request);
}

export function striking(request: FastifyRequest, name: FaultName): Fault | undefined {
	return exchangeOf(request)?.faults.find((fault) => fault.fault === name);
}

/** The server's time as this request sees it. */
export function timeFor(world: World, request: FastifyRequest): Date {
	return serverTime(world, striking(request, 'clock-skew')?.seconds ?? 0);
}
