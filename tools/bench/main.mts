/**
 * `npm run bench [-- part]`: rates as ratios within one run, against a peer and the raw limit. A missed
 * goal is printed; the exit code is 0.
 */
import { benchCodec } from './codec.mts';
import { benchUpload } from './upload.mts';

const PARTS = { codec: benchCodec, upload: benchUpload };

const asked = process.argv.slice(2);
const unknown = asked.find((part) => !Object.hasOwn(PARTS, part));
if (unknown !== undefined) {
	throw new Error(`No part '${unknown}'. There are: ${Object.keys(PARTS).join(', ')}`);
}

for (const [name, bench] of Object.entries(PARTS)) {
	if (asked.length > 0 && !asked.includes(name)) continue;
	console.log(`${name}:`);
	for (const line of await bench()) console.log(`  ${line}`);
}
