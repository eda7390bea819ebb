import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IPollFunctions,
	WorkflowActivateMode,
} from 'n8n-workflow';

import { happens, type Random } from '../../../common/random.mts';
import type { Dialect } from '../../commandLine.mts';
import type { Acted } from '../../compare.mts';
import type { Product, Surroundings } from '../../product.mts';
import { partOf, stateOf } from '../names.mts';
import { additionalDataOf, OneCredential } from '../../inProcess/credentials.mts';
import type { Killer, KillPoint } from './killer.mts';
import type { Line } from './line.mts';
import { layLine, PollContext, Workflow } from '../../inProcess/n8nCore.mts';
import { make, nodeOf, typesOf } from '../../inProcess/node.mts';
import type { PlayedClock } from './playedClock.mts';

export type Engine = 'default' | 'durable';

/** What survives a kill: rows of n8n's database. */
export interface Database {
	/** JSON of the trigger's static data. */
	state: string;
	/** Keys that Remove Duplicates has stored, and what came through it, in one step. */
	seen: Set<string>;
	acted: Acted[];
	/** How each case stood when it was acted on last. */
	told: Map<string, string>;
	credential: ICredentialDataDecryptedObject;
	/** When the life began whose state was stored first; null while nothing is stored. */
	begunAt: number | null;
}

export interface HostOptions {
	engine: Engine;
	dialect: Dialect;
	parameters: INodeParameters;
	product: Product;
	clock: PlayedClock;
	random: Random;
	killer: Killer;
	line: Line;
	database: Database;
	/** Of the durable engine's commits, so many are refused: 0 to 1. */
	refusedCommits: number;
}

export type Tick = 'nothing' | 'delivered' | 'killed' | { threw: unknown };

/** A durable engine gives up a poll after this long and drops what it brings. */
const ABANDONED_AFTER_MS = 45_000;
const DURABLE_BUDGET_MS = 36_000;
const NAMES = {
	published: { login: 'apiKey', file: 'OpenChsApi' },
	deployed: { login: 'login', file: 'OpenChsLoginApi' },
} as const;

/**
 * One n8n process with the one published workflow: trigger, Remove Duplicates by change key, an action.
 * What n8n keeps, when, and in which order is that of host facts D1 and D2.
 */
export class N8nProcess {
	private readonly options: HostOptions;
	private readonly node: INode;
	private readonly type: INodeType;
	private readonly workflow: InstanceType<typeof Workflow>;
	private readonly credential: OneCredential;
	/** The default engine's static data: one live object, whether it was saved or not. */
	private readonly live: IDataObject;
	private isDead = false;
	private die: () => void = () => undefined;
	private readonly death = new Promise<void>((resolve) => (this.die = resolve));
	private isFirst = true;
	private firstEndedAt = 0;

	constructor(options: HostOptions) {
		this.options = options;
		const { product, clock, random, dialect, database, parameters, line } = options;
		const surroundings: Surroundings = {
			now: clock.now,
			random,
			sleep: async (ms) => await this.alive(() => clock.pass(ms)),
		};
		const load = product.newProcess(surroundings);
		const { login, file } = NAMES[dialect];
		const credentialType = make<ICredentialType>(load, `credentials/${file}.credentials`, file);
		this.type = make<INodeType>(load, 'nodes/OpenChsTrigger/OpenChsTrigger.node', 'OpenChsTrigger');
		this.credential = new OneCredential(credentialType, database.credential);
		this.node = nodeOf(this.type, { authentication: login, ...parameters }, credentialType.name);
		this.workflow = new Workflow({
			id: 'workflow-1',
			name: 'Chaos',
			active: true,
			nodes: [this.node],
			connections: {},
			nodeTypes: typesOf(this.type),
			settings: { executionOrder: 'v1', timezone: 'UTC' },
		});
		this.live = readState(database);
		layLine(async (request) => {
			await this.pointOf('a call is about to leave');
			const settled = await line.send(request).then(
				(value) => ({ value }),
				(error: unknown) => ({ error }),
			);
			await this.pointOf('an answer is on its way back');
			if ('error' in settled) throw settled.error;
			return settled.value;
		});
	}

	/** One poll and what n8n does with its result. The first one of a process is that of the activation. */
	async tick(): Promise<Tick> {
		const isActivation = this.isFirst;
		this.isFirst = false;
		const tick =
			this.options.engine === 'default'
				? await this.defaultTick(isActivation)
				: await this.durableTick(isActivation);
		return this.isDead ? 'killed' : tick;
	}

