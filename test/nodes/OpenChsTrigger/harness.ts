import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { deepCopy } from 'n8n-workflow';

import { OpenChsTrigger } from '../../../nodes/OpenChsTrigger/OpenChsTrigger.node';
import type { Change, ChangesAsk, ChangesSlice } from '../../../nodes/shared/changes/change';
import { openRun } from '../../../nodes/shared/helpline/client';
import type { Reason, ReasonCode } from '../../../nodes/shared/transport/errors';
import { toNodeError } from '../../../nodes/shared/transport/errors';
import type { PollRequest, PollResult } from '../../support/poll';
import { pollNode } from '../../support/poll';
import type { FakeHelpline } from '../OpenChs/fakeHelpline';
import { CODE, fakeHelpline, foundCase } from '../OpenChs/fakeHelpline';

/** Waits for everything, so that no test is about events by accident. */
export const ANY = ['caseCreated', 'caseUpdated'];

export function caseChange(number: number, changes: Partial<Change> = {}): Change {
	const about = foundCase({ id: number });
	return {
		kind: 'case',
		id: number,
		version: `v${number}`,
		at: new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString(),
		events: ['caseUpdated'],
		change: {},
		found: about,
		about,
		...changes,
	};
}

export function slice(parts: Partial<ChangesSlice> = {}): ChangesSlice {
	return {
		changes: [],
		mark: {},
		isMore: false,
		stopped: null,
		restored: null,
		remarks: [],
		...parts,
	};
}

const NODE = {
	id: 'node-1',
	name: 'Trigger',
	type: 'openChsTrigger',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};

export function refusal(code: ReasonCode, message = 'Refused in words'): Error {
	return toNodeError(NODE, { code, message }, 0);
}

export const RESTORED: Reason = { code: 'server_restored', message: 'It was restored' };

let lastTrigger = 0;

/**
 * A trigger as n8n runs it, over a server that is a list of changes. What n8n keeps of the static data is
 * that of its default engine, or of the durable one. The test file itself must mock
 * `nodes/shared/helpline/client`.
 */
export class Trigger {
	readonly helpline: FakeHelpline = fakeHelpline();

	readonly end = jest.fn();

	changes: Change[] = [];

	/** Changes that one read of the server hands over at most. */
	sliceSize = Infinity;

	helplineCode = CODE;

	/** The settings with which a helpline was opened. */
	readonly opened: unknown[] = [];

	/** Thrown when the credential is opened. */
	openError: Error | null = null;

	log: PollResult['log'] = [];

	/** What n8n's database holds. */
	saved: IDataObject = {};

	private live: IDataObject = {};

	private isFirst = true;

	private processes = 0;

	private readonly number = ++lastTrigger;

	constructor(
		public parameters: INodeParameters = {},
		private readonly isDurable = false,
	) {
		this.helpline.readChanges.mockImplementation(async (ask: ChangesAsk) => this.read(ask));
	}

	/** One check; gives its items, null when there are none. A drop is a result that n8n does not take. */
	async check(request: Partial<PollRequest> & { isDropped?: boolean } = {}) {
		const { items, error } = await this.tryCheck(request);
		if (error) throw error;
		return items;
	}

	async tryCheck({
		isDropped = false,
		...request
	}: Partial<PollRequest> & { isDropped?: boolean } = {}) {
		const { helpline, end } = this;
		const { helplineCode, openError } = this;
		jest.mocked(openRun).mockImplementation(async (settings) => {
			this.opened.push(settings);
			if (openError) throw openError;
			return { helpline, helplineCode, end };
		});
		const memory = isDropped ? deepCopy(this.live) : this.live;
		const { outputs, error, log } = await pollNode({
			nodeType: OpenChsTrigger,
			parameters: { events: ANY, ...this.parameters },
			memory,
			workflowId: `workflow-${this.number}-${this.processes}`,
			isDurable: this.isDurable,
			...request,
		});
		this.log = log;
		if (!isDropped && request.mode !== 'manual' && this.isKept(outputs)) {
			this.saved = deepCopy(this.live);
		}
		this.isFirst = false;
		const items: INodeExecutionData[] | null = outputs?.[0] ?? null;
		return { items, error: error as (Error & { description?: string | null }) | undefined };
	}

	/** The numbers of the cases that a check delivers. */
	async deliver(request: Parameters<Trigger['check']>[0] = {}): Promise<number[]> {
		const items = await this.check(request);
		return (items ?? []).map(({ json }) => Number(json.id));
	}

	/** Another process: it knows what is saved and nothing else. */
	restart(): void {
		this.processes++;
		this.publish();
	}

	/** Published again in the same process. */
	publish(parameters: INodeParameters = {}): void {
		this.parameters = { ...this.parameters, ...parameters };
		this.live = deepCopy(this.saved);
		this.isFirst = true;
	}

	stored(): IDataObject {
		return deepCopy(this.live);
	}

	/** Puts something else in the place of what is stored. */
	store(data: IDataObject): void {
		this.saved = data;
		this.live = deepCopy(data);
	}

	add(...numbers: number[]): void {
		this.changes.push(...numbers.map((number) => caseChange(number)));
	}

	asks(): ChangesAsk[] {
		return this.helpline.readChanges.mock.calls.map(([ask]: [ChangesAsk]) => ask);
	}

	private isKept(outputs: INodeExecutionData[][] | null): boolean {
		return this.isDurable || outputs !== null || this.isFirst;
	}

	private read({ mark, from, most }: ChangesAsk): ChangesSlice {
		const start = mark ? Number(mark.read) : this.placeOf(from);
		const count = Math.min(most, this.sliceSize);
		const changes = this.changes.slice(start, start + count);
		const read = start + changes.length;
		return slice({ changes, mark: { read }, isMore: read < this.changes.length });
	}

	private placeOf(from: string | null): number {
		if (from === null) return this.changes.length;
		return this.changes.filter(({ at }) => Date.parse(at ?? '') < Date.parse(from)).length;
	}
}
