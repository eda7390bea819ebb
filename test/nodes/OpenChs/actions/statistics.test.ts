import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { smallNumbers } from '../../../../nodes/OpenChs/actions/statistics/smallNumbers';
import type { FakeHelpline } from '../fakeHelpline';
import { fakeHelpline } from '../fakeHelpline';
import { runOperation } from '../runOperation';

jest.mock('../../../../nodes/shared/helpline/client');

const HIDE: INodeParameters = { smallNumbers: 'hidden', threshold: 5 };

/** A month of a helpline: 3 closed, 2 of high priority, and a category of one case. */
const MONTH: IDataObject = {
	period: 'month',
	start_date: '2026-01-01T00:00:00Z',
	end_date: '2026-01-31T00:00:00Z',
	total_cases: 40,
	by_status: { open: 37, closed: 3, assigned: 0 },
	by_priority: { low: 30, medium: 8, high: 2 },
	by_category: { Abuse: 25, Neglect: 14, Trafficking: 1 },
	avg_resolution_time_hours: 52.5,
};

function answering(record: IDataObject, raw: IDataObject = record): FakeHelpline {
	const helpline = fakeHelpline();
	helpline.caseStatistics.mockResolvedValue({ record, raw });
	return helpline;
}

async function get(parameters: INodeParameters, record = MONTH, raw = record) {
	const run = await runOperation(
		{ resource: 'statistics', operation: 'get', ...parameters },
		{ helpline: answering(record, raw) },
	);
	return { ...run, json: run.items[0]?.json ?? {} };
}

describe('statistics with small numbers hidden', () => {
	it('show neither them nor what would give them back', async () => {
		const { json } = await get(HIDE);

		expect(json).toMatchObject({
			period: 'month',
			start_date: '2026-01-01T00:00:00Z',
			end_date: '2026-01-31T00:00:00Z',
			total_cases: 40,
			by_status: { open: null, closed: null, assigned: 0 },
			by_priority: { low: 30, medium: null, high: null },
			by_category: { Abuse: 25, Neglect: null, Trafficking: null },
		});
	});

	it('show everything but them when the totals need no protection', async () => {
		const { json } = await get({ ...HIDE, protectTotals: false });

		expect(json).toMatchObject({
			by_status: { open: 37, closed: null, assigned: 0 },
			by_priority: { low: 30, medium: 8, high: null },
			by_category: { Abuse: 25, Neglect: 14, Trafficking: null },
		});
	});

	it('hold no average of few cases', async () => {
		expect((await get(HIDE)).json.avg_resolution_time_hours).toBeNull();
		expect((await get({ ...HIDE, threshold: 3 })).json.avg_resolution_time_hours).toBe(52.5);

		const unknown = { ...MONTH, by_status: {} };
		expect((await get(HIDE, unknown)).json.avg_resolution_time_hours).toBeNull();
		const split = { ...MONTH, by_status: { open: 20, resolved: 4, closed: 4 } };
		expect((await get(HIDE, split)).json.avg_resolution_time_hours).toBe(52.5);
		const untold = { ...split, avg_resolution_time_hours: undefined };
		expect((await get(HIDE, untold)).json.avg_resolution_time_hours).toBeNull();
	});

	it('protect the table together with the lists that are sums of it', async () => {
		const table = [
			{ category: 'Abuse', status: 'open', cases: 23 },
			{ category: 'Abuse', status: 'closed', cases: 2 },
			{ category: 'Neglect', status: 'open', cases: 8 },
			{ category: 'Neglect', status: null, cases: 7 },
		];
		const record = {
			...MONTH,
			by_status: { open: 31, closed: 2, not_set: 7 },
			by_priority: { low: 40 },
			by_category: { Abuse: 25, Neglect: 15 },
			table,
		};
		const alone = await get({ ...HIDE, protectTotals: false, authentication: 'login' }, record);
		const all = await get({ ...HIDE, authentication: 'login' }, record);

		expect((alone.json.table as IDataObject[]).map(({ cases }) => cases)).toEqual([23, null, 8, 7]);
		// 25 less 23 would give the 2 back, and so would 31 less 8.
		expect((all.json.table as IDataObject[]).map(({ cases }) => cases)).toEqual([null, null, 8, 7]);
		expect(all.json).toMatchObject({
			total_cases: 40,
			by_status: { open: null, closed: null, not_set: 7 },
			by_priority: { low: 40 },
			by_category: { Abuse: 25, Neglect: 15 },
		});
		expect((all.json.table as IDataObject[])[3]).toEqual({ ...table[3] });
	});

	it('count by category as well where they count by subcategory, because one tells the other', async () => {
		const rowsOf = async (parameters: INodeParameters) => {
			const { helpline } = await get({ authentication: 'login', ...parameters });
			return (helpline.caseStatistics.mock.calls[0]?.[0] as { rows?: string[] }).rows;
		};

		expect(await rowsOf({ ...HIDE, tableRows: ['subcategory'] })).toEqual([
			'category',
			'subcategory',
		]);
		expect(await rowsOf({ ...HIDE, tableRows: ['status'], tableColumns: 'subcategory' })).toEqual([
			'category',
			'status',
		]);
		expect(await rowsOf({ ...HIDE, tableRows: ['subcategory', 'category'] })).toEqual([
			'subcategory',
			'category',
		]);
		expect(await rowsOf({ ...HIDE, tableRows: ['status'] })).toEqual(['status']);
		expect(await rowsOf({ tableRows: ['subcategory'] })).toEqual(['subcategory']);
	});

	it.each(['raw', 'simplified', 'selected'])(
		'let nothing else of the server out as %s',
		async (output) => {
			const raw = { ...MONTH, by_county: { Turkana: 1 }, newest_case: { id: 17 } };
			const parameters = { output, outputFields: ['by_status', 'by_county', 'newest_case'] };
			const { json } = await get({ ...HIDE, ...parameters }, raw, raw);

			expect(JSON.stringify(json)).not.toMatch(/Turkana|17/);
			expect(json.by_status).toEqual({ open: null, closed: null, assigned: 0 });
		},
	);

	it('take no text for a count, and no unknown form for a list', async () => {
		const record = {
			...MONTH,
			total_cases: '40' as never,
			by_status: { open: 'Wanjiku', closed: 7, assigned: 1.5, resolved: -1 },
			by_priority: [{ priority: 'high', count: 1 }] as never,
			by_category: 'Abuse' as never,
			table: [null, 'Wanjiku', { status: 'open', name: 'Wanjiku', cases: 9 }] as never,
		};
		const { json } = await get(HIDE, record);

		expect(json).toMatchObject({
			total_cases: null,
			by_status: { open: null, closed: 7, assigned: null, resolved: null },
			by_priority: {},
			by_category: {},
			table: [{ status: 'open', cases: 9 }],
		});
		expect(JSON.stringify(json)).not.toContain('Wanjiku');
	});

	it('say above the output that numbers are hidden, and only then', async () => {
		const hint = 'Numbers that could point to a single person are hidden: they are null.';
		const plenty = { ...MONTH, by_status: {}, by_priority: {}, by_category: {} };

		expect(JSON.stringify((await get(HIDE)).hints)).toContain(hint);
		expect(JSON.stringify((await get(HIDE, plenty)).hints)).not.toContain(hint);
	});
});

