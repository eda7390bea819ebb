import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { temporaryFolder } from '../common/files.mts';
import { freePorts } from '../common/ports.mts';
import { endGroup } from '../common/run.mts';
import { waitFor } from '../common/wait.mts';
import { cloneUserFolder } from './userFolder.mts';
import type { N8nPlace } from './environment.mts';
import { installPackage } from './install.mts';
import { endInOrder, ended, hasEnded, spawnN8n } from './process.mts';

/** A first start runs all migrations: 8 to 19 s on two free cores, far more on busy ones. */
const START_LIMIT_SECONDS = 180;

export interface N8nOptions {
	/** Packed package to install before the start. */
	readonly tarball?: string;
	/** Where n8n keeps its data. Without it: a temporary folder, removed by `stop`. */
	readonly userFolder?: string;
	/** User folder to begin with a copy of: spares the migrations and the owner. */
	readonly from?: string;
	readonly env?: NodeJS.ProcessEnv;
	readonly port?: number;
}

export interface N8n {
	readonly url: string;
	readonly userFolder: string;
	/** Of its main process; it changes with each start. */
	pid(): number | undefined;
	/** Everything that n8n has written so far, over all its starts. */
	log(): string;
	/** Ends it as a power cut does. The data stays; `restart` goes on with it. */
	kill(): Promise<void>;
	restart(): Promise<void>;
	/** Ends it in order and removes its temporary folder. */
	stop(): Promise<void>;
}

export async function startN8n(options: N8nOptions = {}): Promise<N8n> {
	const userFolder = options.userFolder ?? temporaryFolder('n8n');
	const isOurs = options.userFolder === undefined;
	const [freePort = 0, brokerPort = 0] = await freePorts(2);
	const place: N8nPlace = { userFolder, port: options.port ?? freePort, brokerPort };
	const url = `http://localhost:${place.port}`;
	const logFile = join(userFolder, 'n8n.log');
	let child: ChildProcess | undefined;

	const log = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
	const kill = async () => {
		endGroup(child?.pid, 'SIGKILL');
		await ended(child);
	};
	const removeFolder = () => {
		if (isOurs) rmSync(userFolder, { recursive: true, force: true, maxRetries: 3 });
	};
	const atExit = () => {
		endGroup(child?.pid, 'SIGKILL');
		removeFolder();
	};
	const start = async () => {
		child = spawnN8n(place, logFile, ['start'], options.env);
		await ready(url, child, log);
	};

	process.once('exit', atExit);
	const n8n: N8n = {
		url,
		userFolder,
		pid: () => child?.pid,
		log,
		kill,
		restart: async () => {
			await endInOrder(child);
			await start();
		},
		stop: async () => {
			await endInOrder(child);
			removeFolder();
			process.off('exit', atExit);
		},
	};

	try {
		if (options.from) cloneUserFolder(options.from, userFolder);
		if (options.tarball) await installPackage(userFolder, options.tarball);
		await start();
		return n8n;
	} catch (error) {
		await kill();
		await n8n.stop();
		throw error;
	}
}

async function ready(url: string, child: ChildProcess, log: () => string): Promise<void> {
	const client = axios.create({
		baseURL: url,
		timeout: 5000,
		proxy: false,
		validateStatus: () => true,
	});

	await waitFor(`n8n at ${url}`, START_LIMIT_SECONDS, async () => {
		if (hasEnded(child)) throw new Error(`n8n ended while starting:\n${log().slice(-4000)}`);
		const { status } = await client.get('/healthz/readiness').catch(() => ({ status: 0 }));
		return status === 200 ? true : undefined;
	});
}
