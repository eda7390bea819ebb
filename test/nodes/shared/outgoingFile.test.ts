import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { OutgoingFile } from '../../../nodes/shared/outgoingFile';

type Read = (file: OutgoingFile) => Promise<string>;

/** As n8n stores files on disk: it asks for piece after piece. */
const byIterating: Read = async (file) => {
	let text = '';
	for await (const piece of file) text += Buffer.from(piece).toString();
	return text;
};

/** As n8n stores them in memory or in its database: it listens. */
const byListening: Read = async (file) =>
	await new Promise((resolve) => {
		let text = '';
		const late = () => (text += 'never');
		file.on('data', late);
		file.off('data', late);
		file.on('data', (piece) => (text += Buffer.from(piece ?? []).toString()));
		file.once('end', () => resolve(text));
	});

function contextThat(read: Read): IExecuteFunctions {
	const prepareBinaryData = async (file: unknown, fileName: string, mimeType: string) =>
		({ data: await read(file as OutgoingFile), fileName, mimeType }) as IBinaryData;
	return { helpers: { prepareBinaryData } } as unknown as IExecuteFunctions;
}

describe('a file that is stored while it is written', () => {
	it.each([
		['iterates', byIterating],
		['listens', byListening],
	])('arrives whole where n8n %s', async (_how, read) => {
		const file = new OutgoingFile(contextThat(read), 'a.csv', 'text/csv');
		file.write('one\n');
		await Promise.resolve();
		file.write('two é\n');
		file.write('three\n');

		expect(await file.close()).toEqual({
			data: 'one\ntwo é\nthree\n',
			fileName: 'a.csv',
			mimeType: 'text/csv',
		});
	});

	it('tells when it could not be stored', async () => {
		const file = new OutgoingFile(
			contextThat(async () => await Promise.reject(new Error('disk full'))),
			'a.csv',
			'text/csv',
		);
		file.write('one\n');

		await expect(file.close()).rejects.toThrow('disk full');
	});

	it('ends where n8n lets go of it', async () => {
		const file = new OutgoingFile(contextThat(byIterating), 'a.csv', 'text/csv');
		file.write('one\n');
		file.destroy();

		expect((await file.close()).data).toBe('one\n');
	});
});
