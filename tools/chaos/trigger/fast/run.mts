import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { between, happens, type Random, randomFrom } from '../../../common/random.mts';
import { catchUp } from '../../../sandbox/adminRig.mts';
import { makeBurst } from '../../../sandbox/crowd.mts';
import type { Dialect } from '../../commandLine.mts';
import { compare, type Comparison } from '../../compare.mts';
import type { Product } from '../../product.mts';
import { CODE, expectedOf, stateOf, staleCases } from '../names.mts';
import { type Database, type HostOptions, N8nProcess, type Tick } from './host.mts';
import { Killer, type KillPoint } from './killer.mts';
import { Line, NO_FAULTS } from './line.mts';
import { PlayedClock } from './playedClock.mts';
import { FIRST_CHANGE_MS, makePlan, type Plan } from './plan.mts';
import { DEPLOYED, PUBLISHED, type Servers } from '../../inProcess/server.mts';

export interface RunResult extends Comparison {
	plan: Plan;
	hits: ReadonlyMap<KillPoint, number>;
	polls: number;
	/** Second changes of one second that no name tells apart from the first: see `Stale`. */
	hidden: string[];
	/** Why the world never came to rest; null when it did. */
	unrest: string | null;
}

const REFUSED_COMMITS = 0.02;
const WORLD_BEGINS = Date.UTC(2026, 2, 2, 8, 0, 0);
/**
 * Gaps in a feed are watched for ten minutes, and the last 429 may ask for as long before anything is read:
 * when nothing has come for longer than both, nothing more comes.
 */
const QUIET_MS = 25 * 60_000;
const QUIET_INTERVAL_MS = 4 * 60_000;
const MOST_QUIET_POLLS = 80;

/** One world from its first change to its rest, made of its seed alone. */
export async function oneRun(
	dialect: Dialect,
	seed: number,
	product: Product,
	servers: Servers,
): Promise<RunResult> {
	const random = randomFrom(seed);
	const plan = makePlan(random);
	const clock = new PlayedClock(WORLD_BEGINS);
	servers.begin(clock, random);
	const { world } = servers;
	Object.assign(world.settings, plan.settings);
	const line = new Line(servers.hosts, clock, random);
	const killer = new Killer(random, plan.kills.share, plan.kills.most);
	planWorld(plan, clock, servers);
	const from = WORLD_BEGINS + FIRST_CHANGE_MS - 30_000;
	const startDate = new Date(from + plan.settings.clockSkewSeconds! * 1000).toISOString();
	const database: Database = {
		state: '{}',
		seen: new Set(),
		acted: [],
		told: new Map(),
		credential: credentialOf(dialect, world.settings.apiKey, world.settings.loginPassword),
		begunAt: null,
	};
	const start = plan.startsAtDate ? { startFrom: 'date', startDate } : { startFrom: 'now' };
	const { engine, parameters } = plan;
	const host: HostOptions = {
		...{ engine, dialect, product, clock, random, killer, line, database },
		parameters: { ...parameters, ...start },
		refusedCommits: REFUSED_COMMITS,
	};
	clock.pass(plan.activatedAt);

	line.faults = plan.faults;
	line.meanwhile = () => {
		if (happens(random, plan.meanwhile))
			makeBurst(world, { updates: 1, creates: random() < 0.3 ? 1 : 0 });
	};
	const life = { process: new N8nProcess(host), host, clock, random, polls: 0 };
	for (let tick = 0; tick < plan.ticks; tick++) {
		await step(life);
		clock.pass(plan.interval);
		if (life.process.idles()) restart(life);
	}
	killer.rest();
	host.refusedCommits = 0;
	line.faults = NO_FAULTS;
	line.meanwhile = () => undefined;
	const unrest = await rest(life);
	catchUp(world);
	const wanted = {
		...{ dialect, onlyNew: plan.onlyNew, withContacts: plan.withContacts },
		startsNow: !plan.startsAtDate,
		from: plan.startsAtDate ? from : (database.begunAt ?? Infinity),
	};
	const expected = expectedOf(world.history.list(), wanted);
	const comparison = compare(expected, database.acted);
	const hidden: string[] = [];
	if (dialect === 'published' && !plan.onlyNew && !plan.backup) {
		const now = new Map(world.store.allCases().map((row) => [String(row.id), stateOf(row)]));
		const ofCases = expected.filter(({ key }) => key.includes(':case:'));
		const stale = staleCases(ofCases, now, database.told);
		comparison.lost.push(...stale.lost.map((id) => `the last state of case ${id}`));
		hidden.push(...stale.hidden);
	}
	return { ...comparison, hidden, plan, hits: killer.hits, polls: life.polls, unrest };
}

interface Life {
	process: N8nProcess;
	host: HostOptions;
	clock: PlayedClock;
	random: Random;
	polls: number;
}

async function step(life: Life): Promise<Tick> {
	life.polls += 1;
	const tick = await life.process.tick();
	if (tick === 'killed') restart(life);
	return tick;
}

/** n8n needs its time to come back. */
function restart(life: Life): void {
	life.clock.pass(between(life.random, 5_000, 120_000));
	life.process = new N8nProcess(life.host);
}

/** Nobody writes and nothing fails any more; polls go on until nothing has come for a while. */
async function rest(life: Life): Promise<string | null> {
	let quietMs = 0;
	for (let poll = 0; poll < MOST_QUIET_POLLS; poll++) {
		const tick = await step(life);
		quietMs = tick === 'nothing' ? quietMs + QUIET_INTERVAL_MS : 0;
		if (quietMs > QUIET_MS) return null;
		life.clock.pass(QUIET_INTERVAL_MS);
		if (typeof tick === 'object' && !isMeant(tick.threw)) return messageOf(tick.threw);
	}
	return 'it still delivers, or fails, although nothing changes';
}

/** A restored server is told of; so is the third failure in a row, of which the first two lie before the rest. */
function isMeant(error: unknown): boolean {
	return /restored from a backup|\(\d+ checks in a row\)/.test(messageOf(error));
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** What other people do, when it is time. */
function planWorld(plan: Plan, clock: PlayedClock, { world }: Servers): void {
	for (const { at, burst } of plan.bursts) {
		clock.plan(WORLD_BEGINS + at, () => {
			world.later.catchUp(clock.now());
			makeBurst(world, burst);
		});
	}
	const { backup, skewChange } = plan;
	if (backup) {
		clock.plan(WORLD_BEGINS + backup.takenAt, () => {
			catchUp(world);
			world.takeBackup();
		});
		clock.plan(WORLD_BEGINS + backup.restoredAt, () => {
			catchUp(world);
			world.restoreBackup();
		});
	}
	if (skewChange) {
		clock.plan(WORLD_BEGINS + skewChange.at, () => {
			world.settings.clockSkewSeconds = skewChange.seconds;
		});
	}
}

function credentialOf(
	dialect: Dialect,
	apiKey: string,
	password: string,
): ICredentialDataDecryptedObject {
	const common = { helplineCode: CODE, requestsPerHour: 1_000_000, sessionToken: '' };
	return dialect === 'published'
		? { ...common, baseUrl: `https://${PUBLISHED}`, apiKey }
		: { ...common, baseUrl: `https://${DEPLOYED}`, user: 'admin', password };
}
