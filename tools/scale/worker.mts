import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import axios from 'axios';

import { stopWithFolder } from '../../test/support/systemServer.mts';
import { temporaryFolder } from '../common/files.mts';
import { freePorts } from '../common/ports.mts';
import { endGroup } from '../common/run.mts';
import { waitFor } from '../common/wait.mts';
import { installPackage } from '../n8n/install.mts';
import { endInOrder, ended, hasEnded, spawnN8n } from '../n8n/process.mts';

const START_LIMIT_SECONDS = 120;

/** A worker of n8n's queue mode, with this package in it. */
export interface Worker {
	readonly name: string;
	/** Of the executions that it has begun, over all its starts. */
	begun(): ReadonlySet<string>;
	/** Ends it as a power cut does. */
	kill(): Promise<void>;
	restart(): Promise<void>;
	stop(): Promise<void>;
}

export async function startWorker(
	name: string,
	tarball: string,
	{ env, concurrency }: { env: NodeJS.ProcessEnv; concurrency: number },
): Promise<Worker> {
	const userFolder = temporaryFolder('n8n-worker');
	const logFile = join(userFolder, 'n8n.log');
	const [port = 0, brokerPort = 0] = await freePorts(2);
	const health = { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) };
	let child: ChildProcess | undefined;

	const log = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
	const start = async () => {
		const now = spawnN8n(
			{ userFolder, port, brokerPort },
			logFile,
			['worker', `--concurrency=${concurrency}`],
			{ ...env, ...health },
		);
		child = now;
		await waitFor(name, START_LIMIT_SECONDS, async () => {
			if (hasEnded(now)) throw new Error(`${name} ended while starting:\n${log().slice(-4000)}`);
			return (await isReady(port)) ? true : undefined;
		});
	};

	const stop = stopWithFolder(userFolder, () => child, endInOrder);
	try {
		await installPackage(userFolder, tarball);
		await start();
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		name,
		begun: () =>
			new Set([...log().matchAll(/Worker started execution (\d+)/g)].map(([, id]) => id ?? '')),
		kill: async () => {
			endGroup(child?.pid, 'SIGKILL');
			await ended(child);
		},
		restart: start,
		stop,
	};
}

async function isReady(port: number): Promise<boolean> {
	const url = `http://127.0.0.1:${port}/healthz/readiness`;
	const quietly = { proxy: false, timeout: 5_000, validateStatus: () => true } as const;
	const { status } = await axios.get(url, quietly).catch(() => ({ status: 0 }));
	return status === 200;
}
