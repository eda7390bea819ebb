import { DeployedSide } from './deployed/side.mts';
import { Faults, type Fault } from './faults.mts';
import { Journal } from './journal.mts';
import { Limits } from './limits.mts';
import { Outbox, type OutboxEntry } from './outbox.mts';
import { seed } from './seed.mts';
import { DEFAULT_SETTINGS, type Settings } from './settings.mts';
import { Store } from './store.mts';

export interface WorldOptions {
	settings: Partial<Settings>;
	faults: ReadonlyArray<Fault | string>;
	seedCases: number;
	onCode?: (entry: OutboxEntry) => void;
}

/** Answers kept for repeats with the same key; a long run must not grow without end. */
const MAX_KEPT_ANSWERS = 10_000;

export interface KeptAnswer {
	status: number;
	body: unknown;
}

/** What all servers of one sandbox share. */
export class World {
	readonly settings: Settings = { ...DEFAULT_SETTINGS };
	readonly store = new Store();
	readonly faults = new Faults();
	readonly journal = new Journal();
	readonly limits = new Limits();
	readonly outbox = new Outbox();
	/** What only the deployed server knows; the cases are in the store. */
	readonly deployed = new DeployedSide(this.store);
	private readonly options: WorldOptions;
	private readonly answers = new Map<string, KeptAnswer>();

	constructor(options: WorldOptions) {
		this.options = options;
		this.reset('seeded');
	}

	/** Back to how it was when it started; `empty` has users and reference lists, but no cases. */
	reset(state: 'seeded' | 'empty'): void {
		Object.assign(this.settings, structuredClone(DEFAULT_SETTINGS), this.options.settings);
		this.faults.set(this.options.faults);
		this.journal.clear();
		this.limits.clear();
		this.outbox.clear();
		this.answers.clear();
		this.store.clear();
		this.deployed.reset();
		seed(this.store, state === 'seeded' ? this.options.seedCases : 0);
	}

	tellCode(entry: OutboxEntry): void {
		this.options.onCode?.(entry);
	}

	keptAnswer(key: string): KeptAnswer | undefined {
		return this.answers.get(key);
	}

	keepAnswer(key: string, answer: KeptAnswer): void {
		const oldest = this.answers.keys().next().value;
		if (this.answers.size >= MAX_KEPT_ANSWERS && oldest !== undefined) this.answers.delete(oldest);
		this.answers.set(key, answer);
	}
}
