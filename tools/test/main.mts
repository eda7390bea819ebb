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
import { SUITES, type SuiteName } from './suites.mts';

failPlainly();
onStopSignal(() => process.exit(1));

const { suites, jestArgs, running } = readCommandLine(process.argv.slice(2));
const n8n = startForTests(running);
const results: SuiteResult[] = [];

for (const name of suites) {
	console.log(`\n${name}: ${SUITES[name].what}`);
	const result = await runSuite(name);
	results.push(result);
	console.log(resultLine(result));
}

await n8n.stop().catch(() => undefined);
console.log(`\n${results.map(resultLine).join('\n')}\n`);
console.log(closingLine(results));
process.exit(results.some(({ failed }) => failed > 0) ? 1 : 0);

/** A suite that cannot even begin is one failure; the others still run. */
async function runSuite(name: SuiteName): Promise<SuiteResult> {
	const started = Date.now();
	try {
		return await SUITES[name].run({ name, jestArgs, n8n });
	} catch (error) {
		console.log(error instanceof Error ? error.message : String(error));
		return { name, passed: 0, failed: 1, seconds: (Date.now() - started) / 1000 };
	}
}
