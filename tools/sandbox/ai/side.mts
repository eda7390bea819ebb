import { createHash } from 'node:crypto';

import type { Settings } from '../settings.mts';
import type { AudioForm } from './form.mts';
import { type NewTask, type Task, Tasks } from './tasks.mts';
import { Worker } from './worker.mts';

/** A recording or a text that the service took; what was refused is not among them. */
export interface Submit {
	n: number;
	at: string;
	/** The call, e.g. `/audio/process`. */
	path: string;
	taskId: string;
	filename: string;
	bytes: number;
	/** Of the file, to see that it came through whole. */
	sha256: string;
	language: string;
}

/** One line of the list of tasks. */
export interface TaskLine {
	id: string;
	family: string;
	state: string;
	step: string;
	progress: number;
	isCancelled: boolean;
}

/** Enough for a night of rigs; older entries make room. */
const MOST_SUBMITS = 20_000;

/** What only the AI service knows. */
export class AiSide {
	readonly settings: Settings;
	readonly tasks = new Tasks();
	readonly worker: Worker;
	/** Streams that are open now. */
	openStreams = 0;
	/** How often somebody asked for the models' health. */
	modelChecks = 0;
	private submits: Submit[] = [];
	private count = 0;
	/** Health calls hold up everybody else until then (22). */
	private blockedUntil = 0;

	constructor(settings: Settings) {
		this.settings = settings;
		this.worker = new Worker(settings);
	}

	submit(given: NewTask, path: string, form?: AudioForm): Task {
		const task = this.tasks.add(given);
		this.count += 1;
		const content = form?.content ?? Buffer.alloc(0);
		this.submits.push({
			n: this.count,
			at: new Date().toISOString(),
			path,
			taskId: task.id,
			filename: given.filename,
			bytes: content.length,
			sha256: createHash('sha256').update(content).digest('hex'),
			language: form?.language ?? '',
		});
		if (this.submits.length > MOST_SUBMITS) this.submits.shift();
		this.worker.take(task);
		return task;
	}

	find(id: string): Task | undefined {
		return this.tasks.get(id, this.settings.aiResultSeconds);
	}

	accepted(): readonly Submit[] {
		return this.submits;
	}

	lines(): TaskLine[] {
		return this.tasks.list().map(({ id, family, state, step, progress, isCancelled }) => ({
			id,
			family,
			state,
			step,
			progress,
			isCancelled,
		}));
	}

	/** A restart with an empty store: every task is forgotten, what was accepted stays noted. */
	restart(): void {
		this.tasks.clear();
		this.worker.reset();
	}

	reset(): void {
		this.restart();
		this.submits = [];
		this.count = 0;
		this.blockedUntil = 0;
		this.modelChecks = 0;
	}

	block(ms: number): void {
		this.blockedUntil = performance.now() + ms;
	}

	blockedMs(): number {
		return Math.max(0, this.blockedUntil - performance.now());
	}

	/** Milliseconds here for so many seconds of the real service. */
	ms(seconds: number): number {
		return (seconds * 1000) / this.settings.aiSpeed;
	}
}
