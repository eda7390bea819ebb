import { setTimeout as wait } from 'node:timers/promises';

import { timeFor } from '../../exchange.mts';
import type { Answer } from '../../wire.mts';
import { type AiCall, type AiRoute, ok } from '../call.mts';
import {
	CAPABILITIES,
	GPU,
	MODEL_STATE,
	NO_MODELS,
	RESOURCES,
	SYSTEM,
	WORKER,
	workerStats,
} from '../machine.mts';
import { rootAnswer, SITE, VERSION } from '../root.mts';
import { naiveTime } from '../times.mts';

/** How long others wait while somebody asks the worker how it is (22). */
const BLOCKED_SECONDS = 4.9;

const quick = (path: string, body: (call: AiCall) => unknown): AiRoute => ({
	method: 'GET',
	path,
	handle: (call) => ok(body(call)),
});

/** Asks the worker, which takes seconds, longer when it is busy, and blocks everybody else. */
const inspecting = (
	path: string,
	seconds: { idle: number; busy: number },
	body: (call: AiCall) => unknown,
): AiRoute => ({
	method: 'GET',
	path,
	inspects: true,
	handle: async (call): Promise<Answer> => {
		const { side } = call;
		side.block(side.ms(BLOCKED_SECONDS));
		const answer = body(call);
		await wait(side.ms(side.worker.answersPings ? seconds.idle : seconds.busy));
		return ok(answer);
	},
});

const now = ({ world, request }: AiCall) => naiveTime(timeFor(world, request));

export const healthRoutes: readonly AiRoute[] = [
	quick('/', () => rootAnswer()),
	// Healthy whatever is down behind it (38).
	quick('/health/', (call) => ({
		status: 'healthy',
		timestamp: now(call),
		version: VERSION,
		site_id: SITE,
	})),
	quick('/health/detailed', (call) => ({
		status: 'healthy',
		timestamp: now(call),
		version: VERSION,
		site_id: SITE,
		issues: [],
		system: SYSTEM,
		gpu: GPU,
		queue: { queue_size: 0, max_queue_size: 100 },
		models: MODEL_STATE,
		capabilities: CAPABILITIES,
	})),
	quick('/health/resources', (call) => ({ status: 'healthy', timestamp: now(call), ...RESOURCES })),
	quick('/health/capabilities', () => CAPABILITIES),
	quick('/info', () => ({
		app: { name: 'AI Pipeline', version: VERSION, site_id: SITE, debug: true, mode: 'api_server' },
		celery: { status: 'not_applicable', note: 'API server mode' },
		system: SYSTEM,
		gpu: GPU,
	})),
	quick('/asterisk/status', () => ({
		tcp_server: { error: 'TCP listener not running' },
		websocket_server: {
			websocket_server_active: true,
			active_connections: 0,
			connections: {},
			transcription_method: 'celery_workers',
			protocol: 'websocket',
		},
	})),
	inspecting('/health/models', { idle: 5, busy: 5 }, modelHealth),
	inspecting('/health/celery/status', { idle: 6, busy: 6 }, celeryStatus),
	inspecting('/audio/workers/status', { idle: 4, busy: 4 }, workersStatus),
	inspecting('/audio/queue/status', { idle: 20, busy: 37 }, queueStatus),
];

function modelHealth(call: AiCall) {
	const common = { timestamp: now(call), mode: 'api_server' };
	call.side.modelChecks += 1;
	if (!call.side.worker.answersPings) {
		const reason = 'No Celery workers available';
		return { ...common, status: 'unhealthy', reason, celery_workers: [], models: {} };
	}
	return {
		...common,
		status: 'healthy',
		celery_workers: [WORKER],
		worker_model_status: {
			worker_host: 'demo-host',
			status: 'healthy',
			models_loaded: NO_MODELS,
			ready_models: [],
			total_ready_models: 0,
		},
		models: NO_MODELS,
		summary: { total_ready_models: 0, worker_host: 'demo-host' },
	};
}

function celeryStatus(call: AiCall) {
	const isThere = call.side.worker.answersPings;
	return {
		timestamp: now(call),
		overall_status: isThere ? 'degraded' : 'critical',
		issues: [
			isThere
				? 'Event monitoring not connected (worker busy or starting up)'
				: 'No Celery workers responding',
		],
		event_monitoring: {
			is_monitoring: false,
			thread_alive: false,
			active_tasks_count: 0,
			workers_seen: 0,
			status: 'waiting_for_celery_worker',
		},
		celery_workers: {
			available: isThere,
			count: isThere ? 1 : 0,
			worker_names: isThere ? [WORKER] : [],
			error: null,
			...(isThere && {
				ping_response: { [WORKER]: { ok: 'pong' } },
				worker_stats: workerStats(countedTasks(call)),
			}),
		},
		recommendations: isThere
			? {
					note: 'Event monitoring will connect automatically when worker is idle',
					scaling: 'Single worker detected - consider scaling for production',
					next_step: 'System ready for audio processing',
				}
			: { start_worker: 'celery -A app.celery_app worker --loglevel=info -E' },
		system_health: {
			workers_healthy: isThere,
			monitoring_healthy: false,
			redis_healthy: call.side.settings.aiBrokerRunning,
			ready_for_processing: isThere,
		},
		explanation: {
			healthy: 'All critical systems operational',
			degraded: 'Critical systems working, monitoring features limited',
			critical: 'Core functionality impaired - immediate attention needed',
		},
	};
}

/** The worker counts the questions about its models among its tasks. */
function countedTasks({ side }: AiCall): Record<string, number> {
	return side.modelChecks > 0 ? { health_check_models: side.modelChecks } : {};
}

function workersStatus(call: AiCall) {
	const isThere = call.side.worker.answersPings;
	return {
		event_monitoring: { workers: {}, total_workers: 0, monitoring_status: 'waiting_for_worker' },
		celery_inspection: isThere
			? { available: true, stats: workerStats(countedTasks(call)), active: { [WORKER]: [] } }
			: { available: false, stats: null, active: null },
		explanation: {
			offline_during_processing:
				"Normal - workers can't respond to pings during GPU-intensive tasks",
			monitoring_reliability: 'Event monitoring is more reliable than inspection during processing',
		},
	};
}

function queueStatus({ side }: AiCall) {
	if (!side.worker.answersPings) {
		return { status: 'no_workers', message: 'No Celery workers are running', workers: 0 };
	}
	return {
		status: 'healthy',
		workers: 1,
		worker_info: [{ name: WORKER, status: 'online', total_tasks: {}, current_load: 0 }],
		queue_stats: { active_tasks: 0, scheduled_tasks: 0, reserved_tasks: 0, total_pending: 0 },
	};
}
