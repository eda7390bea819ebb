import type { INodeExecutionData } from 'n8n-workflow';

import { randomFrom } from '../../../common/random.mts';
import type { ChaosCommandLine } from '../../commandLine.mts';
import { makeServers, type Servers } from '../../inProcess/server.mts';
import { Product } from '../../product.mts';
import type { Outcome } from '../../target.mts';
import { importFile, judge } from '../expected.mts';
import { Calls } from './calls.mts';
import { type HostOptions, N8nProcess } from './process.mts';
import { credentialOf, fileItem, heldBy, summaryOf } from './run.mts';
import { Timeline } from './timeline.mts';

const ROWS = 1_000;
/** The server's hour; n8n waits in quarters of a second, of which an hour has 14,400. */
const HOUR_SECONDS = 360;
const BEGINS = Date.UTC(2026, 2, 2, 8, 0, 0);
/** What Check Only states may be off by this share. */
const MOST_OFF = 0.2;

/** 1,000 rows against the documented limit of 50 creates an hour: what Check Only states, and what comes of it. */
export async function paceRig({ seed }: ChaosCommandLine): Promise<Outcome> {
	const servers = await makeServers();
	try {
		return await measured(seed, servers);
	} finally {
		await servers.close();
	}
}

async function measured(seed: number, servers: Servers): Promise<Outcome> {
	const random = randomFrom(seed);
	const timeline = new Timeline(BEGINS);
	servers.begin(timeline, random);
	const { world } = servers;
	Object.assign(world.settings, { limits: 'published', hourSeconds: HOUR_SECONDS });
	const file = importFile('published', { rows: ROWS, bad: 0 });
	const host: Omit<HostOptions, 'parameters'> = {
		...{ dialect: 'published', product: new Product(), timeline, random },
		calls: new Calls(servers.hosts, timeline, random),
		credential: credentialOf('published', world),
	};
	const run = async (mode: string) => {
		const parameters = { mode, options: { patienceMinutes: 60 } };
		const process = new N8nProcess({ ...host, parameters });
		return outputsOf(await process.execute([fileItem(file)], Infinity));
	};

	const stated = Number(summaryOf(await run('check')).estimated_seconds);
	const started = timeline.now();
	const { complete } = summaryOf(await run('import'));
	const took = (timeline.now() - started) / 1000;
	const refused = world.journal
		.list()
		.filter(({ method, status }) => method === 'POST' && status === 429).length;

	const hours = (seconds: number) => (seconds / HOUR_SECONDS).toFixed(1);
	console.log(
		`${ROWS} rows at 50 creates an hour: stated ${hours(stated)} hours, took ${hours(took)} hours, refused by the limit ${refused} times`,
	);
	const { lost, doubled } = judge(file.titles, heldBy('published', world));
	const isOff = Math.abs(took - stated) > took * MOST_OFF;
	return {
		lost: lost.length,
		doubled: doubled.length,
		problems: [
			...(complete === true ? [] : ['it did not finish by itself']),
			...(isOff ? ['what Check Only stated was not right within 20 %'] : []),
			...(refused > 1 ? ['the limit refused more than once'] : []),
		],
	};
}

function outputsOf(execution: Awaited<ReturnType<N8nProcess['execute']>>): INodeExecutionData[][] {
	if ('outputs' in execution) return execution.outputs;
	throw 'threw' in execution && execution.threw instanceof Error
		? execution.threw
		: new Error('The import did not end');
}
