import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { FileKind } from '../shared/export/fileNames';
import { fileName } from '../shared/export/fileNames';
import type { WrittenFile } from '../shared/export/partFiles';
import { PartFiles } from '../shared/export/partFiles';
import type { FileForm } from '../shared/export/writer';
import { REFERENCES, writerOf } from '../shared/export/writer';
import type { Profile } from './profile';
import type { Settings } from './settings';

/** Where the rows of an export go. */
export interface Sink {
	add(row: IDataObject): Promise<void>;
	close(): Promise<WrittenFile[]>;
	drop(): void;
}

/** The files of one kind, named by the moment at which the export began. */
export function openFiles(
	context: IExecuteFunctions,
	settings: Settings,
	profile: Profile,
	kind: FileKind,
	stamp: string,
): Sink {
	const form: FileForm = settings.form === 'items' ? 'json' : settings.form;
	const columns = kind === 'cases' ? profile.columns : [profile.keyColumn];
	const { isPretty, hasMark } = settings;
	return new PartFiles(context, {
		kind,
		writer: kind === 'references' ? REFERENCES : writerOf(form, { columns, isPretty, hasMark }),
		rowsPerFile: kind === 'cases' ? settings.rowsPerFile : Infinity,
		nameOf: (part) => fileName(kind, stamp, form, part),
	});
}

/** Rows as items: all of them stand in memory, which the panel says. */
export class Items implements Sink {
	readonly items: INodeExecutionData[] = [];

	constructor(private readonly itemIndex: number) {}

	async add(row: IDataObject): Promise<void> {
		this.items.push({ json: row, pairedItem: { item: this.itemIndex } });
	}

	async close(): Promise<WrittenFile[]> {
		return await Promise.resolve([]);
	}

	drop(): void {
		this.items.length = 0;
	}
}
