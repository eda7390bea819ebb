/**
 * `npm run test:scale [-- --rows N] [--dialect published|deployed]`: one file, imported in parts by two
 * workers of n8n's queue mode, of which one is killed half-way.
 */
import { parseArgs } from 'node:util';

import { failPlainly } from '../common/failPlainly.mts';
import { onStopSignal } from '../common/stopSignals.mts';
import { closingLine, tableOf, type Row } from '../examples/table.mts';
import { inQueueMode } from './queueMode.mts';
import { scaleOut } from './scaleOut.mts';
import { subWorkflowsStay } from './subWorkflow.mts';

const DIALECTS = ['published', 'deployed'] as const;
const LEAST_ROWS = 200;

failPlainly();
onStopSignal(() => process.exit(1));

const { values } = parseArgs({
	options: { rows: { type: 'string', default: '1200' }, dialect: { type: 'string' } },
});
const rows = Number(values.rows);
if (!Number.isInteger(rows) || rows < LEAST_ROWS) {
	throw new Error(`--rows takes a whole number from ${LEAST_ROWS} on`);
}
const dialects = DIALECTS.filter((one) => values.dialect === undefined || values.dialect === one);
if (dialects.length === 0) throw new Error(`--dialect is one of ${DIALECTS.join(', ')}`);

const measured = await inQueueMode(async (queue): Promise<Row[]> => {
	const found: Row[] = (await subWorkflowsStay(queue)).map((one) => ({ example: 'n8n', ...one }));
	for (const dialect of dialects) {
		const told = await scaleOut(queue, { dialect, rows, say: (line) => console.log(line) });
		found.push(...told.map((one) => ({ example: dialect, ...one })));
	}
	return found;
});
console.log(`\n${tableOf(measured).join('\n')}\n`);
console.log(closingLine(measured));
process.exit(measured.some(({ isMet }) => !isMet) ? 1 : 0);