describe('statistics with rounded numbers', () => {
	it('are rounded all through', async () => {
		const { json } = await get({ smallNumbers: 'rounded' });

		expect(json).toMatchObject({
			total_cases: 40,
			by_status: { open: 35, closed: 5, assigned: 0 },
			by_priority: { low: 30, medium: 10, high: 0 },
			by_category: { Abuse: 25, Neglect: 15, Trafficking: 0 },
			avg_resolution_time_hours: null,
		});
	});

	it('hide a number that the others would pin down, unless told not to', async () => {
		const twos = {
			...MONTH,
			total_cases: 8,
			by_status: { open: 2, assigned: 2, resolved: 2, closed: 2 },
			by_priority: {},
			by_category: {},
		};
		const hidden = ({ by_status }: IDataObject) =>
			Object.values(by_status as IDataObject).filter((count) => count === null).length;

		expect(hidden((await get({ smallNumbers: 'rounded' }, twos)).json)).toBe(1);
		expect(hidden((await get({ smallNumbers: 'rounded', protectTotals: false }, twos)).json)).toBe(
			0,
		);
	});
});

describe('statistics as they are', () => {
	it('are what the server says', async () => {
		const { json } = await get({});

		expect(json).toMatchObject(MONTH);
	});
});

describe('the setting of small numbers', () => {
	it.each([
		[{ smallNumbers: 'hide' }, "'Small Numbers' holds something that cannot be used [item 0]"],
		[{ ...HIDE, threshold: 1 }, "'Threshold' holds something that cannot be used [item 0]"],
		[{ ...HIDE, threshold: 2.5 }, "'Threshold' holds something that cannot be used [item 0]"],
		[{ ...HIDE, threshold: 'x' }, "'Threshold' holds something that cannot be used [item 0]"],
	])('refuses %p before anything is asked', async (parameters: INodeParameters, sentence) => {
		const helpline = answering(MONTH);
		const run = runOperation(
			{ resource: 'statistics', operation: 'get', ...parameters },
			{ helpline },
		);

		await expect(run).rejects.toThrow(sentence);
		expect(helpline.caseStatistics).not.toHaveBeenCalled();
	});

	it('shows threshold and totals only where they mean something', () => {
		const shownFor = Object.fromEntries(
			smallNumbers.map(({ name, displayOptions }) => [name, displayOptions?.show?.smallNumbers]),
		);

		expect(shownFor).toEqual({
			smallNumbers: undefined,
			threshold: ['hidden'],
			protectTotals: ['hidden', 'rounded'],
		});
	});
});
