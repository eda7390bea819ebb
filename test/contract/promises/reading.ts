import type { IDataObject } from 'n8n-workflow';

import { callMethod } from '../../support/engine';
import { OpenChs } from '../../../nodes/OpenChs/OpenChs.node';
import { endSession } from '../outside.mts';
import type { ContractPromise } from '../promise';
import { counted, NotRun } from '../promise';
import type { Server } from '../server';
import { idsOf, MISSING_ID, on, recordsOf, requestsOf } from '../server';

/** Cases read at most, so that a server with a hundred thousand is not held up. */
const MANY = 1_000;
/** Rows that a page of the walk brings beyond those that it shares with the page before. */
const FRESH_PER_PAGE = 95;
const MOST_FOR_MANY = 12;

interface Window {
	from: string;
	middle: string;
	until: string;
}

export const readingPromises: readonly ContractPromise[] = [
	{
		says: 'get many reads all pages: each case once',
		does: 'read',
		async prove(server) {
			const listed = await server.list({ limit: MANY });
			const ids = idsOf(listed);
			expect(new Set(ids).size).toBe(ids.length);
			if (server.sandbox) {
				const stored = await server.sandbox.admin.cases();
				const there = stored.filter(({ deleted_at }) => deleted_at === null);
				expect(ids.length).toBe(Math.min(MANY, there.length));
			}
			if (ids.length === MANY) return `${ids.length} cases, the most that is asked here`;
			// Others may be writing: more may come in the meantime, none may be missing.
			const all = new Set(idsOf(await server.list({})));
			expect(ids.filter((id) => !all.has(id))).toEqual([]);
			return counted(ids.length, 'case');
		},
	},
	{
		says: `get many of ${MANY} cases takes at most ${MOST_FOR_MANY} requests`,
		does: 'read',
		async prove(server) {
			const run = await server.run({
				resource: 'case',
				operation: 'getAll',
				parameters: { returnAll: false, limit: MANY },
			});
			const count = recordsOf(run).length;
			const most = count === MANY ? MOST_FOR_MANY : Math.ceil(count / FRESH_PER_PAGE) + 1;
			expect(requestsOf(run)).toBeLessThanOrEqual(most);
			return `${counted(requestsOf(run), 'request')} for ${counted(count, 'case')}`;
		},
	},
	{
		says: 'a window of time is exact: its start is in, its end is out',
		does: 'read',
		async prove(server) {
			const { from, middle, until } = await windowOf(server);
			const within = async (createdAfter: string, createdBefore: string) =>
				await server.list({ filters: { createdAfter, createdBefore } });
			const all = await within(from, until);
			const first = await within(from, middle);
			const second = await within(middle, until);
			expect([...idsOf(first), ...idsOf(second)].sort()).toEqual(idsOf(all).sort());
			expect(outside(all, from, until)).toBe(0);
			expect(outside(first, from, middle)).toBe(0);
			expect(outside(second, middle, until)).toBe(0);
			expect(timesOf(all)).toContain(Date.parse(from));
			expect(timesOf(second)).toContain(Date.parse(middle));
			expect((await within(from, from)).length).toBe(0);
			return `${all.length} = ${first.length} + ${second.length} cases`;
		},
	},
	{
		says: 'filters are obeyed: status, priority and time of change',
		does: 'read',
		async prove(server) {
			const sample = await server.sample();
			const [first] = sample;
			if (!first) throw new NotRun('the server has no case');
			const { priority, status } = first;
			const chosen = await server.list({
				limit: 50,
				filters: { priority: [priority], status: [status] } as IDataObject as never,
			});
			expect(chosen.length).toBeGreaterThan(0);
			const others = chosen.filter((each) => each.priority !== priority || each.status !== status);
			expect(others.length).toBe(0);
			const nobody = await server.list({ filters: { updatedSince: '2090-01-01T00:00:00Z' } });
			expect(nobody.length).toBe(0);
			return counted(chosen.length, 'case');
		},
	},
	{
		says: 'a case that does not exist is not found, and never a blank record',
		does: 'read',
		async prove(server) {
			const parameters = on(MISSING_ID);
			const reads = [
				{ resource: 'case', operation: 'get', parameters },
				{ resource: 'activity', operation: 'getAll', parameters },
				{ resource: 'attachment', operation: 'getAll', parameters },
				{ resource: 'communication', operation: 'getAll', parameters },
			];
			for (const use of reads) expect((await server.refusal(use)).code).toBe('not_found');
			const unknownKey = { externalKey: `${server.mark}-nobody` };
			const byKey = { resource: 'case', operation: 'getByExternalKey', parameters: unknownKey };
			expect((await server.refusal(byKey)).code).toBe('not_found');
			return counted(reads.length + 1, 'operation');
		},
	},
	{
		says: 'every reference list answers, or is said not to be offered',
		does: 'read',
		async prove(server) {
			const counts: string[] = [];
			for (const list of listsOfScreen()) {
				const run = await server.run({
					resource: 'referenceList',
					operation: 'getAll',
					parameters: { referenceList: list, returnAll: true },
				});
				if (run.error) expect(run.error.message).toMatch(/does not offer|not offered/i);
				counts.push(`${list} ${run.error ? '-' : recordsOf(run).length}`);
			}
			return counts.join(', ');
		},
	},
	{
		says: "the editor's pickers and fields are fed by the server",
		does: 'read',
		async prove(server) {
			const request = {
				parameters: {
					authentication: server.side === 'published' ? 'apiKey' : 'login',
					resource: 'case',
					operation: 'create',
				},
				credentials: [server.credential],
			};
			const cases = await callMethod(OpenChs, 'listSearch', 'searchCases', request);
			const fields = await callMethod(OpenChs, 'resourceMapping', 'getCaseFields', request);
			const users = await callMethod(OpenChs, 'loadOptions', 'getUsers', request);
			const needed = fields.result.fields.filter(({ required }) => required).map(({ id }) => id);
			expect(needed).toEqual(expect.arrayContaining(['title', 'category', 'priority']));
			if (server.side === 'deployed') expect(needed).toContain('plan');
			return `${cases.result.results.length} cases, ${fields.result.fields.length} fields, ${users.result.length} users`;
		},
	},
	{
		says: 'a session that was ended from outside is renewed once, and the run goes on',
		does: 'read',
		only: 'deployed',
		async prove(server) {
			await server.list({ limit: 1 });
			const before = server.session;
			expect(before).not.toBe('');
			await endSession(server.url, before);
			const run = await server.run(
				{
					resource: 'case',
					operation: 'getAll',
					parameters: { returnAll: false, limit: 1 },
				},
				{ items: [{ json: {} }, { json: {} }, { json: {} }] },
			);
			recordsOf(run);
			expect(run.renewals.map(({ isExpired }) => isExpired)).toEqual([true]);
			expect(server.session).not.toBe(before);
			return `${counted(run.renewals.length, 'renewal')} for 3 items`;
		},
	},
];

/** Two stretches between times at which cases of the sample were made. */
async function windowOf(server: Server): Promise<Window> {
	const times = [...new Set(timesOf(await server.sample()))].sort((a, b) => a - b);
	const at = (part: number) => times[Math.floor((times.length - 1) * part)];
	const [from, middle, until] = [at(0), at(0.5), at(1)];
	if (times.length < 3 || from === undefined || middle === undefined || until === undefined) {
		throw new NotRun('the server has too few cases');
	}
	return { from: iso(from), middle: iso(middle), until: iso(until) };
}

function iso(time: number): string {
	return new Date(time).toISOString();
}

function timesOf(records: readonly IDataObject[]): number[] {
	return records.map(({ created_at }) => Date.parse(String(created_at)));
}

function outside(records: readonly IDataObject[], from: string, until: string): number {
	return timesOf(records).filter((time) => time < Date.parse(from) || time >= Date.parse(until))
		.length;
}

/** The lists that a person can choose on the screen. */
function listsOfScreen(): string[] {
	const { properties } = new OpenChs().description;
	const options = properties.find(({ name }) => name === 'referenceList')?.options ?? [];
	return options.flatMap((option) => ('value' in option ? [String(option.value)] : []));
}
