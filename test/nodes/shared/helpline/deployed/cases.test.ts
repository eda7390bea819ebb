import type { IDataObject } from 'n8n-workflow';

import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import { recording } from '../../../../support/recordings.mts';
import type { Server } from './door';
import { caseRow, helplineOver, rowsOf, wholeCase } from './door';

const ITEM = 2;

async function refusal(promise: Promise<unknown>) {
	const error: unknown = await promise.then(
		() => undefined,
		(each: unknown) => each,
	);
	return reasonOf(error);
}

/** A list of cases as the server pages it: `_o` and `_c`, its last page for ever, newest first. */
function listing(rows: readonly IDataObject[]): Server {
	return ({ method, path, query }) => {
		if (method !== 'GET' || path !== '/cases') return undefined;
		const ids = query.id === undefined ? null : String(query.id).split(',');
		const matching = rows.filter(({ id }) => ids === null || ids.includes(String(id)));
		const [offset, size] = [Number(query._o ?? 0), Number(query._c)];
		const page = matching.slice(offset, offset + size);
		return { body: rowsOf('cases', page, { query, total: matching.length }) };
	};
}

const rowsDownTo = (count: number) =>
	Array.from({ length: count }, (_, index) => caseRow({ id: 100_000 + count - index }));

describe('get', () => {
	it('reads a case in our words, with its children oldest first (recording 31)', async () => {
		const { helpline } = await helplineOver(
			({ path }) => (path === '/cases/100002' ? { body: recording(31).response.text } : undefined),
			{ installation: { cases: { caseNumberPrefix: 'TEST - ' } } },
		);

		const { record, raw } = await helpline.getCase('100002', ITEM);

		expect(record).toMatchObject({
			id: '100002',
			case_number: 'TEST - 100002',
			channel: 'call',
			title: 'Defilement',
			description: 'Caller reports a made-up incident.',
			category: 'Abuse',
			subcategory: 'Sexual Abuse > Defilement',
			priority: 'medium',
			status: 'open',
			is_escalated: true,
			gbv_related: 'yes',
			reporter_name: 'Rob Reporter',
			reporter_age_group: '35-59',
			reporter_sex: 'Male',
			child_name: 'Cleo Client',
			child_age: 9,
			child_gender: 'female',
			child_location: 'Central > Kampala > Kampala Central',
			reporter_relationship: 'Parent',
			assigned_to: 'sup1',
			created_at: '2026-11-24T00:19:26Z',
			updated_at: '2026-11-24T00:19:26Z',
			external_key: 'n8n-0003',
			ai_transcript: null,
		});
		expect(record.children).toHaveLength(1);
		expect((raw.clients as unknown[]).length).toBe(1);
	});

	it('says that a case does not exist, although it reads as 200 (recording 32)', async () => {
		const { helpline } = await helplineOver(() => ({ body: recording(32).response.text }));

		expect((await refusal(helpline.getCase('999999', ITEM)))?.code).toBe('not_found');
	});

	it('says that a text is damaged instead of half a case (recording 58)', async () => {
		const { helpline } = await helplineOver(() => ({ body: recording(58).response.text }));

		const reason = await refusal(helpline.getCase('100004', ITEM));

		expect(reason?.message).toContain('damaged');
	});

	it('reads all of a related list that was cut at ten, and none that was not', async () => {
		const clients = Array.from({ length: 12 }, (_, index) => ({
			id: 8012 - index,
			case_id_: 100001,
			contact_fullname: `Child ${12 - index}`,
		}));
		const { helpline, asked } = await helplineOver(({ path, query }) => {
			if (path === '/clients') return { body: rowsOf('clients', clients, { query }) };
			const cut = rowsOf('clients', clients.slice(0, 10), { total: 12 });
			return { body: { ...wholeCase(), ...cut } };
		});

		const { record } = await helpline.getCase('100001', ITEM);

		expect(record.children).toHaveLength(12);
		expect(record.child_name).toBe('Child 1');
		expect(asked.map(({ path }) => path)).toEqual(['/cases/100001', '/clients']);
	});
});

