import { createConnection } from 'node:net';

import { temporaryFolder } from '../../tools/common/files.mts';
import { freePorts } from '../../tools/common/ports.mts';
import { waitFor } from '../../tools/common/wait.mts';
import {
	LOOPBACK,
	programOfSystem,
	startProgram,
	stopWithFolder,
	type SystemServer,
} from './systemServer.mts';

const START_LIMIT_SECONDS = 30;

const MISSING =
	"Redis is not there. Install the server of your system, such as 'apt-get install redis-server' on Debian or Ubuntu, and run this again.";

export function findRedis(): string {
	return programOfSystem('redis-server', MISSING);
}

/** A real Redis on loopback that keeps nothing on disk. */
export async function startRedis(): Promise<SystemServer> {
	const folder = temporaryFolder('redis');
	const [port = 0] = await freePorts(1);
	const child = startProgram(
		findRedis(),
		[
			...['--bind', LOOPBACK, '--port', String(port), '--dir', folder],
			...['--save', '', '--appendonly', 'no', '--daemonize', 'no'],
		],
		{ cwd: folder },
	);
	const stop = stopWithFolder(folder, () => child);
	try {
		await waitFor('Redis', START_LIMIT_SECONDS, async () => {
			if (child.exitCode !== null) throw new Error('Redis ended while starting');
			return (await answers(port)) ? true : undefined;
		});
		return { host: LOOPBACK, port, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** Whether it says PONG to a PING. */
async function answers(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = createConnection({ host: LOOPBACK, port });
		socket.setTimeout(1_000, () => socket.destroy());
		socket.on('connect', () => socket.write('PING\r\n'));
		socket.on('data', (answer) => {
			resolve(answer.toString().startsWith('+PONG'));
			socket.destroy();
		});
		socket.on('error', () => resolve(false));
		socket.on('close', () => resolve(false));
	});
}
