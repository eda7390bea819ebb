/**
 * `npm test [suite ...]`: runs the suites one after another. What follows the names of suites goes to
 * jest: `npm test unit budget` runs the unit tests whose path has "budget" in it.
 */
import { failPlainly } from '../common/failPlainly.mts';
import { onStopSignal } from '../common/stopSignals.mts';
import { readCommandLine } from './commandLine.mts';
import { closingLine, resultLine } from './report.mts';
import type { SuiteResult } from './result.mts';
import { startForTests } from './n8nForTests.mts';
import { SUITES } from './suites.mts';

failPlainly();
onStopSignal(() => process.exit(1));

const { suites, jestArgs, running } = readCommandLine(process.argv.slice(2));
const n8n = startForTests(running);
const results: SuiteResult[] = [];

for (const name of suites) {
	console.log(`\n${name}: ${SUITES[name].what}`);
	const result = await SUITES[name].run({ name, jestArgs, n8n });
	results.push(result);
	console.log(resultLine(result));
}

await n8n.stop();
console.log(`\n${results.map(resultLine).join('\n')}\n`);
console.log(closingLine(results));
process.exit(results.some(({ failed }) => failed > 0) ? 1 : 0);
