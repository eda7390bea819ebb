export const VERSION = '0.1.0';
export const SITE = 'demo-site';

/** Two of the addresses are wrong on the real service as well. */
const ENDPOINTS = {
	health: '/health',
	detailed_health: '/health/detailed',
	models: '/health/models',
	resources: '/health/resources',
	queue: '/queue/status',
	whisper: '/whisper/transcribe',
	complete_audio_pipeline: '/audio/process',
	quick_audio_analysis: '/audio/analyze',
	celery_status: '/health/celery/status',
	asterisk_status: '/asterisk/status',
	websocket_audio_stream: 'ws://localhost:8125/audio/stream',
	call_sessions: '/api/v1/calls',
	active_calls: '/api/v1/calls/active',
	call_stats: '/api/v1/calls/stats',
	qa_predict: '/qa/predict',
	notification_status: '/api/v1/notifications/status',
	notification_configure: '/api/v1/notifications/configure',
	notification_statistics: '/api/v1/notifications/statistics',
	agent_feedback_update: '/api/v1/agent-feedback/update',
	agent_feedback_by_call: '/api/v1/agent-feedback/call/{call_id}',
	agent_feedback_statistics: '/api/v1/agent-feedback/statistics',
	agent_feedback_health: '/api/v1/agent-feedback/health',
};

/** `GET /` as recorded (01-root-and-health). */
export function rootAnswer() {
	return {
		app: 'AI Pipeline',
		version: VERSION,
		site_id: SITE,
		status: 'running',
		mode: 'api_server',
		endpoints: ENDPOINTS,
	};
}
