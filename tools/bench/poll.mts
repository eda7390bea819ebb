import { startSandboxProcess, type SandboxProcess } from '../../test/support/sandbox.mts';
import { sleep } from '../common/wait.mts';
import type { LogEntry } from '../sandbox/journal.mts';
import { type Measured, ratioLine } from './figures.mts';
import { openPollHost, type PollHost, type TriggerAsked } from './pollHost.mts';
import { replay } from './replay.mts';

const CASES = 2_000;
const CHANGES = 1_000;
const IDLE_POLLS = 50;
const LATENCY_MS = 50;
/** Changes of the very second of a check belong to the next one. */
const SETTLED_MS = 3_000;
/** A check that is full goes on with the next one. */
const MOST_POLLS = 20;

const SIDES = ['published', 'deployed'] as const;
type Side = (typeof SIDES)[number];

/**
 * What a check of the trigger costs when nothing is new, and when 1,000 cases were changed since: its
 * requests, its time and what it takes of a core, against the very same requests without n8n.
 */
export async function* benchPoll(): AsyncGenerator<string> {
	const sandbox = await startSandboxProcess(['--seed-cases', String(CASES)]);
	try {
		for (const side of SIDES) yield* measure(sandbox, side);
	} finally {
		await sandbox.stop();
	}
}

async function* measure(sandbox: SandboxProcess, side: Side): AsyncGenerator<string> {
	const { admin } = sandbox;
	await admin.reset('seeded');
	await admin.setOption('latencyMs', LATENCY_MS);
	const host = openPollHost(triggerOf(sandbox, side));
	// The first check finds its place, and everything that is loaded once is loaded now.
	await host.poll();
	await sleep(SETTLED_MS);
	await host.poll();

	const idle = await observed(sandbox, host, IDLE_POLLS);
	if (idle.items > 0) throw new Error(`An idle check brought ${idle.items} items`);
	yield told(`${side}, nothing new, a check`, idle, IDLE_POLLS);
	yield ratioLine(`${side}, idle, against its requests alone`, idle, await replayed(sandbox, idle));

	await admin.burst({ updates: CHANGES });
	await sleep(SETTLED_MS);
	let polls = 0;
	const busy = await observed(sandbox, host, () => ++polls <= MOST_POLLS && CHANGES);
	if (busy.items < CHANGES) throw new Error(`${busy.items} of ${CHANGES} changes came`);
	yield told(`${side}, ${CHANGES} changed cases, ${busy.count} checks in all`, busy, 1);
	yield ratioLine(
		`${side}, ${CHANGES} changes, against their requests alone`,
		{ ...busy, count: 1 },
		{ ...(await replayed(sandbox, busy)), count: 1 },
	);
}

interface Observed {
	count: number;
	seconds: number;
	serverShare: null;
	cpuMs: number;
	items: number;
	log: readonly LogEntry[];
}

/** So many checks; or as many as it takes until the wanted items have come. */
async function observed(
	{ admin }: SandboxProcess,
	host: PollHost,
	polls: number | (() => number | false),
): Promise<Observed> {
	await admin.clearLog();
	const cpu = process.cpuUsage();
	const started = performance.now();
	let count = 0;
	let items = 0;
	const goesOn = () => {
		if (typeof polls === 'number') return count < polls;
		const wanted = polls();
		return wanted !== false && items < wanted;
	};
	while (goesOn()) {
		items += (await host.poll()).length;
		count += 1;
	}
	const seconds = (performance.now() - started) / 1000;
	const { user, system } = process.cpuUsage(cpu);
	const log = await admin.log();
	return { count, seconds, serverShare: null, cpuMs: (user + system) / 1000, items, log };
}

async function replayed(sandbox: SandboxProcess, { count, log }: Observed): Promise<Measured> {
	return { count, seconds: await replay(sandbox, log), serverShare: null };
}

function told(what: string, { seconds, cpuMs, log }: Observed, of: number): string {
	const requests = (log.length / of).toFixed(of === 1 ? 0 : 2);
	return `${what}: ${requests} requests, ${((seconds * 1000) / of).toFixed(0)} ms, ${(cpuMs / of).toFixed(1)} ms of a core`;
}

function triggerOf({ url, deployedUrl, apiKey, login }: SandboxProcess, side: Side): TriggerAsked {
	const common = { requestsPerHour: 0 };
	const parameters = { events: ['caseCreated', 'caseUpdated'] };
	return side === 'published'
		? {
				credential: 'OpenChsApi',
				data: { ...common, baseUrl: url, apiKey },
				parameters: { ...parameters, authentication: 'apiKey' },
			}
		: {
				credential: 'OpenChsLoginApi',
				data: { ...common, baseUrl: deployedUrl, ...login, sessionToken: '' },
				parameters: { ...parameters, authentication: 'login' },
			};
}
