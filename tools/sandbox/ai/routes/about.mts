import type { AiRoute } from '../call.mts';
import { ok } from '../call.mts';

const workers = (message: string, name: string) => ({
	status: 'api_server_mode',
	message,
	mode: 'api_server',
	model_info: { name, location: 'celery_workers', note: 'Model loaded on worker nodes' },
});

/** What a person may look up about the models (24, 25). */
export const aboutRoutes: readonly AiRoute[] = [
	{
		method: 'GET',
		path: '/whisper/languages',
		handle: () =>
			ok({
				supported_languages: {
					en: 'English',
					sw: 'Swahili',
					fr: 'French',
					es: 'Spanish',
					ar: 'Arabic',
				},
				total_supported: '99+ languages',
				note: 'Whisper supports many more languages beyond this list',
				usage: "Pass language code in request: language='sw' for Swahili",
				mode: 'api_server',
			}),
	},
	{
		method: 'GET',
		path: '/whisper/info',
		handle: () =>
			ok({
				status: 'api_server_mode',
				message: 'Whisper model loaded on Celery workers',
				model_info: { mode: 'api_server' },
			}),
	},
	{
		method: 'GET',
		path: '/translate/info',
		handle: () => ok(workers('Translation model available on Celery workers', 'Translation Model')),
	},
];
