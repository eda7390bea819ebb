import { createHash } from 'node:crypto';

import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { WrittenFile } from '../../../../nodes/shared/export/partFiles';
import { PartFiles } from '../../../../nodes/shared/export/partFiles';
import { writerOf } from '../../../../nodes/shared/export/writer';
import { heldMegabytes } from '../../../support/heap.mts';

const WRITER = writerOf('jsonl', { columns: ['id'], isPretty: false, hasMark: false });

/** A store that reads as n8n's does; `take` gets every piece. */
function storing(take: (piece: Uint8Array, name: string) => Promise<void>): IExecuteFunctions {
	const prepareBinaryData = async (
		file: AsyncIterable<Uint8Array>,
		fileName: string,
		mimeType: string,
	) => {
		for await (const piece of file) await take(piece, fileName);
		return { data: '', fileName, mimeType } as IBinaryData;
	};
	return { helpers: { prepareBinaryData } } as unknown as IExecuteFunctions;
}

function partFiles(context: IExecuteFunctions, rowsPerFile: number): PartFiles {
	return new PartFiles(context, {
		kind: 'cases',
		writer: WRITER,
		rowsPerFile,
		nameOf: (part) => `cases${part === null ? '' : part}.jsonl`,
	});
}

describe('the files of an export', () => {
	async function written(rows: number, rowsPerFile: number) {
		const stored = new Map<string, string>();
		const context = storing(async (piece, name) => {
			await Promise.resolve();
			stored.set(name, (stored.get(name) ?? '') + Buffer.from(piece).toString());
		});
		const files = partFiles(context, rowsPerFile);
		for (let id = 1; id <= rows; id++) await files.add({ id, text: 'é' });
		return { stored, files: await files.close() };
	}

	const factsOf = (files: WrittenFile[]) => files.map(({ facts: { name, rows } }) => [name, rows]);

	it.each([
		[0, Infinity, [['cases.jsonl', 0]]],
		[3, Infinity, [['cases.jsonl', 3]]],
		[0, 2, [['cases1.jsonl', 0]]],
		[
			4,
			2,
			[
				['cases1.jsonl', 2],
				['cases2.jsonl', 2],
			],
		],
		[
			5,
			2,
			[
				['cases1.jsonl', 2],
				['cases2.jsonl', 2],
				['cases3.jsonl', 1],
			],
		],
	])('hold %d cases by %d', async (rows, rowsPerFile, expected) => {
		const { files } = await written(rows, rowsPerFile);

		expect(factsOf(files)).toEqual(expected);
	});

	it('are counted and hashed as they were stored', async () => {
		const { stored, files } = await written(20_000, 8_000);

		expect([...stored.values()].join('').split('\n')).toHaveLength(20_001);
		for (const { facts } of files) {
			const text = stored.get(facts.name) ?? '';
			expect(facts.bytes).toBe(Buffer.byteLength(text));
			expect(facts.sha256).toBe(createHash('sha256').update(text).digest('hex'));
		}
	});

	it('hold no more in memory for 300,000 cases than for 10,000, with a store that is slow', async () => {
		const context = storing(async () => {
			for (let hop = 0; hop < 50; hop++) await Promise.resolve();
		});
		const files = partFiles(context, Infinity);
		const text = 'A made-up story that is as long as such stories are. '.repeat(10);
		let small = 0;
		let most = 0;
		for (let id = 1; id <= 300_000; id++) {
			await files.add({ id, text });
			if (id === 10_000) small = heldMegabytes();
			if (id > 10_000 && id % 50_000 === 0) most = Math.max(most, heldMegabytes());
		}
		await files.close();

		expect(most - small).toBeLessThan(10);
	}, 60_000);

	it('tell when the store gives up', async () => {
		const context = storing(async () => await Promise.reject(new Error('disk full')));
		const files = partFiles(context, Infinity);
		const writing = (async () => {
			for (let id = 1; ; id++) await files.add({ id, text: 'x'.repeat(1_000) });
		})();

		await expect(writing).rejects.toThrow('disk full');
	});
});
