import type { IDataObject } from 'n8n-workflow';

import { deployedExport } from '../../../../../nodes/shared/helpline/deployed/caseExport';
import type { ExportAsk } from '../../../../../nodes/shared/helpline/export';
import { caseRow, helplineOver, rowsOf } from './door';

const FIRST = 1_795_000_000;
const CASES = Array.from({ length: 600 }, (_, n) =>
	caseRow({ id: 100_001 + n, created_on: FIRST + n }),
);
const ASK: ExportAsk = {
	query: {},
	changedBefore: null,
	now: (FIRST + 1_000) * 1_000,
	withChildren: true,
};

/** A server with 600 cases of a child each, oldest first. */
async function server() {
	return await helplineOver(({ path, query }) => {
		const offset = Number(query._o ?? 0);
		if (path === '/cases') {
			const page = CASES.slice(offset, offset + Number(query._c));
			return { body: rowsOf('cases', page, { query, total: CASES.length }) };
		}
		if (path !== '/clients') return undefined;
		const children = String(query.case_id_).split(',').map(childOf);
		return { body: rowsOf('clients', children, { query }) };
	});
}

function childOf(id: string): IDataObject {
	return { id: Number(id) + 500_000, case_id_: id, contact_fullname: 'Made-up Child' };
}

describe("an export from the helpline's own server", () => {
	it('gives each case once, with its child', async () => {
		const { connection } = await server();
		const walk = deployedExport(connection).walkCases(ASK, 0);
		const ids: string[] = [];
		let page = await walk.next();
		for (; !page.done; page = await walk.next()) {
			for (const { record } of page.value) {
				ids.push(String(record.id));
				expect(record.child_name).toBe('Made-up Child');
			}
		}

		expect(ids).toEqual(CASES.map(({ id }) => String(id)));
		expect(page.value).toMatchObject({ read: 600, total: 600, isWhole: true });
	});

	it('asks for the next page before the children of a page are read', async () => {
		const { connection, asked } = await server();
		const walk = deployedExport(connection).walkCases(ASK, 0);
		await walk.next();

		const pages = asked.filter(({ query }) => Number(query._c) > 1);
		expect(pages.map(({ path }) => path)).toEqual(['/cases', '/cases', '/clients']);
		await walk.return({} as never);
	});

	it('leaves nothing under way when it is given up', async () => {
		const { connection, asked } = await server();
		const walk = deployedExport(connection).walkCases(ASK, 0);
		await walk.next();
		await walk.return({} as never);
		const before = asked.length;
		for (let turn = 0; turn < 1_000; turn++) await Promise.resolve();

		expect(asked).toHaveLength(before);
		expect(await walk.next()).toMatchObject({ done: true });
	});
});
