import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { publishedDialect } from '../../../../../nodes/shared/helpline/published';
import type { Connection } from '../../../../../nodes/shared/transport/connection';
import { connect } from '../../../../../nodes/shared/transport/connection';

/** What goes wrong with one request; the words say whether the server acts before. */
export type Fault =
	| 'html'
	| 'html after'
	| 'empty after'
	| 'half after'
	| 'no id after'
	| '400'
	| '409'
	| '500'
	| '500 after'
	| '502 after'
	| 'cut before'
	| 'cut after'
	| 'timeout'
	| 'timeout after'
	/** Not answered in time, and saved only after the first look-up. */
	| 'timeout, late'
	/** The same, when the create was sent again meanwhile. */
	| 'timeout, very late'
	| 'refused connection';

export interface Asked {
	method: string;
	path: string;
	query: IDataObject;
	body: IDataObject;
	headers: IDataObject;
}

export interface Habits {
	isEnveloped: boolean;
	hasSearch: boolean;
	/** Cases that the search does not know yet, counted from the newest. */
	indexLag: number;
	/** Rows of a search at most. */
	searchCap: number;
	/** Members that the rows of a search lack. */
	searchLacks: string[];
	/** Paths that answer with a status instead. */
	lacks: Record<string, number>;
	hasPagination: boolean;
	idsAsText: boolean;
	/** What a create answers beside the id. */
	createAnswers: 'little' | 'whole';
	updateAnswers: 'whole' | 'message' | 'id';
}

const USUAL: Habits = {
	isEnveloped: true,
	hasSearch: true,
	indexLag: 0,
	searchCap: 100,
	searchLacks: [],
	lacks: {},
	hasPagination: true,
	idsAsText: false,
	createAnswers: 'little',
	updateAnswers: 'whole',
};

interface Answer {
	status: number;
	body: unknown;
}

type Table = 'activities' | 'communications' | 'attachments';

/** A published API in memory, behind n8n's HTTP helper: it acts as told, and can be told to act badly. */
export class FakeServer {
	readonly asked: Asked[] = [];

	cases: IDataObject[] = [];

	readonly below: Record<Table, IDataObject[]> = {
		activities: [],
		communications: [],
		attachments: [],
	};

	users: IDataObject[] = [
		{ id: 7, username: 'amina', role: 'counsellor', is_active: true },
		{ id: 8, username: 'juma', role: 'supervisor', is_active: false },
	];

	readonly habits: Habits;

	private readonly faults: Array<{ on: string; fault: Fault }> = [];

	private later: Array<{ after: number; act: () => void }> = [];

	private lastId = 100;

	constructor(habits: Partial<Habits> = {}) {
		this.habits = { ...USUAL, ...habits };
	}

	/** The next request of this kind meets the fault; several of one kind are met one after the other. */
	meet(on: string, ...faults: Fault[]): this {
		this.faults.push(...faults.map((fault) => ({ on, fault })));
		return this;
	}

	seen(on: string): Asked[] {
		return this.asked.filter((asked) => matches(asked, on));
	}

	addCase(fields: IDataObject = {}): IDataObject {
		const id = this.nextId();
		const created = {
			id,
			case_number: `CASE-2025-${String(id).padStart(6, '0')}`,
			title: 'Made-up case',
			description: null,
			category: 'Abuse',
			priority: 'high',
			status: 'open',
			created_at: new Date().toISOString(),
			updated_at: new Date().toISOString(),
			...fields,
		};
		this.cases.push(created);
		return created;
	}

