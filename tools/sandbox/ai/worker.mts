import { setTimeout as wait } from 'node:timers/promises';

import type { Settings } from '../settings.mts';
import { type Bench, type Task, WorkFailed } from './tasks.mts';

const PICK_UP_SECONDS = 0.002;

/** One task at a time for the whole installation, in the order in which they came. */
export class Worker {
	/** The settings are looked at anew at each step. */
	private readonly settings: Settings;
	private queue: Task[] = [];
	private running: Task | undefined;
	private stopping = new AbortController();
	/** A failed quick analysis ends the worker for good (19). */
	private isBroken = false;

	constructor(settings: Settings) {
		this.settings = settings;
	}

	take(task: Task): void {
		this.queue.push(task);
		this.next();
	}

	/** Looks for work, e.g. when the worker was switched on. */
	next(): void {
		if (this.running || !this.isUp) return;
		const task = this.queue.shift();
		if (!task) return;
		this.running = task;
		void this.run(task, this.stopping.signal);
	}

	get isUp(): boolean {
		return this.settings.aiWorkerRunning && !this.isBroken;
	}

	/** Health calls hear nothing from a busy worker and call it absent (22, 23). */
	get answersPings(): boolean {
		return this.isUp && !this.running;
	}

	get waiting(): number {
		return this.queue.length;
	}

	/** Dies hard: the running task keeps its last step for ever, those behind it go on (41). */
	kill(): void {
		this.stopping.abort();
		this.stopping = new AbortController();
		this.running = undefined;
		this.next();
	}

	reset(): void {
		this.queue = [];
		this.isBroken = false;
		this.kill();
	}

	private async run(task: Task, stopped: AbortSignal): Promise<void> {
		// A fresh ticket always reads as queued for a moment.
		await wait(PICK_UP_SECONDS * 1000);
		if (stopped.aborted) return;
		if (task.isCancelled && this.settings.aiCancelHonoured) this.end(task, 'REVOKED');
		else await this.work(task, stopped);
		if (stopped.aborted) return;
		this.running = undefined;
		this.next();
	}

	private async work(task: Task, stopped: AbortSignal): Promise<void> {
		const bench: Bench = {
			step: (step, progress) => Object.assign(task, { state: 'PROCESSING', step, progress }),
			take: async (seconds) => {
				const ms = (seconds * 1000) / this.settings.aiSpeed;
				if (ms > 0) await wait(ms, undefined, { signal: stopped });
			},
			publish: (event) => task.listeners.forEach((listen) => listen(event)),
		};
		try {
			task.result = await task.work(bench);
			this.end(task, 'SUCCESS');
		} catch (error) {
			if (stopped.aborted) return;
			// Anything but a failure of the made-up models is a fault of the sandbox, and is shown as it is.
			task.error =
				error instanceof WorkFailed ? error.message : `The sandbox failed: ${String(error)}`;
			this.isBroken = error instanceof WorkFailed && error.breaksWorker;
			this.end(task, this.isBroken ? 'BROKEN' : 'FAILURE');
		}
	}

	private end(task: Task, state: Task['state']): void {
		task.state = state;
		task.endedAt = Date.now();
		task.ended.resolve();
	}
}
