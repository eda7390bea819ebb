/** `npm start`: sandbox and n8n with this package, the demo's workflow run once, then at your service. */
import { parseArgs } from 'node:util';
import { failPlainly } from '../common/failPlainly.mts';
import { onStopSignal } from '../common/stopSignals.mts';
import { runningN8n, runningN8nOptions } from '../n8n/running.mts';
import { startSandbox } from '../sandbox/start.mts';
import { runDemo } from './demo.mts';
import { demoN8n } from './demoN8n.mts';
import { closingLines, resultLines } from './report.mts';

failPlainly();
const { values } = parseArgs({
	options: {
		port: { type: 'string' },
		once: { type: 'boolean', default: false },
		server: { type: 'string', default: 'published' },
		...runningN8nOptions,
	},
});

const server = values.server === 'deployed' ? 'deployed' : 'published';
if (values.server !== server) {
	throw new Error("--server takes 'published' or 'deployed'");
}

/** Until everything runs there is nothing to end in order: what was started ends with this process. */
let stop = async () => process.exit(1);
onStopSignal(() => void stop());

const sandbox = await startSandbox();
const address = server === 'deployed' ? sandbox.deployedUrl : sandbox.url;
console.log(`Sandbox: ${address} (a made-up OpenCHS; it ends with this command)`);

const n8n = await demoN8n({ running: runningN8n(values), port: values.port });
console.log('Running the example workflow: made-up intake rows become cases');
const demo = await runDemo(n8n.api, sandbox, server);

for (const line of resultLines(demo)) console.log(line);
for (const line of closingLines(n8n, demo)) console.log(line);

stop = async () => {
	console.log('Stopping n8n and the sandbox');
	await n8n.stop();
	await sandbox.stop();
	process.exit(0);
};
if (values.once) await stop();
