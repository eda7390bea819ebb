import axios from 'axios';

import type { Burst } from './crowd.mts';
import type { Fault, FaultState } from './faults.mts';
import type { PastChange } from './history.mts';
import type { LogEntry } from './journal.mts';
import type { OutboxEntry } from './outbox.mts';
import type { ActivityRow, AttachmentRow, CaseRow, CommunicationRow, UserRow } from './records.mts';
import type { Settings } from './settings.mts';
import type { Delivery } from './webhooks/deliveries.mts';
import type { Webhook } from './webhooks/registry.mts';

/** How tests and rigs look behind a sandbox and change its mind. */
export interface SandboxAdmin {
	/** As at the start: cases, options, faults, log, sessions. `empty` leaves out the cases. */
	reset(state?: 'seeded' | 'empty'): Promise<void>;
	/** Replaces all faults. A text is read as on the command line. */
	setFaults(faults: ReadonlyArray<Fault | string>): Promise<void>;
	clearFaults(): Promise<void>;
	/** The faults with the number of requests that each has struck. */
	faults(): Promise<FaultState[]>;
	log(): Promise<LogEntry[]>;
	clearLog(): Promise<void>;
	/** The whole table, deleted cases included (`deleted_at`). */
	cases(): Promise<CaseRow[]>;
	activities(caseId?: number): Promise<ActivityRow[]>;
	communications(caseId?: number): Promise<CommunicationRow[]>;
	attachments(caseId?: number): Promise<AttachmentRow[]>;
	users(): Promise<UserRow[]>;
	/** What only the deployed server keeps, escaped as it stores it, deleted rows included. */
	deployed(table: DeployedTable): Promise<Array<Record<string, string>>>;
	/** One-time codes, the newest first. */
	outbox(): Promise<OutboxEntry[]>;
	/** Who is told of changes; the secrets stay inside. */
	webhooks(): Promise<Array<Omit<Webhook, 'secret'>>>;
	/** What was told, oldest first, with every attempt. */
	deliveries(): Promise<Delivery[]>;
	/** On both servers: one refuses the session as expired, the other forgets it. */
	expireSessions(): Promise<void>;
	options(): Promise<Settings>;
	setOption<K extends keyof Settings>(name: K, value: Settings[K]): Promise<void>;
	/** Puts a case in past the API, with any times, number or soft state. */
	insertCase(fields?: Partial<CaseRow>): Promise<CaseRow>;
	/** Moves `updated_at` to now, or sets the fields given. */
	touchCase(id: number, changes?: Partial<CaseRow>): Promise<CaseRow>;
	/** Changes by other people, all at one moment; some visible late, see `lateShare`. Tells how many. */
	burst(burst: Burst): Promise<number>;
	/** What really happened, on both sides; seeds are no changes. */
	changes(): Promise<PastChange[]>;
	takeBackup(): Promise<void>;
	/** What came after the backup has never been, and its ids are given again. */
	restoreBackup(): Promise<void>;
}

export type DeployedTable =
	| 'contacts'
	| 'reporters'
	| 'clients'
	| 'perpetrators'
	| 'files'
	| 'attachments'
	| 'case_activities'
	| 'au'
	| 'dispositions'
	| 'messages'
	| 'pmessages'
	| 'calls'
	| 'cases';

export function adminOf(url: string): SandboxAdmin {
	const client = axios.create({
		baseURL: `${url}/__sandbox`,
		headers: { accept: 'application/json', 'content-type': 'application/json' },
		proxy: false,
		validateStatus: () => true,
	});

	async function get<T>(path: string): Promise<T> {
		return told(await client.get<T>(path), path);
	}

	async function post<T>(path: string, body: unknown = {}): Promise<T> {
		return told(await client.post<T>(path, body), path);
	}

	async function ofCase<T extends { case_id: number }>(path: string, caseId?: number) {
		const rows = await get<T[]>(path);
		return caseId === undefined ? rows : rows.filter((row) => row.case_id === caseId);
	}

	return {
		reset: async (state = 'seeded') => await post('/reset', { state }),
		setFaults: async (faults) => await post('/faults', faults),
		clearFaults: async () => await post('/faults', []),
		faults: async () => await get('/faults'),
		log: async () => await get('/log'),
		clearLog: async () => await post('/clear-log'),
		cases: async () => await get('/cases'),
		activities: async (caseId) => await ofCase<ActivityRow>('/activities', caseId),
		communications: async (caseId) => await ofCase<CommunicationRow>('/communications', caseId),
		attachments: async (caseId) => await ofCase<AttachmentRow>('/attachments', caseId),
		users: async () => await get('/users'),
		deployed: async (table) => await get(`/deployed/${table}`),
		outbox: async () => await get('/outbox'),
		webhooks: async () => await get('/webhooks'),
		deliveries: async () => await get('/deliveries'),
		expireSessions: async () => await post('/expire-sessions'),
		options: async () => await get('/options'),
		setOption: async (name, value) => await post('/options', { name, value }),
		insertCase: async (fields = {}) => await post('/cases', fields),
		touchCase: async (id, changes) => await post('/touch', { id, changes }),
		burst: async (burst) => (await post<{ changes: number }>('/burst', burst)).changes,
		changes: async () => await get('/changes'),
		takeBackup: async () => await post('/backup'),
		restoreBackup: async () => await post('/restore'),
	};
}

function told<T>(response: { status: number; data: T }, path: string): T {
	if (response.status === 200) return response.data;
	const reason = JSON.stringify(response.data);
	throw new Error(`The sandbox refused ${path}: ${reason}`);
}