	/** True when the process died while nothing went on. */
	idles(): boolean {
		return this.killedAt('between two polls');
	}

	private async defaultTick(isActivation: boolean): Promise<Tick> {
		const result = await this.poll(this.live, isActivation);
		if (result === 'killed' || this.killedAt('the poll has returned')) return 'killed';
		if ('threw' in result) return result;
		const { outputs } = result;
		if (outputs) {
			if (await this.started(outputs)) return 'killed';
		}
		if (isActivation) {
			if (this.killedAt('first state of all not saved yet')) return 'killed';
			this.save(this.live);
		}
		return outputs ? 'delivered' : 'nothing';
	}

	/** State is saved without waiting for it, so either of the two may come first, and a kill between them. */
	private async started(outputs: INodeExecutionData[][]): Promise<boolean> {
		if (happens(this.options.random, 0.5)) {
			this.save(this.live);
			if (this.killedAt('state saved, no execution yet')) return true;
			return this.executed(outputs);
		}
		if (this.executed(outputs, 'execution made, state not saved')) return true;
		this.save(this.live);
		return false;
	}

	private async durableTick(isActivation: boolean): Promise<Tick> {
		const { clock, database, random, refusedCommits } = this.options;
		const working = readState(database);
		const startedAt = clock.now();
		const result = await this.poll(working, isActivation);
		if (result === 'killed' || this.killedAt('the poll has returned')) return 'killed';
		if ('threw' in result) return result;
		if (clock.now() - startedAt > ABANDONED_AFTER_MS) return 'nothing';
		const { outputs } = result;
		if (!outputs) {
			// The activation's own poll keeps nothing when it has nothing to deliver.
			if (isActivation) return 'nothing';
			if (this.killedAt('nothing to deliver, state not committed')) return 'killed';
			this.save(working);
			return 'nothing';
		}
		if (happens(random, refusedCommits)) return 'nothing';
		this.save(working);
		return this.executed(outputs) ? 'killed' : 'delivered';
	}

	/** Remove Duplicates stores a key in the same moment in which the item goes on. True when the process died. */
	private executed(outputs: INodeExecutionData[][], point?: KillPoint): boolean {
		if (this.killedAt('execution running')) return true;
		const { clock, database } = this.options;
		for (const { json } of outputs.flat()) {
			const key = String(json.change_key);
			if (database.seen.has(key)) continue;
			database.seen.add(key);
			database.acted.push({ key, part: partOf(key), at: clock.now() });
			if (json.kind === 'case' || key.includes(':case:'))
				database.told.set(String(json.id), stateOf(json));
		}
		return this.killedAt(point ?? 'execution done');
	}

	private save(state: IDataObject): void {
		const { database } = this.options;
		database.state = JSON.stringify(state);
		if (database.state !== '{}') database.begunAt ??= this.firstEndedAt;
	}

	private async poll(
		state: IDataObject,
		isActivation: boolean,
	): Promise<{ outputs: INodeExecutionData[][] | null } | { threw: unknown } | 'killed'> {
		const isDurable = this.options.engine === 'durable';
		const mode: WorkflowActivateMode = isActivation ? 'activate' : 'update';
		const none = undefined;
		const context = new PollContext(
			this.workflow,
			this.node,
			additionalDataOf(this.credential),
			'trigger',
			mode,
			none,
			none,
			none,
			none,
			() => state,
			...(isDurable ? [() => DURABLE_BUDGET_MS] : []),
		);
		const polling = (this.type.poll as (this: IPollFunctions) => Promise<Outputs>)
			.call(context)
			.then(
				(outputs) => ({ outputs }),
				(threw: unknown) => ({ threw }),
			);
		const result = await Promise.race([polling, this.death.then(() => 'killed' as const)]);
		this.firstEndedAt ||= this.options.clock.now();
		return result;
	}

	private killedAt(point: KillPoint): boolean {
		if (!this.isDead && this.options.killer.strikes(point)) this.end();
		return this.isDead;
	}

	private end(): void {
		this.isDead = true;
		this.die();
	}

	/** A dead process goes no further: whoever waits in it waits for good. */
	private async pointOf(point: KillPoint): Promise<void> {
		this.killedAt(point);
		await this.alive(() => undefined);
	}

	private async alive(work: () => void): Promise<void> {
		if (this.isDead) await new Promise(() => undefined);
		work();
	}
}

type Outputs = INodeExecutionData[][] | null;

function readState({ state }: Database): IDataObject {
	return JSON.parse(state) as IDataObject;
}
