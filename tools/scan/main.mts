/** `node tools/bootstrap.mjs scan`: what the store's scan says about the sources and about the tarball. */
import { packPackage } from '../n8n/pack.mts';
import { scanPackage, scanSource } from './scan.mts';

const findings = [...(await scanSource()), ...(await scanPackage(await packPackage()))];

for (const { file, line, rule, message } of findings)
	console.log(`${file}:${line} ${message} (${rule})`);
console.log(`${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;
