import type { IDataObject } from 'n8n-workflow';

import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import type { Asked, Reply, Server } from './door';
import { caseRow, rowsOf, wholeCase } from './door';

export const ITEM = 4;

/** A server that creates what it is told, and remembers it. */
export function creating(over: Server = () => undefined): {
	server: Server;
	cases: IDataObject[];
	clients: IDataObject[];
	notes: IDataObject[];
} {
	const cases: IDataObject[] = [];
	const clients: IDataObject[] = [];
	const notes: IDataObject[] = [];
	const save = ({ method, path, query, body }: Asked): Reply | undefined => {
		if (method === 'GET' && path === '/cases') {
			const found = cases.filter(({ src_uid }) => src_uid === query.src_uid);
			return { body: rowsOf('cases', found, { query }) };
		}
		if (method === 'GET' && /^\/cases\/\d+$/.test(path)) {
			const found = cases.filter(({ id }) => `/cases/${String(id)}` === path);
			if (found.length === 0) return { body: { ...wholeCase(), cases: [] } };
			return { body: wholeCase(found[0], { clients }) };
		}
		if (method === 'GET' && path === '/clients') {
			return { body: rowsOf('clients', clients, { query }) };
		}
		if (method === 'GET' && path === '/case_activities') {
			const found = notes.filter(
				(note) =>
					(query.case_id === undefined || String(note.case_id) === query.case_id) &&
					(query.src_uid === undefined || note.src_uid === query.src_uid),
			);
			return { body: rowsOf('case_activities', found, { query }) };
		}
		if (method !== 'POST') return undefined;
		if (path === '/cases') {
			const { src_uid, narrative } = body;
			cases.push(caseRow({ id: 100_001 + cases.length, src_uid, narrative }));
			return { status: 201, body: wholeCase(cases.at(-1)) };
		}
		if (path.endsWith('/clients')) {
			const id = path.split('/')[2];
			clients.push({ id: 8001 + clients.length, case_id: id, case_id_: id, src_uid: body.src_uid });
			return { status: 201, body: rowsOf('clients', clients.slice(-1)) };
		}
		if (path === '/case_activities') {
			notes.push({ id: 20_001 + notes.length, aub_id: 0, ...body });
			return { status: 201, body: rowsOf('case_activities', notes.slice(-1)) };
		}
		return undefined;
	};
	return { server: (asked) => over(asked) ?? save(asked), cases, clients, notes };
}

export async function refusal(promise: Promise<unknown>) {
	const error: unknown = await promise.then(
		() => undefined,
		(each: unknown) => each,
	);
	return reasonOf(error);
}
