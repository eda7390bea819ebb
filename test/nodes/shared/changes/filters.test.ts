import type { IDataObject } from 'n8n-workflow';

import type { ChangeFilters } from '../../../../nodes/shared/changes/filters';
import { isFilters, passes, toChangeFilters } from '../../../../nodes/shared/changes/filters';
import type { CaseRecord, FoundCase } from '../../../../nodes/shared/record/case';

function filters(given: IDataObject, login = 'apiKey'): ChangeFilters {
	const answer = toChangeFilters(given, login);
	if (!isFilters(answer)) throw new Error(answer.message);
	return answer;
}

function about(changes: Partial<CaseRecord>): FoundCase {
	const record = {
		id: 1,
		category: 'Abuse',
		subcategory: 'Physical > Beating',
		priority: 'high',
		status: 'open',
		assigned_to: 'Anna',
		assigned_user_id: 3,
		...changes,
	} as CaseRecord;
	return { record, raw: {} };
}

function isPassed(given: IDataObject, changes: Partial<CaseRecord> = {}, login = 'apiKey') {
	return passes(about(changes), filters(given, login));
}

describe('no filter', () => {
	it.each([[{}], [{ status: [], priority: [], category: '', assignedUserId: '' }]])(
		'%j lets every change through',
		(given) => {
			expect(isPassed(given, { priority: null, status: null, category: null })).toBe(true);
		},
	);
});

describe('a case that is not known', () => {
	it('is let through whatever is chosen', () => {
		expect(passes(null, filters({ priority: ['low'], category: 'Neglect' }))).toBe(true);
	});
});

describe('a category', () => {
	it.each([
		['Abuse', true],
		['abuse ', true],
		['Abuse > Physical', true],
		['^Abuse^Physical^Beating', true],
		['Physical', true],
		['Physical > Beating', true],
		['Abuse > Beating', false],
		['Beating > Physical', false],
		['^Physical', false],
		['Neglect', false],
		['Abuse > Physical > Beating > Often', false],
	])('%j: %s', (category, expected) => {
		expect(isPassed({ category })).toBe(expected);
	});

	it('is found in a case without a subcategory, and not in one without any', () => {
		expect(isPassed({ category: 'Abuse' }, { subcategory: null })).toBe(true);
		expect(isPassed({ category: 'Abuse' }, { category: null, subcategory: null })).toBe(false);
	});

	it('may be written in other letters of the same meaning', () => {
		expect(isPassed({ category: 'Ne\u0301gligence' }, { category: 'N\u00e9gligence' })).toBe(true);
	});

	it('by ID is refused, because no change tells one', () => {
		expect(toChangeFilters({ category: 12 }, 'login')).toMatchObject({
			code: 'refused_value',
			field: 'category',
			message: "'Category' of the filters holds an ID",
		});
	});
});

describe('priority and status', () => {
	it.each([
		[{ priority: ['high', 'critical'] }, {}, true],
		[{ priority: ['low'] }, {}, false],
		[{ priority: 'LOW, high' }, {}, true],
		[{ status: ['open'] }, { status: 'Open' }, true],
		[{ status: ['assigned'] }, {}, false],
		[{ status: ['open'] }, { status: null }, false],
		[{ status: ['open'], priority: ['low'] }, {}, false],
	])('%j with %j: %s', (given, changes, expected) => {
		expect(isPassed(given, changes)).toBe(expected);
	});

	it.each([
		[{ priority: ['critical'] }, { priority: 'high' }, true],
		[{ priority: ['medium'] }, { priority: 'high' }, false],
		[{ status: ['assigned'] }, { status: 'open' }, true],
		[{ status: ['in_progress'] }, { status: 'open' }, true],
		[{ status: ['resolved'] }, { status: 'closed' }, true],
		[{ status: ['closed'] }, { status: 'open' }, false],
	])(
		"%j means more on the helpline's own server, which has fewer words",
		(given, changes, expected) => {
			expect(isPassed(given, changes, 'login')).toBe(expected);
		},
	);

	it.each([
		['priority', "'Priority' of the filters was not accepted", /low, medium, high, critical/],
		['status', "'Status' of the filters was not accepted", /open, assigned, in_progress/],
	])('%s that is no word is refused', (field, message, description) => {
		expect(toChangeFilters({ [field]: ['urgent'] }, 'apiKey')).toEqual({
			code: 'refused_value',
			field,
			message,
			description: expect.stringMatching(description),
		});
	});
});

describe('a user', () => {
	it.each([
		[3, true],
		['3', true],
		['anna', true],
		['4', false],
		['ann', false],
	])('%j: %s', (assignedUserId, expected) => {
		expect(isPassed({ assignedUserId })).toBe(expected);
	});

	it('is nobody where a case has none', () => {
		expect(isPassed({ assignedUserId: 3 }, { assigned_to: null, assigned_user_id: null })).toBe(
			false,
		);
	});
});
