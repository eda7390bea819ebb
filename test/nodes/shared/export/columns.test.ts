import {
	FULL_COLUMNS,
	NewMembers,
	ownColumns,
	pick,
} from '../../../../nodes/shared/export/columns';
import { knownFields } from '../../../../nodes/shared/privacy/personalFields';
import type { FoundCase } from '../../../../nodes/shared/record/case';

const FOUND = {
	record: { id: 7, title: 'A', status: 'open' },
	raw: { id: 7, title: 'A', status: 'open', district: 'North', ward: { name: 'x' } },
} as unknown as FoundCase;

describe('the columns of a full export', () => {
	it('stand in an order that never changes', () => {
		expect(FULL_COLUMNS.slice(0, 8)).toEqual([
			...['id', 'case_number', 'title', 'description'],
			...['category', 'subcategory', 'priority', 'status'],
		]);
		expect(FULL_COLUMNS).toHaveLength(38);
	});

	it('are every field that a case has', () => {
		const without = ['notes', 'assigned_user', 'relevance_score', 'matched_fields', 'link'];
		const missing = knownFields('case').filter(
			(name) => !without.includes(name) && !FULL_COLUMNS.some((each) => each === name),
		);

		expect(missing).toEqual([]);
	});
});

describe('an own list', () => {
	it('begins with the ID, keeps the frozen order, and ends with the fields of the server', () => {
		expect(ownColumns(['district', 'status', 'title', 'district'])).toEqual([
			...['id', 'title', 'status', 'district'],
		]);
	});

	it('lets nothing out that it does not name', () => {
		expect(pick(FOUND, ['id', 'status', 'district', 'plan'], 'demo')).toEqual({
			id: 7,
			status: 'open',
			district: 'North',
			plan: null,
		});
	});
});

describe('a field that is new on the server', () => {
	it('is told by its name alone', () => {
		const news = new NewMembers(['id', 'title']);
		news.look(FOUND);

		expect(news.names).toEqual(['district', 'ward']);
	});

	it('is not told where a column takes it, nor by a name that may be a text', () => {
		const news = new NewMembers(['id', 'district']);
		news.look({ ...FOUND, raw: { district: 1, 'what Ada told us on the phone': 1 } });

		expect(news.names).toEqual(['(other)']);
	});
});
