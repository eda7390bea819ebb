import { readCsv } from '../../nodes/OpenChsCsvImport/csv';
import { decode, findEncoding } from '../../nodes/OpenChsCsvImport/decode';
import { openTable } from '../../nodes/OpenChsCsvImport/table';
import { heldMegabytes } from '../support/heap.mts';

const MEGABYTE = 1024 * 1024;
const SIZE = 100 * MEGABYTE;
/** What reading may hold above what was there, whatever the size of the file. */
const MOST_MEGABYTES = 10;
const LONG_MS = 300_000;

const HEADER = 'case_number,title,description,category,priority,reporter_phone\n';
const STORY = 'A made-up story, with "quotes" and a\nline break. '.repeat(4).replaceAll('"', '""');

/** A file that is never whole anywhere: its bytes are made as they are read. */
async function* bigFile(): AsyncGenerator<Uint8Array> {
	let sent = 0;
	yield Buffer.from(HEADER);
	for (let n = 1; sent < SIZE; ) {
		let text = '';
		while (text.length < 65_536) {
			text += `OLD-${n},Title ${n},"${STORY}",school,low,0700${n}\n`;
			n += 1;
		}
		const bytes = Buffer.from(text);
		sent += bytes.length;
		yield bytes;
	}
}

describe('a file of 100 MB', () => {
	it(
		'is read in bounded memory, every row of it',
		async () => {
			expect(await findEncoding(bigFile())).toBe('utf-8');
			const options = { delimiter: '', quote: '"', comments: '' };
			const { rows } = await openTable(readCsv(decode(bigFile(), 'utf-8'), options), {
				hasHeader: true,
				firstLine: 1,
				maximum: 0,
				skipEmpty: true,
				shortRows: 'fill',
			});
			const before = heldMegabytes();
			let most = 0;
			let count = 0;
			let batches = 0;
			let last = '';
			for await (const batch of rows) {
				count += batch.length;
				last = batch.at(-1)?.cells[0] ?? '';
				batches += 1;
				if (batches % 200 === 0) most = Math.max(most, heldMegabytes());
			}

			expect(count).toBeGreaterThan(300_000);
			expect(last).toBe(`OLD-${count}`);
			expect(most - before).toBeLessThan(MOST_MEGABYTES);
		},
		LONG_MS,
	);
});