describe('get many', () => {
	it('reads all pages, each case once, a thousand in no more than twelve requests', async () => {
		const { helpline, asked } = await helplineOver(listing(rowsDownTo(1_000)));

		const { found, total } = await helpline.listCases({}, ITEM);

		expect(new Set(found.map(({ record }) => record.id)).size).toBe(1_000);
		expect(total).toBe(1_000);
		expect(asked.length).toBeLessThanOrEqual(12);
	});

	it('asks for no more rows than are wanted', async () => {
		const { helpline, asked } = await helplineOver(listing(rowsDownTo(50)));

		const { found } = await helpline.listCases({ limit: 3 }, ITEM);

		expect(found).toHaveLength(3);
		expect(asked.map(({ query }) => query)).toEqual([{ _c: 3 }]);
	});

	it('asks by codes, by entries of the tree and by exact windows', async () => {
		const { helpline, asked } = await helplineOver(listing([]));

		const { remarks } = await helpline.listCases(
			{
				status: ['open', 'assigned'],
				priority: ['critical', 'low'],
				category: 'Physical Abuse',
				assignedUserId: '101',
				createdAfter: '2026-11-24T00:19:31Z',
				createdBefore: '2026-11-24T00:19:32Z',
			},
			ITEM,
		);

		expect(asked.find(({ path }) => path === '/cases')?.query).toEqual({
			status: '1',
			priority: '3,1',
			case_category_id: '362263',
			assigned_to_id: '101',
			created_on: '1795479571;1795393172',
			_c: 100,
		});
		expect(remarks).toHaveLength(2);
	});

	it('takes a category name for all entries of that name, and refuses an unknown one', async () => {
		const { helpline, asked } = await helplineOver(listing([]));

		await helpline.listCases({ category: 'Beating' }, ITEM);
		const reason = await refusal(helpline.listCases({ category: 'Weather' }, ITEM));

		expect(asked.find(({ path }) => path === '/cases')?.query.case_category_id).toBe(
			'362264,362999',
		);
		expect(reason).toMatchObject({ code: 'refused_value', field: 'category' });
	});

	it('asks nobody for a window that holds nothing', async () => {
		const { helpline, asked } = await helplineOver(listing(rowsDownTo(3)));
		const at = '2026-11-24T00:19:31Z';

		const { found } = await helpline.listCases({ createdAfter: at, createdBefore: at }, ITEM);

		expect([found.length, asked.length]).toEqual([0, 0]);
	});

	it('refuses an answer to a filter that the server did not take (recording 45)', async () => {
		const { helpline } = await helplineOver(({ path }) =>
			path === '/cases' ? { body: rowsOf('cases', rowsDownTo(3)) } : undefined,
		);

		const reason = await refusal(helpline.listCases({ status: ['open'] }, ITEM));

		expect(reason).toMatchObject({ code: 'unexpected_answer', field: 'status' });
	});

	it('reads all cases but the damaged one, and names it (recording 58)', async () => {
		const rows = rowsDownTo(40);
		const plain = listing(rows);
		const { helpline, asked } = await helplineOver((question) => {
			const reply = plain(question);
			const text = JSON.stringify(reply?.body ?? '');
			// The row of this case holds an escape that was cut.
			const damaged = text.replace(/"100017",("[^"]*",){0,9}/, (cells) => `${cells}"caf\\u0",`);
			return reply && { ...reply, body: damaged };
		});

		const { found, remarks } = await helpline.listCases({}, ITEM);

		expect(found.map(({ record }) => record.id)).toEqual(
			rows.map(({ id }) => String(id)).filter((id) => id !== '100017'),
		);
		expect(remarks.join()).toContain('100017');
		expect(asked.length).toBeLessThanOrEqual(20);
	});

	it('asks again after a fault page, and reads behind a warning (recordings 97, 98)', async () => {
		const plain = listing(rowsDownTo(2));
		let isFirst = true;
		const { helpline } = await helplineOver((asked) => {
			if (isFirst) {
				isFirst = false;
				return { body: recording(97).response.text };
			}
			return { body: `<br />\n<b>Warning</b>: x<br />\n${JSON.stringify(plain(asked)?.body)}` };
		});

		expect((await helpline.listCases({}, ITEM)).found).toHaveLength(2);
	});

	it('finds by time of change what the history names, and no phantom (recordings 53, 65)', async () => {
		const { helpline } = await helplineOver((asked) => {
			if (asked.path !== '/case_activities') return listing(rowsDownTo(3))(asked);
			const lines = [
				{ id: 5, case_id: 100_002, created_on: 1795479580 },
				{ id: 4, case_id: 999_999, created_on: 1795479575 },
				{ id: 3, case_id: 0, created_on: 1795479574 },
				{ id: 2, case_id: 100_002, created_on: 1795479570 },
			];
			return { body: rowsOf('case_activities', lines, { query: asked.query }) };
		});

		const { found } = await helpline.listCases({ updatedSince: '2026-11-24T00:00:00Z' }, ITEM);

		expect(found.map(({ record }) => [record.id, record.updated_at])).toEqual([
			['100002', '2026-11-24T00:19:40Z'],
		]);
	});
});

describe('search', () => {
	const rows = [
		caseRow({ id: 3, narrative: 'CAFÉ "Zum Löwen"' }),
		caseRow({ id: 2, narrative: 'Cafe\u0301 closed' }),
		caseRow({ id: 1, narrative: 'A school', case_category: '^Neglect^Beating' }),
	];

	it.each([
		['café', ['3', '2']],
		['"zum löwen"', ['3']],
		['beating', ['3', '2', '1']],
		['neglect school', ['1']],
		['éÉ', []],
		['100001', []],
		['2', ['2']],
	])('finds %s whatever the server makes of accents, quotes and letter case', async (text, ids) => {
		const { helpline } = await helplineOver(listing(rows));

		const { found } = await helpline.searchCases(text, [], undefined, ITEM);

		expect(found.map(({ record }) => record.id)).toEqual(ids);
	});

	it('sends plain letters alone, in the spellings that a database may tell apart', async () => {
		const { helpline, asked } = await helplineOver(listing(rows));

		await helpline.searchCases('"löwenzahn', ['description'], undefined, ITEM);

		expect(asked.map(({ query }) => query.narrative)).toEqual(['wenzahn,Wenzahn,WENZAHN']);
	});

	it('says which fields a match stands in', async () => {
		const { helpline } = await helplineOver(listing(rows));

		const { found } = await helpline.searchCases('school', [], 5, ITEM);

		expect(found[0]?.record.matched_fields).toEqual(['description']);
	});
});

describe('case fields', () => {
	it('mark what this server needs, and offer what it keeps beyond the one record', async () => {
		const { helpline } = await helplineOver(() => undefined);

		const fields = await helpline.caseFields(ITEM);
		const needed = fields.filter(({ required }) => required).map(({ name }) => name);

		expect(needed.sort()).toEqual([
			'category',
			'gbv_related',
			'plan',
			'priority',
			'reporter_age_group',
			'reporter_name',
			'reporter_sex',
			'title',
		]);
		expect(fields.map(({ name }) => name)).toContain('police_ob_no');
	});
});
