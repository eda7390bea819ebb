import type { IDataObject } from 'n8n-workflow';

import { OpenChsTrigger } from '../../nodes/OpenChsTrigger/OpenChsTrigger.node';
import { deployedSide, publishedSide } from '../support/csvImport';
import type { ExportSide } from '../support/jsonExport';
import { pollNode } from '../support/poll';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

jest.setTimeout(300_000);

/** A bad day; the time to wait is short, the shares are those of the field. */
const FAULT_MIX = [
	'rate-limit=1;share=0.1',
	'status=502;share=0.05',
	'cut-before;share=0.01',
	'cut-after;share=0.01',
	'slow;share=0.01',
];
/** 64 kbit/s, and 800 ms before the first byte. */
const SLOW_LINE = ['slow=800'];
const EVENTS = ['caseCreated', 'caseUpdated', 'noteAdded', 'communicationReceived'];
const MOST_POLLS = 200;
/** In the polls after the last change; before them more may come. */
const FEWEST_STRIKES = 3;

/** What a helpline knows at the end: the last record of each case and communication. */
type Known = Map<string, IDataObject>;

/** One published workflow, which acts on each change once. */
class Listener {
	readonly known: Known = new Map();
	private readonly acted = new Set<string>();
	private readonly memory: IDataObject = {};

	constructor(
		private readonly side: ExportSide,
		private readonly workflowId: string,
	) {}

	/** A poll that fails delivers nothing; the next one goes on. */
	async poll(): Promise<void> {
		const { outputs } = await pollNode({
			nodeType: OpenChsTrigger,
			parameters: { authentication: this.side.authentication, events: EVENTS },
			credentials: [this.side.credential],
			memory: this.memory,
			workflowId: this.workflowId,
		});
		for (const { json } of outputs?.[0] ?? []) {
			const key = String(json.change_key);
			if (!this.acted.has(key)) this.known.set(withoutTime(key), recordOf(json));
			this.acted.add(key);
		}
	}
}

/** `<helpline>:<kind>:<id>` of a change's key; what is changed twice between two polls has one change to tell. */
function withoutTime(key: string): string {
	return key.split(':').slice(0, 3).join(':');
}

/** Without what is of the one change and its delivery. */
function recordOf(json: IDataObject): IDataObject {
	const told = ['change_key', 'detected_at', 'event', 'events', 'change'];
	return Object.fromEntries(Object.entries(json).filter(([name]) => !told.includes(name)));
}

function sorted(known: Known): string {
	const rows = [...known].sort(([a], [b]) => a.localeCompare(b));
	return JSON.stringify(rows, null, 1);
}

describe.each([
	['published', publishedSide],
	['deployed', deployedSide],
] as const)('the trigger on the %s server', (dialect, sideOf) => {
	let sandbox: SandboxProcess;

	beforeAll(async () => (sandbox = await startSandboxProcess()));
	afterAll(async () => await sandbox.stop());

	const struck = async () =>
		(await sandbox.admin.faults()).reduce((sum, { applied }) => sum + applied, 0);

	it.each([
		['a day of refusals, failures and cuts', FAULT_MIX, 3],
		['a slow line', SLOW_LINE, 1],
	])('ends at %s where it ends on a good day', async (day, faults, rounds) => {
		await sandbox.admin.reset('empty');
		const good = new Listener(sideOf(sandbox), `good ${dialect}`);
		const bad = new Listener(sideOf(sandbox), `bad ${dialect} ${day}`);
		await good.poll();
		await bad.poll();

		const strike = async () =>
			await sandbox.admin.setFaults(faults.map((fault) => `${fault};server=${dialect}`));
		for (let round = 0; round < rounds; round++) {
			await sandbox.admin.burst({ creates: 8, updates: 5, notes: 4, messages: 2 });
			await good.poll();
			await strike();
			await bad.poll();
			await sandbox.admin.clearFaults();
		}
		await strike();
		for (let polls = 0; polls < MOST_POLLS; polls++) {
			await bad.poll();
			const isStruck = (await struck()) >= FEWEST_STRIKES;
			if (isStruck && sorted(bad.known) === sorted(good.known)) break;
		}

		expect(await struck()).toBeGreaterThanOrEqual(FEWEST_STRIKES);
		expect(good.known.size).toBeGreaterThanOrEqual(rounds * 8);
		expect(sorted(bad.known)).toEqual(sorted(good.known));
	});
});
