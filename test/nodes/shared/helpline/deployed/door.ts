import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { OpenChs } from '../../../../../nodes/OpenChs/OpenChs.node';
import { deployedDialect } from '../../../../../nodes/shared/helpline/deployed';
import type { Helpline } from '../../../../../nodes/shared/helpline/verbs';
import type { Connection } from '../../../../../nodes/shared/transport/connection';
import { connect } from '../../../../../nodes/shared/transport/connection';
import { buildContext } from '../../../../support/context';
import { recording } from '../../../../support/recordings.mts';

export interface Asked {
	method: string;
	/** Below the API, with encoded steps: `/cases/100001`. */
	path: string;
	query: IDataObject;
	body: IDataObject;
}

export interface Reply {
	status?: number;
	body?: unknown;
	headers?: IDataObject;
	/** No answer: the code of the network's error. */
	lost?: string;
}

export type Server = (asked: Asked) => Reply | undefined;

let logins = 0;

/** The dialect over a server that answers as told; what it does not know is an empty list. */
export async function helplineOver(
	server: Server,
	settings: IDataObject = {},
): Promise<{
	helpline: Helpline;
	connection: Connection;
	asked: Asked[];
	writes: () => Asked[];
}> {
	const asked: Asked[] = [];
	logins += 1;
	const { context } = buildContext({
		nodeType: OpenChs,
		credentials: {
			openChsLoginApi: {
				baseUrl: 'http://localhost:9',
				// Keys that were tried are remembered per login.
				user: `user-${logins}`,
				password: 'made-up',
				...settings,
			} as ICredentialDataDecryptedObject,
		},
		http: (options) => {
			const each = read(options);
			asked.push(each);
			const reply = server(each) ?? known(each);
			if (reply.lost) throw Object.assign(new Error('lost'), { code: reply.lost });
			const { status = 200, body = '', headers = {} } = reply;
			return {
				statusCode: status,
				headers,
				body:
					typeof body === 'string' || options.encoding === 'stream' ? body : JSON.stringify(body),
			};
		},
	});
	const connection = await connect(context, 'openChsLoginApi', {
		retry: { attempts: 3, firstWaitMs: 1, patienceMs: 1_000 },
		timeoutMs: 1_000,
	});
	return {
		helpline: deployedDialect(connection),
		connection,
		asked,
		writes: () => asked.filter(({ method }) => method !== 'GET'),
	};
}

function read({ method, url, qs, body }: IHttpRequestOptions): Asked {
	return {
		method: method ?? 'GET',
		path: new URL(url).pathname.replace('/helpline/api', ''),
		query: (qs ?? {}) as IDataObject,
		body: (body ?? {}) as IDataObject,
	};
}

/** Where each list's columns were recorded. */
const RECORDED: Record<string, [number, string]> = {
	attachments: [31, 'attachments'],
	au: [67, 'au'],
	auth: [6, 'auth'],
	calls: [80, 'calls'],
	case_activities: [65, 'case_activities'],
	cases: [33, 'cases'],
	clients: [62, 'clients'],
	clients_del: [61, 'clients_del'],
	files: [26, 'files'],
	messages: [78, 'messages'],
	perpetrators: [31, 'perpetrators'],
	reporters: [31, 'reporters'],
	subcategories: [73, 'subcategories'],
	users: [75, 'users'],
};

type Columns = Record<string, string[]>;

/** An answer of the server: rows of one list under the columns that were recorded, filters echoed. */
export function rowsOf(
	resource: string,
	records: readonly IDataObject[],
	{ query = {}, total = records.length }: { query?: IDataObject; total?: number } = {},
): IDataObject {
	const columns = columnsOf(resource);
	const width = Math.max(...Object.values(columns).map(([position]) => Number(position))) + 1;
	const rows = records.map((record) => {
		const row = Array<string>(width).fill('');
		for (const [name, value] of Object.entries(record)) {
			row[Number(columns[name]?.[0])] = String(value);
		}
		return [...row, '0', 'ro0', 'rc0'];
	});
	const echoed = Object.fromEntries(
		Object.entries(columns).map(([name, [position = '']]) => [
			name,
			[position, name, String(query[name] ?? query[`${name}__`] ?? ''), '', ''],
		]),
	);
	const last = Number(query._o ?? 0) + records.length;
	return {
		[resource]: rows,
		[`${resource}_k`]: echoed,
		[`${resource}_ctx`]: [['0', '100', '1', String(last), String(total), '', '']],
	};
}

