import { quoted, WRITABLE_FIELDS, writableField } from '../../../../nodes/shared/record/fields';

describe('the fields that can be written', () => {
	it('have each name once', () => {
		const names = WRITABLE_FIELDS.map(({ name }) => name);

		expect(new Set(names).size).toBe(names.length);
	});

	it('are required only where every server needs them', () => {
		const required = WRITABLE_FIELDS.filter(({ isRequired }) => isRequired);

		expect(required.map(({ name }) => name)).toEqual(['title', 'category', 'priority']);
	});

	it('are found by name', () => {
		expect(writableField('child_age')).toMatchObject({ label: 'Child Age', type: 'number' });
		expect(writableField('constructor')).toBeUndefined();
	});

	it.each([
		['child_age', "'Child Age'"],
		['district', "'district'"],
	])('are quoted: %s as %s', (name, text) => {
		expect(quoted(name)).toBe(text);
	});
});