	readonly httpRequest = async (_type: string, options: IHttpRequestOptions): Promise<unknown> => {
		const asked: Asked = {
			method: options.method ?? 'GET',
			path: new URL(options.url).pathname.replace('/helpline/api', ''),
			query: { ...options.qs },
			body: bodyOf(options.body),
			headers: { ...options.headers },
		};
		this.asked.push(asked);
		const at = this.faults.findIndex(({ on }) => matches(asked, on));
		const fault = at === -1 ? null : (this.faults.splice(at, 1)[0]?.fault ?? null);
		const answer = fault ? this.answerBadly(fault, asked) : this.answer(asked);
		this.later = this.later.filter((each) => {
			each.after -= 1;
			if (each.after === 0) each.act();
			return each.after > 0;
		});
		return {
			statusCode: answer.status,
			headers: { 'content-type': 'application/json' },
			body: typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body),
		};
	};

	private answerBadly(fault: Fault, asked: Asked): Answer {
		const page = '<!DOCTYPE html><html><body>Please sign in</body></html>';
		if (fault.startsWith('timeout, ')) {
			// A look-up for a case is two questions, another one is one.
			const after = fault === 'timeout, very late' ? 5 : asked.path === '/cases' ? 2 : 1;
			this.later.push({ after, act: () => void this.answer(asked) });
			throw coded('ECONNABORTED');
		}
		const saved = fault.endsWith(' after') ? this.answer(asked) : null;
		switch (fault) {
			case 'html':
			case 'html after':
				return { status: 200, body: page };
			case 'empty after':
				return { status: 200, body: '' };
			case 'half after':
				return { status: 201, body: JSON.stringify(saved?.body).slice(0, 20) };
			case 'no id after':
				return { status: 201, body: { success: true, data: { title: 'x' } } };
			case '400':
			case '409':
			case '500':
				return { status: Number(fault), body: { success: false, error: { code: 'X' } } };
			case '500 after':
				return { status: 500, body: 'Internal Server Error' };
			case '502 after':
				return { status: 502, body: page };
			case 'cut before':
			case 'cut after':
				throw coded('ECONNRESET');
			case 'refused connection':
				throw coded('ECONNREFUSED');
			default:
				throw coded('ECONNABORTED');
		}
	}

	private answer(asked: Asked): Answer {
		const lacking = Object.entries(this.habits.lacks).find(([path]) => matches(asked, path));
		if (lacking) return failure(lacking[1]);
		const [, root, id, below] = asked.path.split('/');
		if (root === 'cases' && below) return this.answerBelow(asked, String(id), below as Table);
		if (root === 'cases' && id) return this.answerCase(asked, decodeURIComponent(id));
		if (root === 'cases' && asked.method === 'POST') return this.create(asked.body);
		if (root === 'cases') return this.listCases(asked.query);
		if (root === 'search') return this.search(asked.query);
		if (root === 'communications') {
			return this.answerBelow(asked, String(asked.body.case_id), 'communications');
		}
		if (root === 'users' && id === 'me') return this.wrap(this.users[0]);
		if (root === 'users') return this.list(this.users, asked.query);
		if (root === 'health') return { status: 200, body: { status: 'ok' } };
		return failure(404);
	}

	private create(body: IDataObject): Answer {
		const created = this.addCase(body);
		const { id, case_number, status, created_at } = created;
		const little = { id, case_number, status, created_at };
		return this.wrap(this.habits.createAnswers === 'little' ? little : created, 201);
	}

	private answerCase(asked: Asked, id: string): Answer {
		const found = this.cases.find((each) => String(each.id) === id);
		if (!found) return failure(404);
		if (asked.method === 'DELETE') {
			this.cases = this.cases.filter((each) => each !== found);
			return { status: 200, body: { success: true, message: 'Case deleted' } };
		}
		if (asked.method === 'PUT') {
			const { notes, ...fields } = asked.body;
			Object.assign(found, fields, { updated_at: new Date().toISOString() });
			if (notes !== undefined) this.add('activities', id, { description: notes });
			const { updateAnswers } = this.habits;
			if (updateAnswers === 'message')
				return { status: 200, body: { success: true, message: 'ok' } };
			return this.wrap(updateAnswers === 'whole' ? found : { id: found.id });
		}
		return this.wrap(found);
	}

	private answerBelow(asked: Asked, caseId: string, table: Table): Answer {
		if (!this.cases.some((each) => String(each.id) === caseId)) return failure(404);
		if (asked.method === 'POST') return this.wrap(this.add(table, caseId, asked.body), 201);
		const rows = this.below[table].filter((each) => String(each.case_id) === caseId);
		return this.list(rows, asked.query);
	}

	private add(table: Table, caseId: string, fields: IDataObject): IDataObject {
		const row = {
			id: this.nextId(),
			...fields,
			case_id: caseId,
			created_at: new Date().toISOString(),
		};
		this.below[table].push(row);
		return row;
	}

	private listCases(query: IDataObject): Answer {
		const since = Date.parse(String(query.created_after ?? '1970-01-01'));
		const rows = this.cases.filter(
			(each) =>
				Date.parse(String(each.created_at)) > since &&
				['status', 'priority', 'category'].every(
					(name) => query[name] === undefined || query[name] === each[name],
				),
		);
		return this.list(rows, query);
	}

	private search(query: IDataObject): Answer {
		if (!this.habits.hasSearch) return failure(404);
		const text = String(query.q).toLowerCase();
		const known = this.cases.slice(0, this.cases.length - this.habits.indexLag);
		const hits = known.filter((each) => JSON.stringify(each).toLowerCase().includes(text));
		const shown = hits.slice(0, Math.min(Number(query.limit), this.habits.searchCap));
		const rows = shown.map((each) =>
			Object.fromEntries(
				Object.entries(each).filter(([name]) => !this.habits.searchLacks.includes(name)),
			),
		);
		return this.wrap(rows, 200, { total: hits.length, has_more: hits.length > shown.length });
	}

	private list(rows: IDataObject[], query: IDataObject): Answer {
		const offset = Number(query.offset ?? 0);
		const page = rows.slice(offset, offset + Number(query.limit ?? 20));
		return this.wrap(page, 200, {
			total: rows.length,
			has_more: offset + page.length < rows.length,
		});
	}

	private wrap(data: unknown, status = 200, pagination?: IDataObject): Answer {
		if (!this.habits.isEnveloped) return { status, body: data };
		const pages = pagination && this.habits.hasPagination ? { pagination } : {};
		return { status, body: { success: true, data, ...pages } };
	}

	private nextId(): string | number {
		const id = ++this.lastId;
		return this.habits.idsAsText ? String(id) : id;
	}
}

