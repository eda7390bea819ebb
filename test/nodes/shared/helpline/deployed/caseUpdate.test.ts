import type { IDataObject } from 'n8n-workflow';

import type { Server } from './door';
import { caseRow, FIELDS, helplineOver, keyOf, rowsOf, wholeCase } from './door';
import { creating, ITEM, refusal } from './writing';

describe('update', () => {
	const updating = (row: IDataObject | null, over: Server = () => undefined): Server => {
		return (asked) => {
			const special = over(asked);
			if (special) return special;
			const { method, path } = asked;
			const whole = row ? wholeCase(row) : { ...wholeCase(), cases: [] };
			if (path.startsWith('/cases/')) return { status: method === 'POST' ? 202 : 200, body: whole };
			return undefined;
		};
	};

	it('is POST with the id and the changes alone (recording 52)', async () => {
		const { helpline, asked } = await helplineOver(updating({ status: 2 }));

		const written = await helpline.updateCase('100001', { status: 'resolved' }, ITEM);

		expect(asked).toMatchObject([
			{ method: 'POST', path: '/cases/100001', body: { status: '2', src: 'edit' } },
		]);
		expect(written).toMatchObject({ outcome: 'updated', record: { status: 'closed' } });
	});

	it('of a case that does not exist is not found, although it reads as success (recording 53)', async () => {
		const { helpline } = await helplineOver(updating(null));

		expect(await refusal(helpline.updateCase('999999', { status: 'closed' }, ITEM))).toMatchObject({
			code: 'not_found',
			field: 'id',
		});
	});

	it.each(['abc', '-1', '0', '1/2'])('of the ID %s asks nobody', async (id) => {
		const { helpline, asked } = await helplineOver(updating(null));

		const reason = await refusal(helpline.updateCase(id, { status: 'closed' }, ITEM));

		expect(reason?.code).toBe('not_found');
		expect(asked).toEqual([]);
	});

	it('whose answer was lost is compared with the case', async () => {
		const { helpline, writes } = await helplineOver(
			updating({ plan: 'Visit' }, ({ method }) =>
				method === 'POST' ? { lost: 'ECONNRESET' } : undefined,
			),
		);

		const written = await helpline.updateCase('100001', { plan: 'Visit' }, ITEM);

		expect(written.outcome).toBe('updated');
		expect(writes()).toHaveLength(1);
	});

	it('sends title and description as one text, and tells a title alone as not sent', async () => {
		const { helpline, writes } = await helplineOver(updating({}));

		await helpline.updateCase('100001', { title: 'New', description: 'Text' }, ITEM);
		const alone = await helpline.updateCase('100001', { title: 'New' }, ITEM);

		expect(writes().map(({ body }) => body.narrative)).toEqual(['New\n\nText']);
		expect(alone).toMatchObject({ outcome: 'unchanged', notSent: ['title'] });
	});

	it('changes the reporter where the reporter is kept, and then the case that copies it', async () => {
		const { helpline, writes } = await helplineOver(
			updating({}, ({ method, path }) =>
				method === 'POST' && path === '/reporters/7001'
					? { status: 202, body: rowsOf('reporters', [{ id: 7001 }]) }
					: undefined,
			),
		);

		await helpline.updateCase('100001', { reporter_phone: '0300 000 002' }, ITEM);

		expect(writes()).toMatchObject([
			{ path: '/reporters/7001', body: { phone: '0300000002', case_id: '100001' } },
			{ path: '/cases/100001' },
		]);
	});

	it('leaves a reporter alone whose phone is the same with the country code', async () => {
		const { helpline, writes } = await helplineOver(updating({}));

		const written = await helpline.updateCase('100001', { reporter_phone: '0300000001' }, ITEM);

		expect(written.outcome).toBe('unchanged');
		expect(writes()).toEqual([]);
	});

	it('writes a note as a line of the history', async () => {
		const world = creating();
		world.cases.push(caseRow());
		const { helpline, writes } = await helplineOver(world.server);

		await helpline.updateCase('100001', { notes: 'Called back' }, ITEM);

		expect(writes()).toMatchObject([
			{ path: '/case_activities', body: { detail: 'Called back', activity: '2' } },
		]);
	});
});

describe('create or update', () => {
	it('sends what differs, and nothing when nothing does', async () => {
		const world = creating();
		const { helpline, writes } = await helplineOver((asked) => {
			if (asked.method === 'POST' && asked.path === '/cases/100001') {
				return { status: 202, body: wholeCase({ ...world.cases[0], ...asked.body }) };
			}
			return world.server(asked);
		});
		const key = keyOf('form-5', { isMapped: true });
		await helpline.createOrUpdateCase(FIELDS, key, ITEM);
		Object.assign(world.cases[0] ?? {}, {
			case_category_id: 362263,
			reporter_fullname: 'Rita Made Up',
			reporter_age_group_id: 361955,
			reporter_sex_id: 122,
		});

		const same = await helpline.createOrUpdateCase(FIELDS, key, ITEM);
		const other = await helpline.createOrUpdateCase({ ...FIELDS, plan: 'Visit' }, key, ITEM);

		expect([same.outcome, other.outcome]).toEqual(['unchanged', 'updated']);
		expect(Object.keys(writes().at(-1)?.body ?? {}).sort()).toEqual(['plan', 'src', 'src_uid']);
	});
});