function columnsOf(resource: string): Columns {
	const [number, name] = RECORDED[resource] ?? [33, 'cases'];
	const answer = JSON.parse(recording(number).response.text) as IDataObject;
	return answer[`${name}_k`] as unknown as Columns;
}

/** What most tests need and few are about: an administrator, the lists, and nothing else. */
function known({ path, query }: Asked): Reply {
	const resource = path.split('/')[1] ?? '';
	if (resource === 'auth') {
		return { body: rowsOf('auth', [{ id: 100, usn: 'test', role: 99 }], { query }) };
	}
	if (resource === 'users') {
		const users = [
			{ id: 101, usn: 'sup1', role: 2, is_active: 1 },
			{ id: 102, usn: 'coun1', role: 1, is_active: 0 },
		];
		return { body: rowsOf('users', users, { query }) };
	}
	if (resource === 'subcategories') {
		return { body: rowsOf('subcategories', entriesBelow(String(query.root_id_)), { query }) };
	}
	return { body: rowsOf(resource, [], { query }) };
}

const ENTRIES: Record<string, ReadonlyArray<[number, string]>> = {
	'362557': [
		[87, '^Abuse'],
		[362263, '^Abuse^Physical Abuse'],
		[362264, '^Abuse^Physical Abuse^Beating'],
		[362999, '^Neglect^Beating'],
	],
	'101': [
		[361951, '^6-12'],
		[361955, '^35-59'],
	],
	'120': [
		[121, '^Male'],
		[122, '^Female'],
	],
	'88': [
		[258783, '^Central'],
		[258785, '^Central^Kampala^Kampala Central'],
	],
	'236634': [[236635, '^Parent']],
	'113': [[116, '^Counselling']],
};

export function entriesBelow(root: string): IDataObject[] {
	return (ENTRIES[root] ?? []).map(([id, fullname]) => ({
		id,
		fullname,
		name: fullname.split('^').at(-1) ?? '',
		category_id: root,
		isactive: 1,
		root_id_: root,
	}));
}

/** A row of a case as the server keeps it. */
export function caseRow(record: IDataObject = {}): IDataObject {
	return {
		id: 100001,
		created_on: 1795479566,
		created_by: 'test',
		created_by_id: 100,
		case_category_id: 362264,
		case_category: '^Abuse^Physical Abuse^Beating',
		priority: 3,
		status: 1,
		gbv_related: 0,
		narrative: 'Told at school\n\nA made-up story.',
		plan: 'Call back',
		reporter_id: 7001,
		reporter_fullname: 'Rita Reporter',
		reporter_phone: '254300000001',
		final_status: 1,
		...record,
	};
}

/** A whole case: its row, and the lists beside it. */
export function wholeCase(
	record: IDataObject = {},
	related: Record<string, readonly IDataObject[]> = {},
): IDataObject {
	const lists = ['reporters', 'clients', 'perpetrators', 'attachments', 'case_activities'];
	const row = rowsOf('cases', [caseRow(record)]);
	delete row.cases_ctx;
	return Object.assign(
		row,
		...(lists.map((name) => rowsOf(name, related[name] ?? [])) as object[]),
	);
}

/** What a person gives for a case, complete for this server. */
export const FIELDS: IDataObject = {
	title: 'Told at school',
	description: 'A made-up story.',
	category: 'Physical Abuse',
	priority: 'high',
	plan: 'Call back',
	gbv_related: 'no',
	reporter_name: 'Rita Made Up',
	reporter_phone: '+254 300-000 001',
	reporter_age_group: '35-59',
	reporter_sex: 'female',
};

export const CHILD: IDataObject = {
	child_name: 'Cleo Client',
	child_age: 9,
	child_gender: 'female',
	child_location: 'Kampala Central',
	reporter_relationship: 'Parent',
};

export function keyOf(key: string, more: object = {}) {
	return { key, isMapped: false, content: null, isRetry: false, ...more };
}
