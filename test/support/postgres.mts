import { chownSync } from 'node:fs';
import { join } from 'node:path';

import { temporaryFolder } from '../../tools/common/files.mts';
import { freePorts } from '../../tools/common/ports.mts';
import { runOrThrow } from '../../tools/common/run.mts';
import { waitFor } from '../../tools/common/wait.mts';
import {
	endProgram,
	LOOPBACK,
	programOfSystem,
	startProgram,
	stopWithFolder,
	type Place,
	type SystemServer,
} from './systemServer.mts';

/** A real PostgreSQL on loopback with an empty database. */
export interface Postgres extends SystemServer {
	readonly database: string;
	readonly user: string;
}

const START_LIMIT_SECONDS = 60;
const USER = 'n8n';

const MISSING =
	"PostgreSQL is not there. Install the server of your system, such as 'apt-get install postgresql' on Debian or Ubuntu, and run this again.";

export function findPostgres(): { server: string; installer: string } {
	return {
		server: programOfSystem('postgres', MISSING),
		installer: programOfSystem('initdb', MISSING),
	};
}

export async function startPostgres(): Promise<Postgres> {
	const { server, installer } = findPostgres();
	const account = await accountForServer();
	const folder = temporaryFolder('postgres');
	if (account.uid !== undefined) chownSync(folder, account.uid, account.gid ?? account.uid);
	const data = join(folder, 'data');
	const [port = 0] = await freePorts(1);
	let child: ReturnType<typeof startProgram> | undefined;
	// SIGINT ends it at once, in order; SIGTERM would wait for every client to leave.
	const stop = stopWithFolder(
		folder,
		() => child,
		async (running) => await endProgram(running, 'SIGINT'),
	);

	try {
		const made = startProgram(
			installer,
			['-D', data, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
			{ cwd: folder, ...account },
		);
		await waitFor('the data folder of PostgreSQL', START_LIMIT_SECONDS, () =>
			made.exitCode === null && made.signalCode === null ? undefined : true,
		);
		if (made.exitCode !== 0) throw new Error('PostgreSQL could not make its data folder');
		child = startProgram(
			server,
			[
				...['-D', data, '-p', String(port), '-h', LOOPBACK, '-k', folder],
				...['-c', 'fsync=off', '-c', 'shared_buffers=64MB', '-c', 'max_connections=60'],
			],
			{ cwd: folder, ...account },
		);
		const ask = ['-h', LOOPBACK, '-p', String(port), '-U', USER];
		const asker = programOfSystem('psql', MISSING);
		await waitFor('PostgreSQL', START_LIMIT_SECONDS, async () => {
			if (child?.exitCode !== null) throw new Error('PostgreSQL ended while starting');
			const create = ['-d', 'postgres', '-c', `CREATE DATABASE ${USER}`];
			return await runOrThrow(asker, [...ask, ...create], { limitSeconds: 20 }).then(
				() => true,
				() => undefined,
			);
		});
		return { host: LOOPBACK, port, database: USER, user: USER, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** PostgreSQL refuses to run as root: then it runs as the account that its package made. */
async function accountForServer(): Promise<Omit<Place, 'cwd'>> {
	if (process.getuid?.() !== 0) return {};
	const number = async (flag: string) =>
		Number(await runOrThrow('id', [flag, 'postgres'], { limitSeconds: 5 }));
	return { uid: await number('-u'), gid: await number('-g') };
}
