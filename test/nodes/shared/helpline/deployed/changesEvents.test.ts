import type { IDataObject } from 'n8n-workflow';

import { changeKey } from '../../../../../nodes/shared/changes/changeKey';
import type { EventName } from '../../../../../nodes/shared/changes/events';
import { happenedIn } from '../../../../../nodes/shared/helpline/deployed/changeEvents';
import { tableIn } from '../../../../../nodes/shared/helpline/deployed/wire/envelope';
import { parseAnswer } from '../../../../../nodes/shared/helpline/deployed/wire/parse';
import { recording } from '../../../../support/recordings.mts';
import { asking, CASE_EVENTS, FeedServer, ITEM, T } from './changesServer';

type AuditRow = [column: string, from: unknown, to: unknown];

/** A line with its audit, as a read tells it. */
async function told(
	line: IDataObject,
	audit: AuditRow[] = [],
	events: readonly EventName[] = CASE_EVENTS,
) {
	const server = new FeedServer();
	server.activity(10);
	const { helpline } = await server.open();
	const waited = new Set(events);
	const { mark } = await helpline.readChanges(asking({ events: waited }), ITEM);
	server.activity(11, line);
	server.audit(11, ...audit);
	const { changes } = await helpline.readChanges(asking({ mark, events: waited }), ITEM);
	expect(changes).toHaveLength(1);
	return changes[0] as (typeof changes)[0];
}

describe('what a line of the activity feed tells', () => {
	it('tells of a case with its name, its time and the case as it is now', async () => {
		const change = await told({ created_on: T + 9 });

		expect(change).toMatchObject({
			kind: 'case',
			id: '100001',
			version: `11.${T + 9}`,
			at: '2026-11-24T00:19:40Z',
			about: change.found,
			found: {
				raw: { id: '100001', narrative: 'Told at school\n\nA made-up story.' },
				record: {
					id: '100001',
					category: 'Abuse',
					priority: 'high',
					updated_at: '2026-11-24T00:19:40Z',
				},
			},
		});
		expect(changeKey('nairobi', change)).toBe(`nairobi:case:100001:11.${T + 9}`);
	});

	it.each<[string, IDataObject, AuditRow[], EventName[], IDataObject]>([
		['a creation', { activity: 1, status: 1, priority: 3 }, [], ['caseCreated'], {}],
		[
			'a creation that is escalated at once',
			{ activity: 1, escalated_to_id: 101 },
			[],
			['caseCreated', 'escalated'],
			{ is_escalated: { from: null, to: true } },
		],
		[
			'a note',
			{ aub_id: 0, detail: 'Called back' },
			[],
			['noteAdded', 'caseUpdated'],
			{ notes: { from: null, to: 'Called back' } },
		],
		['a new client', { activity: 6 }, [], ['caseUpdated'], {}],
		[
			'a status',
			{ status: 2 },
			[['status', 1, 2]],
			['statusChanged', 'caseUpdated'],
			{ status: { from: 'open', to: 'closed' } },
		],
		[
			'a status that was asked for and is the same',
			{ status: 1 },
			[['plan', 'Old plan', 'New plan']],
			['caseUpdated'],
			{ plan: { from: 'Old plan', to: 'New plan' } },
		],
		[
			'a request that changed nothing',
			{ status: 2, priority: 3, change_count: 0 },
			[],
			['caseUpdated'],
			{},
		],
		[
			'a raised priority',
			{ activity: 3, priority: 3 },
			[['priority', 1, 3]],
			['priorityRaised', 'caseUpdated'],
			{ priority: { from: 'low', to: 'high' } },
		],
		[
			'a first priority',
			{ activity: 4 },
			[['priority', '', 2]],
			['priorityRaised', 'caseUpdated'],
			{ priority: { from: null, to: 'medium' } },
		],
		[
			'a lowered priority',
			{ priority: 1 },
			[['priority', 3, 1]],
			['caseUpdated'],
			{ priority: { from: 'high', to: 'low' } },
		],
		[
			'a priority beyond the known ones',
			{},
			[['priority', 3, 'urgent']],
			['priorityRaised', 'caseUpdated'],
			{ priority: { from: 'high', to: 'urgent' } },
		],
		[
			'an escalation',
			{ escalated_to_id: 101 },
			[
				['escalated_to_id', 0, 101],
				['assigned_to_id', 100, 101],
				['assigned_to', 'test', 'sup1'],
			],
			['escalated', 'assigned', 'caseUpdated'],
			{
				is_escalated: { from: false, to: true },
				assigned_user_id: { from: '100', to: '101' },
				assigned_to: { from: 'test', to: 'sup1' },
			},
		],
		[
			'an escalation that ends',
			{},
			[['escalated_to_id', 101, 0]],
			['caseUpdated'],
			{ is_escalated: { from: true, to: false } },
		],
		[
			'an assignment that ends',
			{},
			[['assigned_to_id', 101, 0]],
			['caseUpdated'],
			{ assigned_user_id: { from: '101', to: null } },
		],
		[
			'another category',
			{ activity: 3 },
			[['case_category', '^Abuse^Beating', '^Neglect']],
			['caseUpdated'],
			{
				title: { from: 'Beating', to: 'Neglect' },
				category: { from: 'Abuse', to: 'Neglect' },
				subcategory: { from: 'Beating', to: null },
			},
		],
	])('tells %s', async (_what, line, audit, events, change) => {
		const { events: all, change: fields } = await told(line, audit);

		expect({ events: all, change: fields }).toEqual({ events, change });
	});

	it('suppresses nothing where the audit is gone: the earlier state is then not known', async () => {
		const all = { status: 2, priority: 3, escalated_to_id: 101 };

		expect(await told(all)).toMatchObject({
			events: ['escalated', 'priorityRaised', 'assigned', 'statusChanged', 'caseUpdated'],
			change: {
				status: { from: null, to: 'closed' },
				priority: { from: null, to: 'high' },
				is_escalated: { from: null, to: true },
			},
		});
		expect((await told({ priority: 1 })).events).toEqual(['caseUpdated']);
	});

	it('believes no audit of another table or of a refused update', async () => {
		const server = new FeedServer();
		server.activity(10);
		const { helpline } = await server.open();
		const { mark } = await helpline.readChanges(asking(), ITEM);
		server.activity(11);
		server.tables.au?.push({ id: 1, aub_id: 50_011, t: 'clients', k: 'status', v: 2, v_: 1 });
		server.tables.au?.push({ id: 2, aub_id: 50_012, t: 'cases', k: 'status', v: 2, v_: 1 });

		const { changes } = await helpline.readChanges(asking({ mark }), ITEM);

		expect(changes.map(({ events, change }) => ({ events, change }))).toEqual([
			{ events: ['caseUpdated'], change: {} },
		]);
	});

	it('reads the audits of many changes in batches of a hundred', async () => {
		const server = new FeedServer();
		server.activity(1_000);
		const { helpline, asked } = await server.open();
		const { mark } = await helpline.readChanges(asking(), ITEM);
		for (let n = 1; n <= 250; n++) {
			server.activity(1_000 + n);
			server.audit(1_000 + n, ['status', 1, 2], ['plan', 'a', 'b'], ['narrative', 'a', 'b']);
		}
		asked.length = 0;

		const { changes } = await helpline.readChanges(asking({ mark }), ITEM);

		expect(changes.filter(({ events }) => events.includes('statusChanged'))).toHaveLength(250);
		expect(asked.map(({ path }) => path)).toEqual([
			'/case_activities',
			'/case_activities',
			'/cases',
			'/au',
			'/au',
			'/au',
		]);
	});
});

