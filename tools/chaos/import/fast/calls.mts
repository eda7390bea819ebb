import type { FastifyInstance } from 'fastify';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { between, happens, oneOf, type Random } from '../../../common/random.mts';
import { lost, reach, type Reply, resultOf } from '../../inProcess/wire.mts';
import type { Timeline } from './timeline.mts';

/** How often each thing goes wrong on the way: 0 to 1. Half of what fails at the server or is cut was carried out. */
export interface CallFaults {
	tooMany: number;
	serverError: number;
	cut: number;
}

export const NO_FAULTS: CallFaults = { tooMany: 0, serverError: 0, cut: 0 };
/** What an import has to live with. */
export const BAD_DAY: CallFaults = { tooMany: 0.1, serverError: 0.05, cut: 0.02 };

/** A server asks for seconds, mostly. */
const RETRY_AFTER = [1, 1, 2, 2, 4, 4, 10] as const;
/** Of the refusals for too many calls, so many ask for more than a node's patience, which ends the run. */
const LONG_WAITS = 0.03;
const LONG_WAIT_SECONDS = 600;

/** Between n8n's helper and the sandbox's servers: no sockets, but time, faults, and many at once. */
export class Calls {
	faults: CallFaults = NO_FAULTS;
	/** Told before each call reaches the server: others write meanwhile. */
	meanwhile: () => void = () => undefined;
	private readonly hosts: ReadonlyMap<string, FastifyInstance>;
	private readonly timeline: Timeline;
	private readonly random: Random;

	constructor(hosts: ReadonlyMap<string, FastifyInstance>, timeline: Timeline, random: Random) {
		this.hosts = hosts;
		this.timeline = timeline;
		this.random = random;
	}

	/** The answer, or an error of the kind that n8n's own line throws. */
	async send(options: IHttpRequestOptions): Promise<unknown> {
		const { random, timeline } = this;
		const reply = await new Promise<Reply>((resolve, reject) => {
			timeline.plan(between(random, 1, 200), 'a call is on its way', async () => {
				const come = await this.arrive(options);
				timeline.plan(between(random, 1, 200), 'an answer is on its way back', () =>
					come === null ? reject(lost('ECONNRESET')) : resolve(come),
				);
			});
		});
		return resultOf(reply, options);
	}

	/** Null when the line was cut, before or after. */
	private async arrive(options: IHttpRequestOptions): Promise<Reply | null> {
		this.meanwhile();
		const { random } = this;
		const { tooMany, serverError, cut } = this.faults;
		const chance = random();
		if (chance < tooMany) {
			const seconds = happens(random, LONG_WAITS) ? LONG_WAIT_SECONDS : oneOf(random, RETRY_AFTER);
			const headers = { 'retry-after': String(seconds) };
			return { status: 429, headers, body: '{"errors":[]}' };
		}
		if (chance >= tooMany + serverError + cut) return await reach(this.hosts, options);
		if (random() < 0.5) await reach(this.hosts, options);
		if (chance >= tooMany + serverError) return null;
		const status = oneOf(random, [500, 502, 503, 504]);
		return { status, headers: {}, body: '<html>made-up fault</html>' };
	}
}
