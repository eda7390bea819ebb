/** Facts about a made-up machine, as the health family tells them (01). Nobody builds on them. */
export const SYSTEM = {
	platform: 'Linux-x86_64',
	cpu_count: 2,
	memory_total: 33_554_432_000,
	memory_available: 30_000_000_000,
	memory_percent: 6.7,
	disk_usage: 28,
};
export const GPU = { gpu_available: false, message: 'CUDA not available' };

const MODELS = {
	whisper: 'Speech-to-text transcription',
	ner: 'Named Entity Recognition',
	classifier_model: 'Text classification',
	translator: 'Text translation',
	summarizer: 'Text summarization',
	qa: 'QA scoring',
};

/** The process that answers has no models; the worker has. */
export const MODEL_STATE = {
	total: 6,
	ready: 0,
	implementable: 6,
	blocked: 0,
	ready_models: [],
	implementable_models: Object.keys(MODELS),
	blocked_models: [],
	details: Object.fromEntries(
		Object.entries(MODELS).map(([name, description]) => [
			name,
			{
				loaded: false,
				error: null,
				load_time: null,
				dependencies_available: true,
				missing_dependencies: [],
				info: {},
				description,
			},
		]),
	),
};

export const CAPABILITIES = {
	available_libraries: {
		torch: '0.0-stub',
		transformers: '0.0-stub',
		spacy: '0.0-stub',
		librosa: '0.0-stub',
		soundfile: '0.0-stub',
		sklearn: '0.0-stub',
		numpy: '2.4.6',
	},
	models_path: '/app/models',
	total_models: 6,
	loaded_models: 0,
	ready_for_implementation: 6,
	missing_dependencies: 0,
	ml_capabilities: {
		gpu_processing: false,
		transformer_models: true,
		audio_processing: true,
		nlp_processing: true,
		classical_ml: true,
		numerical_computing: true,
	},
};

const slots = (count: number) => ({
	active_requests: 0,
	max_slots: count,
	available_slots: count,
	utilization_pct: 0,
	total_processed: 0,
	avg_wait_time: 0,
});

export const RESOURCES = {
	streaming_enabled: false,
	resource_utilization: {
		streaming: slots(2),
		batch: slots(1),
		active_request_ids: { streaming: [], batch: [] },
	},
	gpu_info: GPU,
	system_info: SYSTEM,
	configuration: { max_streaming_slots: 2, max_batch_slots: 1, streaming_port: 8300 },
};

export const WORKER = 'worker@demo';
export const NO_MODELS = {
	qa: false,
	classifier: false,
	ner: false,
	summarizer: false,
	translator: false,
	whisper: false,
};

/** What Celery tells about its one worker. */
export function workerStats(counted: Record<string, number>) {
	return {
		[WORKER]: {
			total: counted,
			pid: 17,
			clock: '38',
			uptime: 32,
			pool: {
				implementation: 'celery.concurrency.solo:TaskPool',
				'max-concurrency': 1,
				processes: [17],
				'max-tasks-per-child': null,
				'put-guarded-by-semaphore': true,
				timeouts: [],
			},
			broker: {
				hostname: 'redis.example.org',
				userid: null,
				virtual_host: '0',
				port: 6379,
				insist: false,
				ssl: false,
				transport: 'redis',
				connect_timeout: 4,
				transport_options: {},
				login_method: null,
				uri_prefix: null,
				heartbeat: 120,
				failover_strategy: 'round-robin',
				alternates: [],
				credential_provider: null,
			},
			prefetch_count: 1,
			rusage: { '…': 'process resource counters' },
		},
	};
}
