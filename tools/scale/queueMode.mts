import { randomBytes } from 'node:crypto';

import { findPostgres, startPostgres } from '../../test/support/postgres.mts';
import { findRedis, startRedis } from '../../test/support/redis.mts';
import { n8nApi, type N8nApi } from '../n8n/api.mts';
import { packPackage } from '../n8n/pack.mts';
import { startN8n, type N8n } from '../n8n/server.mts';
import { startWorker, type Worker } from './worker.mts';

/** Runs that a worker does at the same time: two workers take the four parts of a file between them. */
const CONCURRENCY = 2;

/** n8n as large helplines run it, with this package on the main process and on every worker. */
export interface QueueMode {
	readonly main: N8n;
	readonly api: N8nApi;
	readonly workers: readonly [Worker, Worker];
}

/** Starts PostgreSQL, Redis, a main process and two workers, and ends them whatever happens. */
export async function inQueueMode<T>(play: (queue: QueueMode) => Promise<T>): Promise<T> {
	// What is missing is told before anything is started.
	findRedis();
	findPostgres();
	const endings: Array<() => Promise<void>> = [];
	const started = async <S extends { stop(): Promise<void> }>(starting: Promise<S>) => {
		const server = await starting;
		endings.unshift(server.stop);
		return server;
	};
	try {
		const tarball = await packPackage();
		const redis = await started(startRedis());
		const postgres = await started(startPostgres());
		const env = {
			EXECUTIONS_MODE: 'queue',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			QUEUE_BULL_REDIS_HOST: redis.host,
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: postgres.host,
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_DATABASE: postgres.database,
			DB_POSTGRESDB_USER: postgres.user,
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		};
		const main = await started(startN8n({ tarball, env }));
		const api = n8nApi(main.url);
		await api.setupOwner();
		const settings = { env, concurrency: CONCURRENCY };
		const first = await started(startWorker('worker 1', tarball, settings));
		const second = await started(startWorker('worker 2', tarball, settings));
		return await play({ main, api, workers: [first, second] });
	} finally {
		for (const end of endings) await end();
	}
}
