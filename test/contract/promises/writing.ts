import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { byId, mapped } from '../../support/operations';
import type { ContractPromise } from '../promise';
import { counted, NotRun } from '../promise';
import type { Server } from '../server';
import { idsOf, MISSING_ID, on, recordsOf, requestsOf, rows } from '../server';

/** More than the ten at which a related list is cut. */
const MORE_THAN_TEN = 12;

/** What breaks servers that keep escaped text: quotes, signs of HTML, accents, other scripts, lines. */
const HARD_TEXT = 'Said "no" \\ it\'s <5 & >3, Chloé, 你好, 🙂\nsecond line\twith a tab';

export const writingPromises: readonly ContractPromise[] = [
	{
		says: 'a case comes back as it was written, special characters included',
		does: 'write',
		async prove(server) {
			const fields = await server.fields('Round trip');
			const description = `${HARD_TEXT} ${server.mark}`;
			const [created] = recordsOf(await server.create({ ...fields, description }));
			const [read] = await server.ask({
				resource: 'case',
				operation: 'get',
				parameters: on(String(created?.id), {
					output: 'selected',
					outputFields: ['description', 'priority', 'reporter_name', 'child_name', 'child_age'],
				}),
			});
			expect(String(read?.description)).toContain(description);
			expect(read).toMatchObject({
				priority: fields.priority,
				reporter_name: fields.reporter_name,
				child_name: fields.child_name,
			});
			expect(String(read?.child_age)).toBe(String(fields.child_age));
			return '5 fields';
		},
	},
	{
		says: 'words are found whatever accents and quotes they have',
		does: 'write',
		async prove(server) {
			const fields = await server.fieldsWithoutChild('Search');
			const description = `Chloé said "tomorrow" ${server.mark}-words`;
			const [created] = recordsOf(await server.create({ ...fields, description }));
			const found = await server.list({
				filters: { text: `chloé "tomorrow" ${server.mark}-words` },
			});
			expect(idsOf(found)).toEqual([String(created?.id)]);
			return counted(found.length, 'case');
		},
	},
	{
		says: 'no double: an external key that comes again finds its case',
		does: 'write',
		async prove(server) {
			const externalKey = `${server.mark}-again`;
			const fields = await server.fieldsWithoutChild('Again');
			const create = async (count: number) =>
				recordsOf(await server.create(fields, { externalKey }, { items: rows(count) }));
			const records = [...(await create(1)), ...(await create(3))];
			expect(new Set(idsOf(records)).size).toBe(1);
			expect(records.map(({ outcome }) => outcome)).toEqual([
				'created',
				...Array.from({ length: 3 }, () => 'already_there'),
			]);
			return `${counted(records.length, 'create')}, 1 case`;
		},
	},
	{
		says: 'no double: a stored execution that is run again finds what it made',
		does: 'write',
		async prove(server) {
			const fields = await server.fieldsWithoutChild('Retried');
			const items = rows(2).map(({ json }) => ({ json: { ...json, mark: server.mark } }));
			const first = recordsOf(await server.create(fields, {}, { items }));
			const again = recordsOf(await server.create(fields, {}, { items, mode: 'retry' }));
			expect(idsOf(again)).toEqual(idsOf(first));
			return `${counted(first.length + again.length, 'create')}, ${counted(first.length, 'case')}`;
		},
	},
	{
		says: 'create or update changes what differs, and nothing when nothing does',
		does: 'write',
		async prove(server) {
			const externalKey = `${server.mark}-changed`;
			const fields = await server.fields('Changed');
			const upsert = async (more: INodeParameters) =>
				(
					await server.ask({
						resource: 'case',
						operation: 'upsert',
						parameters: { externalKey, fields: mapped({ ...fields, ...more }) },
					})
				)[0];
			const steps = [await upsert({}), await upsert({}), await upsert({ priority: 'high' })];
			expect(steps.map((step) => step?.outcome)).toEqual(['created', 'unchanged', 'updated']);
			expect(new Set(steps.map((step) => String(step?.id))).size).toBe(1);
			expect(steps[2]?.priority).toBe('high');
			return steps.map((step) => step?.outcome).join(', ');
		},
	},
	{
		says: 'no phantom: a change or a note of a case that does not exist is not found',
		does: 'write',
		async prove(server) {
			const missing = { caseId: byId(MISSING_ID) };
			const writes = [
				{
					resource: 'activity',
					operation: 'create',
					parameters: { ...missing, activityType: 'note', description: 'For nobody' },
				},
				{
					resource: 'case',
					operation: 'update',
					parameters: { ...missing, fields: mapped({ priority: 'high' }) },
				},
			];
			for (const use of writes) expect((await server.refusal(use)).code).toBe('not_found');
			return counted(writes.length, 'operation');
		},
	},
	{
		says: 'lists that hang on a case are complete above ten',
		does: 'write',
		async prove(server) {
			const caseId = await server.ownCase('with many');
			const note = on(caseId, { activityType: 'note', description: '=Note {{ $json.row }}' });
			const items = rows(MORE_THAN_TEN);
			await server.ask({ resource: 'activity', operation: 'create', parameters: note }, { items });
			const listed = await server.ask({
				resource: 'activity',
				operation: 'getAll',
				parameters: on(caseId, { returnAll: true }),
			});
			const notes = listed.filter(({ activity_type }) => activity_type === 'note');
			expect(notes.length).toBe(MORE_THAN_TEN);
			expect(new Set(idsOf(notes)).size).toBe(MORE_THAN_TEN);
			return counted(notes.length, 'note');
		},
	},
	{
		says: 'the children of a case are complete above ten, in the case and in the list of people',
		does: 'write',
		only: 'deployed',
		async prove(server) {
			const caseId = await server.ownCase('with many children');
			const child = on(caseId, {
				personKind: 'client',
				fields: mapped({ name: '=Zuri Test{{ $json.row }}' }),
			});
			const items = rows(MORE_THAN_TEN);
			await server.ask({ resource: 'person', operation: 'create', parameters: child }, { items });
			const people = on(caseId, { personKind: 'client', returnAll: true });
			const listed = await server.ask({
				resource: 'person',
				operation: 'getAll',
				parameters: people,
			});
			const selected = { output: 'selected', outputFields: ['children'] };
			const read = on(caseId, selected);
			const [record] = await server.ask({ resource: 'case', operation: 'get', parameters: read });
			// The case itself was made with its first child.
			expect(listed.length).toBe(MORE_THAN_TEN + 1);
			expect((record?.children as unknown[]).length).toBe(MORE_THAN_TEN + 1);
			return counted(listed.length, 'child', 'children');
		},
	},
	{
		says: 'requests per row, default key: a create is 1, with a child 1',
		does: 'write',
		only: 'published',
		async prove(server) {
			return await requestsPerRow(server, { plain: 1, withChild: 1, isMapped: false });
		},
	},
	{
		says: 'requests per row, default key: a create is 1, with a child 2',
		does: 'write',
		only: 'deployed',
		async prove(server) {
			return await requestsPerRow(server, { plain: 1, withChild: 2, isMapped: false });
		},
	},
	{
		says: 'requests per row, mapped key: one look-up and one read-back more',
		does: 'write',
		only: 'published',
		async prove(server) {
			return await requestsPerRow(server, { plain: 3, withChild: 3, isMapped: true });
		},
	},
	{
		says: 'requests per row, mapped key: one look-up and one read-back more',
		does: 'write',
		only: 'deployed',
		async prove(server) {
			return await requestsPerRow(server, { plain: 3, withChild: 4, isMapped: true });
		},
	},
	{
		says: 'bad input is refused before any request, naming field and item; the rest goes through',
		does: 'write',
		async prove(server) {
			const good = await server.fieldsWithoutChild('Among bad ones');
			const bad = await badInput(server);
			const fields = Object.fromEntries(
				[...Object.keys(good), 'child_name', 'child_age', 'external_ref'].map((name) => [
					name,
					`={{ $json.${name} }}`,
				]),
			);
			delete fields.external_ref;
			const whole = rows(2).map(({ json }) => ({ json: { ...json, ...good } as IDataObject }));
			const [first, last] = whole;
			if (!first || !last) throw new Error('There are no good items');
			const items = [
				first,
				...bad.map(({ instead }) => ({ json: { ...good, ...instead } as IDataObject })),
				last,
			];
			const settings = { onError: 'continueErrorOutput' as const };
			const alone = await server.create(fields, {}, { items: whole, ...settings });
			const run = await server.create(fields, {}, { items, ...settings });

			const refused = run.outputs[1] ?? [];
			const details = refused.map(({ json }) => (json.details as IDataObject | undefined)?.field);
			expect(details).toEqual(bad.map(({ field }) => field));
			refused.forEach(({ json }, place) =>
				expect(String(json.error)).toMatch(new RegExp(`\\[item ${place + 1}\\]$`)),
			);
			expect(run.outputs[0]?.length).toBe(2);
			expect(requestsOf(run)).toBe(requestsOf(alone));
			return `${refused.length} refused (${bad.map(({ what }) => what).join(', ')}), 2 created`;
		},
	},
];

