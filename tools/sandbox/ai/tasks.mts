import { randomUUID } from 'node:crypto';

/** Which calls a task belongs to; each family has words of its own for the same state. */
export type Family = 'audio' | 'whisper' | 'translate' | 'ner' | 'classifier' | 'summarizer' | 'qa';

/** Celery's words, and one of ours: `BROKEN` is a record that cannot be read any more (19). */
export type State = 'PENDING' | 'PROCESSING' | 'SUCCESS' | 'FAILURE' | 'REVOKED' | 'BROKEN';

/** What a running task publishes for those who listen live (16). */
export interface Published {
	step: string;
	progress: number;
	message: string;
	partial_result?: unknown;
	metadata?: unknown;
}

export interface Task {
	readonly id: string;
	readonly family: Family;
	readonly filename: string;
	readonly work: Work;
	state: State;
	step: string;
	progress: number;
	result?: unknown;
	error?: string;
	/** Milliseconds of the sandbox's clock. */
	endedAt?: number;
	isCancelled: boolean;
	readonly listeners: Set<(event: Published) => void>;
	/** Comes true when the task has ended, however it went. */
	readonly ended: PromiseWithResolvers<void>;
}

/** What a task does, told to the worker step by step. */
export type Work = (bench: Bench) => Promise<unknown>;

export interface Bench {
	step(name: string, progress: number): void;
	/** So many seconds of the real service, shortened as the settings say. */
	take(seconds: number): Promise<void>;
	publish(event: Published): void;
}

/** The work itself went wrong; the words are those of the service. */
export class WorkFailed extends Error {
	/** Some failures leave a record that nobody can read, and end the worker (19). */
	readonly breaksWorker: boolean;

	constructor(message: string, breaksWorker = false) {
		super(message);
		this.breaksWorker = breaksWorker;
	}
}

export interface NewTask {
	family: Family;
	filename: string;
	work: Work;
}

/** Finished tasks beyond this make room for new ones. */
const MOST_TASKS = 10_000;

/** Every task that the service still knows. */
export class Tasks {
	private readonly byId = new Map<string, Task>();

	add(given: NewTask): Task {
		const task: Task = {
			...given,
			id: randomUUID(),
			state: 'PENDING',
			step: '',
			progress: 0,
			isCancelled: false,
			listeners: new Set(),
			ended: Promise.withResolvers(),
		};
		const oldest = this.byId.keys().next().value;
		if (this.byId.size >= MOST_TASKS && oldest !== undefined) this.byId.delete(oldest);
		this.byId.set(task.id, task);
		return task;
	}

	/** Nothing where the id was never given out, or the result is older than it is kept (36). */
	get(id: string, keptSeconds: number): Task | undefined {
		const task = this.byId.get(id);
		if (task?.endedAt !== undefined && Date.now() - task.endedAt > keptSeconds * 1000) {
			this.byId.delete(id);
			return undefined;
		}
		return task;
	}

	forget(id: string): boolean {
		return this.byId.delete(id);
	}

	list(): Task[] {
		return [...this.byId.values()];
	}

	clear(): void {
		this.byId.clear();
	}
}
