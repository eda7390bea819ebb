import axios from 'axios';

import type { Submit, TaskLine } from './side.mts';

/** How tests and rigs look behind the AI service and pull its strings. */
export interface AiAdmin {
	/** Every recording and text that was accepted, oldest first, also over a restart. */
	submits(): Promise<Submit[]>;
	tasks(): Promise<TaskLine[]>;
	/** The service comes back with an empty store: all tasks are forgotten. */
	restart(): Promise<void>;
	/** The worker dies hard: the running task stays at its last step for ever. */
	killWorker(): Promise<void>;
	/** As two hours later: the task is not known any more. */
	forget(taskId: string): Promise<void>;
}

/** Faults and options are those of the whole sandbox. */
export function aiAdminOf(aiUrl: string): AiAdmin {
	const client = axios.create({ baseURL: `${aiUrl}/__sandbox`, proxy: false });
	return {
		submits: async () => (await client.get<Submit[]>('/submits')).data,
		tasks: async () => (await client.get<TaskLine[]>('/tasks')).data,
		restart: async () => void (await client.post('/restart')),
		killWorker: async () => void (await client.post('/kill-worker')),
		forget: async (taskId) => void (await client.post(`/forget/${encodeURIComponent(taskId)}`)),
	};
}
