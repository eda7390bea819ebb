import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { manifestName } from '../shared/export/fileNames';
import type { Manifest } from '../shared/export/manifest';
import { manifestText } from '../shared/export/manifest';
import type { WrittenFile } from '../shared/export/partFiles';

/** One item per file, so that a node behind it stores each under its own name. */
export function fileItems(
	files: readonly WrittenFile[],
	helpline: string,
	field: string,
	itemIndex: number,
): INodeExecutionData[] {
	return files.map(({ facts: { name, ...facts }, binary }) => ({
		json: { file: name, ...facts, helpline },
		binary: { [field]: binary },
		pairedItem: { item: itemIndex },
	}));
}

/** The manifest as an item and as its file; the last one of an export, the only one of a verification. */
export async function manifestItem(
	context: IExecuteFunctions,
	what: { manifest: Manifest; summary: IDataObject | null; stamp: string },
	field: string,
	itemIndexes: readonly number[],
): Promise<INodeExecutionData> {
	const { manifest, summary, stamp } = what;
	const name = manifestName(stamp);
	const bytes = Buffer.from(manifestText(manifest), 'utf8');
	const json = { file: name, ...manifest, ...(summary === null ? {} : { summary }) };
	return {
		json: json as unknown as IDataObject,
		binary: { [field]: await context.helpers.prepareBinaryData(bytes, name, 'application/json') },
		pairedItem:
			itemIndexes.length === 1
				? { item: itemIndexes[0] ?? 0 }
				: itemIndexes.map((item) => ({ item })),
	};
}