/** What one row more costs, measured between a run of one row and a run of three. */
async function requestsPerRow(
	server: Server,
	wanted: { plain: number; withChild: number; isMapped: boolean },
): Promise<string> {
	const perRow = async (name: string, fields: INodeParameters) => {
		const externalKey = wanted.isMapped ? `=${server.mark}-${name}-{{ $json.row }}` : '';
		const create = async (from: number, count: number) => {
			const items = rows(from + count).slice(from);
			const run = await server.create(fields, { externalKey }, { items });
			recordsOf(run);
			return requestsOf(run);
		};
		return ((await create(1, 3)) - (await create(0, 1))) / 2;
	};
	const plain = await perRow('plain', await server.fieldsWithoutChild('Counted'));
	const withChild = await perRow('child', await server.fields('Counted'));
	// What such an account has handed to somebody else stands in the history alone.
	const isRestricted = wanted.isMapped && (await server.seesOnlyItsOwn());
	const more = isRestricted ? 1 : 0;
	expect({ plain, withChild }).toEqual({
		plain: wanted.plain + more,
		withChild: wanted.withChild + more,
	});
	const why = isRestricted ? ', one of them because this account lists only its own cases' : '';
	return `${plain} and ${withChild} requests per row${why}`;
}

interface BadInput {
	what: string;
	/** The field that the refusal must name. */
	field: string;
	instead: IDataObject;
}

