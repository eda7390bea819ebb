/**
 * `npm run test:contract`: what the node promises, tried on a running server that nobody prepared, or
 * on both sides of a sandbox. The last line counts.
 */
import { failPlainly } from '../common/failPlainly.mts';
import { onStopSignal } from '../common/stopSignals.mts';
import { closingLine } from '../test/report.mts';
import { readCommandLine } from './commandLine.mts';
import { runContract } from './run.mts';

failPlainly();
onStopSignal(() => process.exit(1));

const asked = readCommandLine(process.argv.slice(2), process.env);
const where = [
	...(asked.target
		? [`${asked.target.url}, ${asked.target.writes ? 'with made-up cases' : 'reading only'}`]
		: []),
	...(typeof asked.ai === 'object' ? [`${asked.ai.url}, with made-up audio`] : []),
	...(asked.ai === 'sandbox' ? ['the AI service of a sandbox'] : []),
];
console.log(
	`The contract of the node, tried on ${where.join(' and ') || 'both sides of a sandbox'}`,
);

const result = await runContract({ ...asked, name: 'contract', jestArgs: [] });
console.log(`\n${closingLine([result])}`);
process.exit(result.failed > 0 ? 1 : 0);
