/**
 * `npm run bench [-- part ...] [--rows N] [--check-only] [--cases N]`: rates as ratios within one run,
 * against a peer and the raw limit. A missed goal is printed; the exit code is 0.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { failPlainly } from '../common/failPlainly.mts';
import { benchCodec } from './codec.mts';
import { benchExport } from './export.mts';
import { benchImport } from './import.mts';
import { benchPackage } from './package.mts';
import { benchSmallServer } from './smallServer.mts';
import { benchStartup } from './startup.mts';
import { benchUpload } from './upload.mts';

interface Asked {
	/** Rows of the large file of `import`. */
	rows: number | null;
	/** Of `import`, the check alone. */
	isCheckOnly: boolean;
	/** Cases of the large export of `export`. */
	cases: number | null;
}

type Lines = AsyncIterable<string> | Promise<readonly string[]>;

const PARTS: Readonly<Record<string, (asked: Asked) => Lines>> = {
	codec: benchCodec,
	export: benchExport,
	import: benchImport,
	package: benchPackage,
	/** Loads n8n's engine into this process, which the other parts do without. */
	poll: async function* () {
		const { benchPoll } = await import('./poll.mts');
		yield* benchPoll();
	},
	'small-server': benchSmallServer,
	startup: benchStartup,
	upload: benchUpload,
};

/** Fewer would be no more than the small run that it is compared with. */
const LEAST = 10_001;

failPlainly();

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		rows: { type: 'string' },
		'check-only': { type: 'boolean', default: false },
		cases: { type: 'string' },
	},
});
const unknown = positionals.find((part) => !Object.hasOwn(PARTS, part));
if (unknown !== undefined) {
	throw new Error(`No part '${unknown}'. There are: ${Object.keys(PARTS).join(', ')}`);
}
const asked: Asked = {
	rows: sizeOf('--rows', values.rows),
	isCheckOnly: values['check-only'],
	cases: sizeOf('--cases', values.cases),
};

for (const [name, bench] of Object.entries(PARTS)) {
	if (positionals.length > 0 && !positionals.includes(name)) continue;
	const [load = 0] = loadavg();
	console.log(`${name} (load of this computer before: ${load.toFixed(1)}):`);
	for await (const line of await bench(asked)) console.log(`  ${line}`);
}


function sizeOf(flag: string, text: string | undefined): number | null {
	if (text === undefined) return null;
	const size = Number(text);
	if (Number.isInteger(size) && size >= LEAST) return size;
	throw new Error(`${flag} takes a whole number from ${LEAST} on, not '${text}'`);
}
