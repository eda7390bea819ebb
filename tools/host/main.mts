/**
 * `npm run test:host -- --n8n <version> [anything for jest]`: the suite of `npm test n8n` in an n8n of another
 * version. The bootstrap has installed it.
 */
import { failPlainly } from '../common/failPlainly.mts';
import { onStopSignal } from '../common/stopSignals.mts';
import { runtimeFolder } from '../n8n/runtime.mts';
import { startForTests } from '../test/n8nForTests.mts';
import { closingLine, resultLine } from '../test/report.mts';
import { SUITES } from '../test/suites.mts';

failPlainly();
onStopSignal(() => process.exit(1));

const args = process.argv.slice(2);
const at = args.indexOf('--n8n');
const version = args[at + 1] ?? '';
const jestArgs = args.filter((_word, index) => index !== at && index !== at + 1);

console.log(`n8n ${version} in ${runtimeFolder()}`);
const n8n = startForTests(undefined);
const name = 'n8n';
const result = await SUITES[name].run({ name, jestArgs, n8n });
await n8n.stop().catch(() => undefined);
console.log(`\n${resultLine({ ...result, name: `n8n ${version}` })}\n`);
console.log(closingLine([result]));
process.exit(result.failed > 0 ? 1 : 0);
