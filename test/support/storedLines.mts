import { createInterface } from 'node:readline';

import { BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

import { service } from './host.mts';

/** The lines of a file in n8n's store on disk, which is never whole in memory. */
export async function* linesIn(file: IBinaryData | undefined): AsyncGenerator<string> {
	if (!file?.id) throw new Error('The file is not in the store on disk');
	const input = await service(BinaryDataService).getAsStream(file.id, 65_536);
	for await (const line of createInterface({ input })) yield line;
}
