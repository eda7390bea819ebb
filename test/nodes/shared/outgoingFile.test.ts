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

describe('a file that is larger than memory', () => {
	const PIECE = Buffer.alloc(256 * 1024);

	it.each([
		['iterates', byIterating],
		['listens', byListening],
	])('holds its writer up until n8n, which %s, has read', async (_how, read) => {
		let length = 0;
		const file = new OutgoingFile(contextThat(read), 'a.csv', 'text/csv');
		for (let count = 0; count < 40; count++) {
			await file.put(PIECE);
			length += PIECE.length;
		}

		expect((await file.close()).data).toHaveLength(length);
	});

	it('keeps no more than a megabyte or so when n8n reads nothing', async () => {
		const context = {
			helpers: { prepareBinaryData: async () => await new Promise(() => undefined) },
		};
		const file = new OutgoingFile(context as unknown as IExecuteFunctions, 'a.csv', 'text/csv');
		let taken = 0;
		const writing = (async () => {
			for (;;) {
				await file.put(PIECE);
				taken += 1;
			}
		})();
		for (let hop = 0; hop < 100; hop++) await Promise.resolve();

		expect(taken).toBe(4);
		file.destroy();
		await expect(writing).rejects.toThrow('closed before');
	});

	it('lets a writer go that waits when n8n gives up', async () => {
		let giveUp: (error: Error) => void = () => undefined;
		const context = {
			helpers: {
				prepareBinaryData: async () => await new Promise((_, reject) => (giveUp = reject)),
			},
		};
		const file = new OutgoingFile(context as unknown as IExecuteFunctions, 'a.csv', 'text/csv');
		const writing = (async () => {
			for (;;) await file.put(PIECE);
		})();
		giveUp(new Error('disk full'));

		await expect(writing).rejects.toThrow('disk full');
	});
});
