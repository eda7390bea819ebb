import type { IDataObject } from 'n8n-workflow';

import type { FoundCase } from '../../record/case';
import { ahead } from '../../export/ahead';
import type { Connection } from '../../transport/connection';
import type { ExportAsk, ExportEnd, ExportVerbs, ExportWalk } from '../export';
import { countSentence } from '../export';
import { read, readWhole } from './api';
import { toRecord } from './caseRecord';
import { toServerQuery } from './caseQuery';
import { CHANGED_AT, changedCases } from './changedCases';
import { damagedRemark, isDamaged, walkList } from './lists';
import { caseNumberPrefix } from './settings';
import { filterOf, secondsOf, walkWindows } from './windowWalk';
import type { Window } from './wire/windows';
import { WindowPlan } from './wire/windows';

/** What an export asks of the helpline's own server. */
export function deployedExport(connection: Connection): ExportVerbs {
	return {
		now: async (item) => {
			const call = { verb: 'listCases', resource: 'cases', query: { _c: 1 } };
			const found = await read(connection, call, item);
			return found.kind === 'answer' ? found.now : Date.now();
		},
		walkCases: (ask, item) => walkExport(connection, ask, item),
	};
}

async function* walkExport(connection: Connection, ask: ExportAsk, item: number): ExportWalk {
	const { createdAfter, createdBefore, updatedSince, ...others } = ask.query;
	const { query: filters, remarks } = await toServerQuery(connection, others, item);
	const created: Window = {
		from: secondsOf(createdAfter ?? 0),
		until: Math.min(
			createdBefore === undefined ? Infinity : secondsOf(createdBefore),
			secondsOf(ask.now) + 1,
		),
	};
	if (created.until <= created.from) return nothing(remarks);
	const damaged: IDataObject[] = [];
	const { changedBefore, now } = ask;
	const pages =
		updatedSince === undefined
			? walkCreated(connection, filters, created, item)
			: changedCases(
					connection,
					filters,
					created,
					{ since: updatedSince, changedBefore, now },
					item,
				);
	// While the rows of a page become cases, and their children are read, the next page is on its way.
	const walk = ahead(pages);
	let page = await walk.next();
	try {
		for (; !page.done; page = await walk.next()) {
			damaged.push(...page.value.filter(isDamaged));
			const rows = page.value.filter((row) => !isDamaged(row));
			yield await present(connection, rows, ask.withChildren, item);
		}
	} finally {
		await walk.return({ read: 0, total: null });
	}
	const { read: count, total } = page.value;
	const differs = total !== null && total !== count;
	return {
		read: count,
		total,
		damaged: damaged.length,
		// With filters, a case that is written meanwhile comes into the question or leaves it.
		isWhole: total === null || count >= total || Object.keys(filters).length > 0,
		remarks: [
			...remarks,
			...damagedRemark(damaged),
			...(differs ? [countSentence(count, total)] : []),
		],
	};
}

function nothing(remarks: string[]): ExportEnd {
	return { read: 0, total: 0, damaged: 0, isWhole: true, remarks };
}

/** All cases of a question, oldest first, by windows of their creation time. */
async function* walkCreated(
	connection: Connection,
	filters: IDataObject,
	created: Window,
	item: number,
): AsyncGenerator<IDataObject[], { read: number; total: number | null }> {
	const whole = { ...filters, created_on: filterOf(created) };
	const call = { verb: 'listCases', resource: 'cases', query: filters };
	const opening = await read(
		connection,
		{ ...call, query: { ...whole, sort: 'created_on', _c: 1 } },
		item,
	);
	const { rows = [], context = null } = opening.kind === 'answer' ? opening.table : {};
	const oldest = rows[0]?.created_on;
	const from = typeof oldest === 'string' ? secondsOf(oldest) : created.from;
	const plan = new WindowPlan({ ...created, from }, context?.total ?? 0);
	const order = { sort: 'created_on,id' };
	const count = yield* walkWindows(connection, call, plan, order, item);
	const { table } = await readWhole(connection, { ...call, query: { ...whole, _c: 1 } }, item);
	return { read: count, total: table.context?.total ?? null };
}

/** The cases of a page, with their children read for all of them at once. */
async function present(
	connection: Connection,
	rows: readonly IDataObject[],
	withChildren: boolean,
	item: number,
): Promise<FoundCase[]> {
	const prefix = caseNumberPrefix(connection);
	const children = withChildren ? await childrenOf(connection, rows, item) : null;
	return rows.map((row) => {
		const { [CHANGED_AT]: changedAt, ...raw } = row;
		const updatedAt = typeof changedAt === 'string' ? changedAt : null;
		const clients = children?.get(String(raw.id)) ?? [];
		const record = toRecord(raw, prefix, children ? { clients, updatedAt } : undefined);
		return { raw, resource: 'cases', record: { ...record, updated_at: updatedAt } };
	});
}

/** Clients are listed by the case that they hang on; several cases in one question (helpline v1, 6.3). */
async function childrenOf(
	connection: Connection,
	rows: readonly IDataObject[],
	item: number,
): Promise<Map<string, IDataObject[]>> {
	const byCase = new Map<string, IDataObject[]>();
	if (rows.length === 0) return byCase;
	const query = { case_id_: rows.map(({ id }) => String(id)).join(',') };
	const call = { verb: 'listRelated', resource: 'clients', query };
	for await (const page of walkList(connection, call, Infinity, item, CHILDREN_PAGE)) {
		for (const client of page.filter((row) => !isDamaged(row))) {
			const id = String(client.case_id_);
			byCase.set(id, [...(byCase.get(id) ?? []), client]);
		}
	}
	for (const clients of byCase.values()) clients.sort((a, b) => Number(a.id) - Number(b.id));
	return byCase;
}

/** Few cases have more than one or two. */
const CHILDREN_PAGE = 500;