async function badInput(server: Server): Promise<BadInput[]> {
	const onEach: BadInput[] = [
		{ what: 'phone abc', field: 'reporter_phone', instead: { reporter_phone: 'abc' } },
		{
			what: 'age 19',
			field: 'child_age',
			instead: { child_name: 'Zuri Testchild', child_age: 19 },
		},
		{ what: 'unknown priority', field: 'priority', instead: { priority: 'urgent' } },
		{ what: 'no title', field: 'title', instead: { title: '' } },
	];
	if (server.side === 'published') return onEach;
	const twice = await ambiguousCategory(server);
	return [
		...onEach,
		{ what: 'no such category', field: 'category', instead: { category: `none-${server.mark}` } },
		...(twice === null
			? []
			: [{ what: 'category name twice', field: 'category', instead: { category: twice } }]),
		{
			what: 'text over 255 bytes',
			field: 'reporter_name',
			instead: { reporter_name: `Ada ${'é'.repeat(50)}` },
		},
		{ what: 'no plan', field: 'plan', instead: { plan: '' } },
		{ what: 'no reporter name', field: 'reporter_name', instead: { reporter_name: '' } },
	];
}

/** A name that stands in the category tree more than once, where there is one. */
async function ambiguousCategory(server: Server): Promise<string | null> {
	const entries = await server.reference('categories');
	if (entries.length === 0) throw new NotRun('the server tells no categories');
	const names = entries.map(({ name }) => String(name).toLowerCase());
	const twice = entries.find((_, place) => names.indexOf(names[place] ?? '') !== place);
	return twice === undefined ? null : String(twice.name);
}
