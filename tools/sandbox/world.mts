import { type Backup, restoreBackup, takeBackup } from './backup.mts';
import type { Clock } from './clock.mts';
import { AiSide } from './ai/side.mts';
import { DeployedSide } from './deployed/side.mts';
import { Faults, type Fault } from './faults.mts';
import { History } from './history.mts';
import { Journal } from './journal.mts';
import { Later } from './later.mts';
import { Limits } from './limits.mts';
import { Outbox, type OutboxEntry } from './outbox.mts';
import { seed } from './seed.mts';
import { DEFAULT_SETTINGS, type Settings } from './settings.mts';
import { Store } from './store.mts';
import { Webhooks } from './webhooks/deliveries.mts';

export interface WorldOptions {
	settings: Partial<Settings>;
	faults: ReadonlyArray<Fault | string>;
	seedCases: number;
	onCode?: (entry: OutboxEntry) => void;
	/** The computer's own when absent. */
	clock?: Clock;
	/** What happens by chance: 0 to 1. */
	random?: () => number;
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
	readonly clock: Clock;
	readonly random: () => number;
	readonly store = new Store();
	readonly faults: Faults;
	readonly journal = new Journal();
	readonly limits = new Limits();
	readonly outbox = new Outbox();
	/** Who is told of changes on the published side. */
	readonly webhooks = new Webhooks(this.settings);
	/** What only the deployed server knows; the cases are in the store. */
	readonly deployed = new DeployedSide(this.store);
	/** Every change that a client can see or could have seen: what a rig compares with. */
	readonly history: History;
	readonly later = new Later();
	/** Cases with a change under way that is not visible yet. */
	readonly locked = new Set<number>();
	private backup: Backup | undefined;
	/** What only the AI service knows. */
	readonly ai = new AiSide(this.settings);
	private readonly options: WorldOptions;
	private readonly answers = new Map<string, KeptAnswer>();

	constructor(options: WorldOptions) {
		this.options = options;
		this.clock = options.clock ?? Date.now;
		this.random = options.random ?? Math.random;
		this.faults = new Faults(this.random);
		this.history = new History(this);
		this.reset('seeded');
	}

	/** Back to how it was when it started; `empty` has users and reference lists, but no cases. */
	reset(state: 'seeded' | 'empty'): void {
		Object.assign(this.settings, structuredClone(DEFAULT_SETTINGS), this.options.settings);
		this.faults.set(this.options.faults);
		this.journal.clear();
		this.limits.clear();
		this.outbox.clear();
		this.webhooks.clear();
		this.answers.clear();
		this.store.clear();
		this.deployed.reset();
		this.ai.reset();
		this.forgetWhatWaits();
		this.backup = undefined;
		this.history.without(() => {
			seed(this.store, state === 'seeded' ? this.options.seedCases : 0);
			this.deployed.mirror.catchUp();
		});
	}

	takeBackup(): void {
		this.deployed.mirror.catchUp();
		this.backup = takeBackup(this);
		this.history.mark();
	}

	/** As after a damaged disk: the data is that of the backup, and what came later has never been. */
	restoreBackup(): void {
		if (!this.backup) throw new Error('There is no backup yet: take one first');
		this.forgetWhatWaits();
		restoreBackup(this, this.backup);
		this.history.forgetSinceMark();
	}

	private forgetWhatWaits(): void {
		this.later.clear();
		this.locked.clear();
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
