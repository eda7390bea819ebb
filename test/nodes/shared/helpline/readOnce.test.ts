import { readOnce } from '../../../../nodes/shared/helpline/readOnce';

describe('an answer that is asked for twice', () => {
	it('is read once, and another text anew', () => {
		const read: string[] = [];
		const parse = readOnce((text) => {
			read.push(text);
			return { text };
		});

		const [once, twice] = [parse('{"a":1}'), parse(`{"a":${1}}`)];
		const other = parse('');

		expect(twice).toBe(once);
		expect(other).toEqual({ text: '' });
		expect(read).toEqual(['{"a":1}', '']);
	});
});
