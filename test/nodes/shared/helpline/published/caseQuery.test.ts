import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { toRecord } from '../../../../../nodes/shared/helpline/published/caseRecord';
import {
	isFilteredHere,
	isWanted,
	toServerQuery,
} from '../../../../../nodes/shared/helpline/published/caseQuery';
import type { CaseQuery } from '../../../../../nodes/shared/record/case';
import { sortCases } from '../../../../../nodes/shared/record/sortCases';

fc.configureGlobal({ seed: 1116 });

const record = (raw: IDataObject) => toRecord({ id: 1, ...raw }, { in: 'nowhere' });
const AT = '2025-03-01T10:00:00Z';

describe('what the server is asked', () => {
	it.each<[CaseQuery, object]>([
		[{}, {}],
		[{ status: ['open'] }, { status: 'open' }],
		[{ status: ['open', 'closed'] }, {}],
		[{ status: [] }, {}],
		[{ priority: ['high'] }, { priority: 'high' }],
		[
			{ category: 'Abuse', assignedUserId: '7' },
			{ category: 'Abuse', assigned_user_id: '7' },
		],
		[{ createdAfter: AT }, { created_after: '2025-03-01T09:59:59.000Z' }],
		[{ updatedSince: AT }, { updated_since: '2025-03-01T09:59:59.000Z' }],
		[{ createdBefore: AT, text: 'x', limit: 5 }, {}],
	])('for %j is %j', (query, asked) => {
		expect(toServerQuery(query)).toEqual(asked);
	});

	it.each<[CaseQuery, boolean]>([
		[{}, false],
		[{ status: ['open'], createdAfter: AT }, false],
		[{ status: ['open', 'closed'] }, true],
		[{ priority: ['low', 'high'] }, true],
		[{ createdBefore: AT }, true],
		[{ text: 'x' }, true],
		[{ text: '' }, false],
	])('leaves a part to us or not: %j', (query, isHere) => {
		expect(isFilteredHere(query)).toBe(isHere);
	});
});

describe('what is wanted', () => {
	it.each<[CaseQuery, IDataObject, boolean]>([
		[{ createdAfter: AT }, { created_at: AT }, true],
		[{ createdAfter: AT }, { created_at: '2025-03-01T09:59:59Z' }, false],
		[{ createdAfter: AT }, { created_at: '2025-03-01T13:00:00+03:00' }, true],
		[{ createdBefore: AT }, { created_at: AT }, false],
		[{ createdBefore: AT }, { created_at: '2025-03-01T09:59:59.999Z' }, true],
		[{ updatedSince: AT }, { updated_at: AT }, true],
		[{ updatedSince: AT }, { updated_at: '2025-02-28T10:00:00Z' }, false],
		[{ updatedSince: '2025-03-01T10:00:00.500Z' }, { updated_at: AT }, true],
		[{ updatedSince: '2025-03-01T10:00:00.500Z' }, { updated_at: '2025-03-01T10:00:00.499Z' }, false],
		[{ updatedSince: '2025-03-01T10:00:01.001Z' }, { updated_at: AT }, false],
		[{ updatedSince: AT }, { updated_at: 'a while ago' }, true],
		[{ createdAfter: AT, createdBefore: AT }, {}, true],
		[{ createdAfter: AT }, { created_at: 'a while ago' }, true],
		[{ createdBefore: AT }, { created_at: 'a while ago' }, true],
		[{ status: ['open', 'assigned'] }, { status: 'assigned' }, true],
		[{ status: ['open'] }, { status: 'Open' }, true],
		[{ status: ['open'] }, { status: 'closed' }, false],
		[{ status: ['open'] }, {}, false],
		[{ status: [] }, { status: 'closed' }, true],
		[{ category: 'abuse' }, { category: 'Abuse' }, true],
		[{ category: 'Neglect' }, { category: 'Abuse' }, false],
		[{ assignedUserId: '7' }, { assigned_user_id: 7 }, true],
		[{ assignedUserId: '7' }, {}, false],
		[{ text: 'school girl' }, { title: 'A GIRL', description: 'at school' }, true],
		[{ text: 'e\u0301cole' }, { title: '\u00c9COLE' }, true],
		[{ text: 'school' }, { title: 'home' }, false],
		[{ text: '  ' }, {}, true],
	])('%j and %j: %s', (query, raw, wanted) => {
		expect(isWanted(record(raw), query)).toBe(wanted);
	});

	it('lies from the one bound to just before the other, and the server is asked for no less', () => {
		const times = fc.date({
			min: new Date('2000-01-01'),
			max: new Date('2100-01-01'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(times, times, times, (created, after, before) => {
				const query = { createdAfter: after.toISOString(), createdBefore: before.toISOString() };
				const wanted = isWanted(record({ created_at: created.toISOString() }), query);
				const asked = Date.parse(String(toServerQuery(query).created_after));

				expect(wanted).toBe(created >= after && created < before);
				if (wanted) expect(created.getTime()).toBeGreaterThan(asked);
			}),
		);
	});
});

describe('sorted cases', () => {
	const sorted = (field: string, values: unknown[], descending = false) =>
		sortCases(
			values.map((value) => ({ record: { ...record({}), [field]: value as string } })),
			[{ field, descending }],
		).map((each) => each.record[field]);

	it.each([
		['priority', ['high', 'low', 'critical', 'medium'], ['low', 'medium', 'high', 'critical']],
		['status', ['closed', 'open', 'in_progress'], ['open', 'in_progress', 'closed']],
		['child_age', [10, 9, 18], [9, 10, 18]],
		['case_number', ['C-10', 'C-9', 'C-1'], ['C-1', 'C-9', 'C-10']],
		['title', ['b', null, 'a', ''], ['a', 'b', null, '']],
		[
			'created_at',
			['2025-03-01T10:00:00.500Z', '2025-03-01T10:00:00Z', '2025-03-01T09:00:00Z'],
			['2025-03-01T09:00:00Z', '2025-03-01T10:00:00Z', '2025-03-01T10:00:00.500Z'],
		],
	])('by %s: %j', (field, given, order) => {
		expect(sorted(field, given)).toEqual(order);
	});

	it('put nothing last in both directions', () => {
		expect(sorted('title', [null, 'a', 'b'], true)).toEqual(['b', 'a', null]);
	});

	it('keep the order of equal ones, and sort by the next field', () => {
		const found = [
			{ record: { ...record({ id: 1 }), priority: 'low', title: 'b' } },
			{ record: { ...record({ id: 2 }), priority: 'low', title: 'a' } },
			{ record: { ...record({ id: 3 }), priority: 'high', title: 'c' } },
		];

		const order = sortCases(found, [
			{ field: 'priority', descending: true },
			{ field: 'title', descending: false },
		]);

		expect(order.map((each) => each.record.title)).toEqual(['c', 'a', 'b']);
		expect(sortCases(found, [])).toEqual(found);
	});

	it('are the same cases, in an order that does not depend on the input', () => {
		const times = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) });
		fc.assert(
			fc.property(
				fc.array(
					fc.oneof(
						times.map((each) => each.toISOString()),
						fc.constant(null),
					),
				),
				(given) => {
					const order = sorted('created_at', given);

					expect([...order].sort()).toEqual([...given].sort());
					expect(sorted('created_at', [...given].reverse())).toEqual(order);
				},
			),
		);
	});
});
