import { FilePart, StreamForm } from '../../../../nodes/shared/transport/multipart';

async function* chunks(...parts: string[]) {
	for (const part of parts) yield Buffer.from(part);
}

async function textOf(part: FilePart): Promise<string> {
	const read: Uint8Array[] = [];
	for await (const chunk of part.stream()) read.push(chunk);
	return Buffer.concat(read).toString();
}

describe('a form that is streamed', () => {
	const part = () => new FilePart(6, 'a.txt', 'text/plain', async () => chunks('abc', 'def'));

	it('can be read again from the start, as after a renewed session', async () => {
		const file = part();

		expect([await textOf(file), await textOf(file)]).toEqual(['abcdef', 'abcdef']);
	});

	it('hands out its parts in order, as often as it is asked', () => {
		const form = new StreamForm();
		const file = part();
		form.append('file', file);
		form.append('file_type', 'other');

		expect([...form]).toEqual([
			['file', file],
			['file_type', 'other'],
		]);
		expect([...form.entries()]).toEqual([...form]);
	});

	it('is taken for a form of the web, not for one that can be sent only once', () => {
		const form = new StreamForm();

		expect(Object.prototype.toString.call(form)).toBe('[object FormData]');
		expect('getHeaders' in form).toBe(false);
	});
});
