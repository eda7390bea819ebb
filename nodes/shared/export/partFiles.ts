import { createHash } from 'crypto';
import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { OutgoingFile } from '../outgoingFile';
import type { FileKind } from './fileNames';
import type { Writer } from './writer';

/** One file of an export, as its manifest tells of it. */
export interface FileFacts {
	name: string;
	kind: FileKind;
	rows: number;
	bytes: number;
	/** Of the bytes, hexadecimal. */
	sha256: string;
}

export interface WrittenFile {
	facts: FileFacts;
	binary: IBinaryData;
}

/** Characters that are gathered before they go to the store. */
const PIECE = 65_536;

/** One file under way: its bytes go into n8n's store as they are made, and are counted and hashed. */
class Part {
	private readonly file: OutgoingFile;
	private readonly hash = createHash('sha256');
	private bytes = 0;
	private text: string;
	rows = 0;

	constructor(
		context: IExecuteFunctions,
		private readonly kind: FileKind,
		private readonly name: string,
		private readonly writer: Writer,
	) {
		this.file = new OutgoingFile(context, name, writer.mimeType);
		this.text = writer.head();
	}

	async add(row: IDataObject): Promise<void> {
		this.text += this.writer.row(row, this.rows);
		this.rows += 1;
		if (this.text.length >= PIECE) await this.flush();
	}

	async close(): Promise<WrittenFile> {
		this.text += this.writer.tail(this.rows);
		await this.flush();
		const { kind, name, rows, bytes } = this;
		const sha256 = this.hash.digest('hex');
		return { facts: { name, kind, rows, bytes, sha256 }, binary: await this.file.close() };
	}

	drop(): void {
		this.file.destroy();
	}

	private async flush(): Promise<void> {
		const piece = Buffer.from(this.text, 'utf8');
		this.text = '';
		if (piece.length === 0) return;
		this.hash.update(piece);
		this.bytes += piece.length;
		await this.file.put(piece);
	}
}

export interface PartsPlan {
	kind: FileKind;
	writer: Writer;
	/** Rows of one file; `Infinity` for one file whatever their number. */
	rowsPerFile: number;
	/** `part` counts from 1; null where there is one file only. */
	nameOf: (part: number | null) => string;
}

/**
 * The rows of one kind, in as many files as the plan wants. One file is open at a time, and memory does
 * not grow with the rows. There is always a file, also without a row.
 */
export class PartFiles {
	private readonly done: WrittenFile[] = [];
	private current: Part;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly plan: PartsPlan,
	) {
		this.current = this.open(1);
	}

	async add(row: IDataObject): Promise<void> {
		if (this.current.rows >= this.plan.rowsPerFile) {
			this.done.push(await this.current.close());
			this.current = this.open(this.done.length + 1);
		}
		await this.current.add(row);
	}

	async close(): Promise<WrittenFile[]> {
		this.done.push(await this.current.close());
		return this.done;
	}

	/** Lets the file that is open go, after a failure. */
	drop(): void {
		this.current.drop();
	}

	private open(number: number): Part {
		const { kind, writer, rowsPerFile, nameOf } = this.plan;
		const part = Number.isFinite(rowsPerFile) ? number : null;
		return new Part(this.context, kind, nameOf(part), writer);
	}
}
