/**
 * `npm run chaos`: what a kill at the worst moment costs. Each target is a part of the package that
 * promises to lose nothing and do nothing twice; its rig kills it, compares, and prints a last line.
 */
import { failPlainly } from '../common/failPlainly.mts';
import { onStopSignal } from '../common/stopSignals.mts';
import { readCommandLine, type TargetName } from './commandLine.mts';
import { exportRig } from './export/rig.mts';
import { importRig } from './import/rig.mts';
import { closingLine, isGood, type Rig } from './target.mts';
import { triggerRig } from './trigger/rig.mts';

failPlainly();
onStopSignal(() => process.exit(1));

const RIGS: Readonly<Record<TargetName, Rig>> = {
	trigger: triggerRig,
	import: importRig,
	export: exportRig,
};

const asked = readCommandLine(process.argv.slice(2));
const outcome = await RIGS[asked.target](asked);
for (const problem of outcome.problems) console.log(problem);
console.log(`\n${closingLine(outcome)}`);
process.exit(isGood(outcome) ? 0 : 1);
