import { crc32 } from 'node:zlib';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org';

/** One sheet of texts, as small as spreadsheet programs accept it. */
export function workbook(rows: ReadonlyArray<readonly string[]>): Buffer {
	return zip([
		['[Content_Types].xml', contentTypes()],
		['_rels/.rels', relations('officeDocument', 'xl/workbook.xml')],
		['xl/workbook.xml', book()],
		['xl/_rels/workbook.xml.rels', relations('worksheet', 'worksheets/sheet1.xml')],
		['xl/worksheets/sheet1.xml', sheet(rows)],
	]);
}

function contentTypes(): string {
	const part = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
	return [
		`${XML}<Types xmlns="${OFFICE}/package/2006/content-types">`,
		'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
		`<Override PartName="/xl/workbook.xml" ContentType="${part}.sheet.main+xml"/>`,
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${part}.worksheet+xml"/>`,
		'</Types>',
	].join('');
}

function relations(kind: string, target: string): string {
	const type = `${OFFICE}/officeDocument/2006/relationships/${kind}`;
	return [
		`${XML}<Relationships xmlns="${OFFICE}/package/2006/relationships">`,
		`<Relationship Id="rId1" Type="${type}" Target="${target}"/></Relationships>`,
	].join('');
}

function book(): string {
	return [
		`${XML}<workbook xmlns="${OFFICE}/spreadsheetml/2006/main"`,
		` xmlns:r="${OFFICE}/officeDocument/2006/relationships">`,
		'<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
	].join('');
}

function sheet(rows: ReadonlyArray<readonly string[]>): string {
	const lines = rows.map((row, i) => `<row r="${i + 1}">${row.map(cell).join('')}</row>`);
	return [
		`${XML}<worksheet xmlns="${OFFICE}/spreadsheetml/2006/main"><sheetData>`,
		lines.join(''),
		'</sheetData></worksheet>',
	].join('');
}

function cell(text: string): string {
	const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
	return `<c t="inlineStr"><is><t xml:space="preserve">${escaped}</t></is></c>`;
}

/** A ZIP file whose entries are not compressed. */
function zip(entries: ReadonlyArray<readonly [name: string, content: string]>): Buffer {
	const parts: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const [name, content] of entries) {
		const bytes = Buffer.from(content);
		const common = entryHeader(name, bytes);
		const local = Buffer.concat([signature(0x04034b50), common, Buffer.from(name), bytes]);
		const rest = Buffer.alloc(14);
		rest.writeUInt32LE(offset, 10);
		const version = Buffer.from([20, 0]);
		directory.push(
			Buffer.concat([signature(0x02014b50), version, common, rest, Buffer.from(name)]),
		);
		parts.push(local);
		offset += local.length;
	}
	const central = Buffer.concat(directory);
	const end = Buffer.alloc(18);
	end.writeUInt16LE(entries.length, 4);
	end.writeUInt16LE(entries.length, 6);
	end.writeUInt32LE(central.length, 8);
	end.writeUInt32LE(offset, 12);
	return Buffer.concat([...parts, central, signature(0x06054b50), end]);
}

function signature(number: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(number);
	return bytes;
}

/** What the entry and the directory have in common, from the version to the extra length. */
function entryHeader(name: string, bytes: Buffer): Buffer {
	const header = Buffer.alloc(26);
	header.writeUInt16LE(20, 0);
	header.writeUInt16LE(0x21, 8);
	header.writeUInt32LE(crc32(bytes), 10);
	header.writeUInt32LE(bytes.length, 14);
	header.writeUInt32LE(bytes.length, 18);
	header.writeUInt16LE(Buffer.byteLength(name), 22);
	return header;
}
