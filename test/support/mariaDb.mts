import { spawn, type ChildProcess } from 'node:child_process';
import { userInfo } from 'node:os';
import { join } from 'node:path';

import { temporaryFolder } from '../../tools/common/files.mts';
import { freePorts } from '../../tools/common/ports.mts';
import { runOrThrow } from '../../tools/common/run.mts';
import { waitFor } from '../../tools/common/wait.mts';
import { requireFromRuntime } from '../../tools/n8n/runtime.mts';
import { programOfSystem, stopWithFolder } from './systemServer.mts';

export interface Account {
	readonly user: string;
	readonly password: string;
}

export type Row = Readonly<Record<string, unknown>>;

/** One open connection, as an analyst's program has it. */
export interface Connection {
	/** Values are filled in at the question marks. */
	query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
	/** The number of the database's refusal; null when it did as told. */
	refusal(sql: string): Promise<number | null>;
	close(): Promise<void>;
}

/** A real MariaDB on loopback, with data in a temporary folder. */
export interface MariaDb {
	readonly host: string;
	readonly port: number;
	/** May do everything, as the person who sets a database up. */
	readonly administrator: Account;
	connect(account: Account, database?: string): Promise<Connection>;
	stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const START_LIMIT_SECONDS = 60;

const MISSING =
	"MariaDB is not there. Install the server of your system, such as 'apt-get install mariadb-server' on Debian or Ubuntu, and run this again.";

export async function startMariaDb(): Promise<MariaDb> {
	const server = programOfSystem('mariadbd', MISSING);
	const installer = programOfSystem('mariadb-install-db', MISSING);
	const folder = temporaryFolder('mariadb');
	const [port = 0] = await freePorts(1);
	const common = ['--no-defaults', `--datadir=${join(folder, 'data')}`, `--user=${userInfo().username}`];
	let child: ChildProcess | undefined;
	const stop = stopWithFolder(folder, () => child);

	try {
		const plain = ['--auth-root-authentication-method=normal', '--skip-test-db'];
		await runOrThrow(installer, [...common, ...plain], { limitSeconds: START_LIMIT_SECONDS });
		child = spawn(
			server,
			[
				...common,
				`--port=${port}`,
				`--bind-address=${HOST}`,
				`--socket=${join(folder, 'socket')}`,
				`--pid-file=${join(folder, 'pid')}`,
				'--skip-name-resolve',
				'--character-set-server=utf8mb4',
				'--innodb-buffer-pool-size=32M',
				'--innodb-flush-log-at-trx-commit=0',
				'--performance-schema=OFF',
			],
			{ stdio: 'ignore', detached: true, env: { ...process.env, TZ: 'UTC' } },
		);
		const root = { user: 'root', password: '' };
		await waitFor('MariaDB', START_LIMIT_SECONDS, async () => {
			if (child?.exitCode !== null) throw new Error('MariaDB ended while starting');
			return await connectTo(port, root).catch(() => undefined);
		}).then(async (connection) => await connection.close());
		const administrator = { user: 'administrator', password: 'a made-up password' };
		const connection = await connectTo(port, root);
		const account = `'${administrator.user}'@'${HOST}'`;
		await connection.query(`CREATE USER ${account} IDENTIFIED BY '${administrator.password}'`);
		await connection.query(`GRANT ALL ON *.* TO ${account} WITH GRANT OPTION`);
		await connection.close();

		return {
			host: HOST,
			port,
			administrator,
			connect: async (who, database) => await connectTo(port, who, database),
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

/** The driver that n8n's own MySQL node speaks through. */
interface Driver {
	createConnection(options: object): Promise<{
		query(sql: string, values?: readonly unknown[]): Promise<[unknown, unknown]>;
		end(): Promise<void>;
	}>;
}

async function connectTo(
	port: number,
	{ user, password }: Account,
	database?: string,
): Promise<Connection> {
	const driver = requireFromRuntime<Driver>('mysql2/promise');
	const connection = await driver.createConnection({
		host: HOST,
		port,
		user,
		password,
		database,
		charset: 'utf8mb4',
		dateStrings: true,
	});
	const query = async (sql: string, values?: readonly unknown[]) => {
		const [rows] = await connection.query(sql, values);
		return Array.isArray(rows) ? (rows as Row[]) : [];
	};
	return {
		query,
		refusal: async (sql) => {
			try {
				await query(sql);
				return null;
			} catch (error) {
				return (error as { errno?: number }).errno ?? 0;
			}
		},
		close: async () => await connection.end(),
	};
}