describe('recorded lines', () => {
	const tables = (number: number, resource: string) => {
		const parsed = parseAnswer(recording(number).response.text);
		if (!parsed.ok) throw new Error('no answer');
		const table = tableIn(parsed.answer, resource);
		if (!table) throw new Error('no table');
		return table.rows;
	};

	it('tells the newest lines (65) and those of a window (66)', () => {
		expect(tables(65, 'case_activities').map((raw) => happenedIn(raw, []).events)).toEqual([
			['caseUpdated'],
			['caseUpdated'],
			['caseUpdated'],
			['caseUpdated'],
			['caseUpdated'],
		]);
		expect(tables(66, 'case_activities').map((raw) => happenedIn(raw, null).events)).toEqual(
			Array<string[]>(5).fill(['caseCreated']),
		);
	});

	it('tells a closed case with its earlier state and its plan (67)', () => {
		const [raw = {}] = tables(67, 'case_activities');

		expect(happenedIn(raw, tables(67, 'au'))).toEqual({
			events: ['statusChanged', 'caseUpdated'],
			change: {
				status: { from: 'open', to: 'closed' },
				plan: { from: 'Made-up follow-up plan.', to: 'Closed by integration.' },
			},
		});
		expect(happenedIn(raw, null)).toEqual({
			events: ['caseUpdated'],
			change: { status: { from: null, to: 'closed' } },
		});
	});

	it('tells an assignment (68) and a note (69)', () => {
		const audit = tables(68, 'au').filter(({ aub_id }) => aub_id === '38');
		const [note = {}] = tables(69, 'case_activities');

		expect(happenedIn({ activity: '2', aub_id: '38', change_count: '9' }, audit)).toEqual({
			events: ['assigned', 'caseUpdated'],
			change: {
				assigned_to: { from: 'test', to: 'sup1' },
				assigned_user_id: { from: '100', to: '101' },
			},
		});
		expect(happenedIn(note, [])).toEqual({
			events: ['noteAdded', 'caseUpdated'],
			change: { notes: { from: null, to: 'Note added by integration' } },
		});
	});
});
