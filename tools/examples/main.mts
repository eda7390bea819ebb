/**
 * `npm run test:examples [-- name ...] [--small]`: imports each example into a clean n8n, runs it
 * against the sandbox with its known answer, and prints what was measured.
 */
import { parseArgs } from 'node:util';

import { failPlainly } from '../common/failPlainly.mts';
import { onStopSignal } from '../common/stopSignals.mts';
import { demoOwner } from '../n8n/api.mts';
import { CHECKS } from './checks/index.mts';
import { Sweep, sweepLine } from './sweep.mts';
import { closingLine, tableOf, type Row } from './table.mts';
import { cleanN8n } from './template.mts';

failPlainly();
onStopSignal(() => process.exit(1));

const { values, positionals } = parseArgs({
	options: { small: { type: 'boolean', default: false } },
	allowPositionals: true,
});
const unknown = positionals.filter((name) => !CHECKS.some(({ example }) => example === name));
if (unknown.length > 0) throw new Error(`There is no check of ${unknown.join(', ')}`);

const checks = CHECKS.filter(
	({ example }) => positionals.length === 0 || positionals.includes(example),
);
const from = await cleanN8n();
const rows: Row[] = [];
const sweeps: Sweep[] = [];
for (const { example, run } of checks) {
	const began = Date.now();
	const found = await rowsOf(example, run);
	rows.push(...found);
	console.log(`\n${tableOf(found).join('\n')}`);
	console.log(`${example}: ${Math.round((Date.now() - began) / 1000)} s`);
}
const example = `all ${sweeps.length}`;
rows.push({ example, promise: 'nothing personal where nothing is allowed', ...sweepLine(sweeps) });
console.log(`\n${tableOf(rows).join('\n')}\n`);
console.log(closingLine(rows));
process.exit(rows.some(({ isMet }) => !isMet) ? 1 : 0);

/** A check that breaks off is one promise not kept; the others still run. */
async function rowsOf(example: string, run: (typeof CHECKS)[number]['run']): Promise<Row[]> {
	const sweep = new Sweep();
	sweeps.push(sweep);
	try {
		const volume = values.small ? 'small' : 'full';
		const found = await run({ n8n: { from }, owner: demoOwner, volume, sweep });
		return [...found, ...sweep.measured()].map((measured) => ({ example, ...measured }));
	} catch (error) {
		const measured = error instanceof Error ? error.message : String(error);
		return [{ example, promise: 'the check runs to its end', measured, isMet: false }];
	}
}