function failure(status: number): Answer {
	return { status, body: { success: false, error: { code: 'X', message: 'x', details: {} } } };
}

function coded(code: string): Error {
	return Object.assign(new Error(code), { code });
}

/** `POST /cases`, with `*` for one step of the path. */
function matches(asked: Asked, on: string): boolean {
	const [method, path = ''] = on.split(' ');
	const pattern = new RegExp(`^${path.replace(/\*/g, '[^/]+')}$`);
	return asked.method === method && pattern.test(asked.path);
}

function bodyOf(body: unknown): IDataObject {
	if (typeof body === 'object' && body !== null && Symbol.iterator in body) {
		const parts = [...(body as Iterable<[string, unknown]>)];
		return Object.fromEntries(
			parts.flatMap(([name, value]) =>
				typeof value === 'string' ? [[name, value]] : [['file_name', (value as File).name]],
			),
		);
	}
	return { ...(body as IDataObject) };
}

let lastKey = 0;

export interface Opened {
	helpline: ReturnType<typeof publishedDialect>;
	connection: Connection;
	log: string[];
}

/** Opens a run against the server; `account` keeps what one process remembers of a login. */
export async function open(
	server: Pick<FakeServer, 'httpRequest'>,
	settings: ICredentialDataDecryptedObject = {},
	account = `account-${++lastKey}`,
	signal?: AbortSignal,
): Promise<Opened> {
	const log: string[] = [];
	const context = {
		getCredentials: async () => ({
			baseUrl: 'https://helpline.example',
			apiKey: account,
			...settings,
		}),
		getNode: () => ({
			id: '1',
			name: 'OpenCHS',
			type: 'x',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		}),
		logger: { debug: (line: string) => log.push(line), info: (line: string) => log.push(line) },
		helpers: { httpRequestWithAuthentication: server.httpRequest },
		getExecutionCancelSignal: () => signal,
	} as unknown as IExecuteFunctions;
	const retry = { attempts: 3, firstWaitMs: 0, patienceMs: 1_000 };
	const connection = await connect(context, 'openChsApi', { retry, timeoutMs: 1_000 });
	return { helpline: publishedDialect(connection), connection, log };
}
