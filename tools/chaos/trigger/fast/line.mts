import type { FastifyInstance } from 'fastify';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { between, happens, oneOf, type Random } from '../../../common/random.mts';
import { lost, reach, type Reply, resultOf } from '../../inProcess/wire.mts';
import type { PlayedClock } from './playedClock.mts';

/** How often each thing goes wrong on the way: 0 to 1. */
export interface LineFaults {
	tooMany: number;
	serverError: number;
	cut: number;
	slow: number;
}

export const NO_FAULTS: LineFaults = { tooMany: 0, serverError: 0, cut: 0, slow: 0 };
/** What the trigger has to live with. */
export const USUAL_FAULTS: LineFaults = { tooMany: 0.1, serverError: 0.05, cut: 0.02, slow: 0.01 };

/** Between n8n's helper and the sandbox's servers: no sockets, but time, faults and what others do meanwhile. */
export class Line {
	faults: LineFaults = NO_FAULTS;
	/** Told before each call reaches the server: others write meanwhile. */
	meanwhile: () => void = () => undefined;
	private readonly hosts: ReadonlyMap<string, FastifyInstance>;
	private readonly clock: PlayedClock;
	private readonly random: Random;

	constructor(hosts: ReadonlyMap<string, FastifyInstance>, clock: PlayedClock, random: Random) {
		this.hosts = hosts;
		this.clock = clock;
		this.random = random;
	}

	/** The answer, or an error of the kind that n8n's own line throws. */
	async send(options: IHttpRequestOptions): Promise<unknown> {
		const limit = options.timeout ?? 300_000;
		const { faults, random } = this;
		const takes = happens(random, faults.slow)
			? between(random, 5_000, 60_000)
			: between(random, 4, 400);
		const chance = random();
		this.pass(Math.min(takes, limit) / 2);
		if (chance < faults.cut / 2) throw lost('ECONNRESET');
		this.meanwhile();
		const reply = this.faultyReply(chance - faults.cut / 2) ?? (await reach(this.hosts, options));
		this.pass(Math.min(takes, limit) / 2);
		if (chance > 1 - faults.cut / 2) throw lost('ECONNRESET');
		if (takes > limit) throw lost('ECONNABORTED');
		return resultOf(reply, options);
	}

	private pass(ms: number): void {
		this.clock.pass(Math.ceil(ms));
	}

	private faultyReply(chance: number): Reply | undefined {
		const { tooMany, serverError } = this.faults;
		if (chance < tooMany) {
			const seconds = String(oneOf(this.random, [1, 2, 4, 30, 90, 600]));
			return { status: 429, headers: { 'retry-after': seconds }, body: '{"errors":[]}' };
		}
		if (chance < tooMany + serverError) {
			const status = oneOf(this.random, [500, 502, 503]);
			return { status, headers: {}, body: '<html>made-up fault</html>' };
		}
		return undefined;
	}
}
