import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesBelow, projectRoot, temporaryFolder } from '../common/files.mts';
import { runOrThrow } from '../common/run.mts';
import { packPackage } from '../n8n/pack.mts';
import { unpack } from '../n8n/unpack.mts';
import { grouped, median, ratioLine } from './figures.mts';

/** Processes of each kind; the one in the middle counts. */
const ROUNDS = 7;

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
}

/** The smallest node that n8n would load: what is left when everything of this package is taken away. */
const EMPTY_NODE = `
Object.defineProperty(exports, '__esModule', { value: true });
const { NodeConnectionTypes } = require('n8n-workflow');
exports.Empty = class {
	description = { displayName: 'Empty', name: 'empty', group: [], version: 1, description: '',
		defaults: { name: 'Empty' }, inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main],
		properties: [] };
};
`;

/** What a process does that is measured: the modules of the host are there already, as in n8n. */
const LOAD = `
require('n8n-workflow'); require('luxon');
const started = performance.now();
for (const file of process.argv.slice(1)) {
	for (const Made of Object.values(require(file))) if (typeof Made === 'function') new Made();
}
console.log(performance.now() - started);
`;

/** What the package weighs, and what loading all of its nodes and credentials takes when n8n starts. */
export async function benchPackage(): Promise<string[]> {
	const tarball = await packPackage();
	const folder = temporaryFolder('bench-package');
	try {
		const unpacked = await unpack(tarball, folder);
		symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'junction');
		const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as Manifest;
		const { nodes, credentials } = manifest.n8n;
		const own = [...nodes, ...credentials].map((file) => join(unpacked, file));
		const emptyFolder = join(folder, 'empty');
		mkdirSync(emptyFolder);
		const empty = join(emptyFolder, 'Empty.node.js');
		writeFileSync(empty, EMPTY_NODE);

		const files = filesBelow(unpacked);
		const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
		const ours = await milliseconds(own, folder);
		const least = await milliseconds([empty], folder);
		const kilobytes = (size: number) => `${grouped(size / 1024)} KB`;
		return [
			`packed ${kilobytes(statSync(tarball).size)}, unpacked ${kilobytes(bytes)} in ${files.length} files, no dependencies`,
			`loading ${nodes.length} nodes and ${credentials.length} credentials: ${ours.toFixed(1)} ms; one empty node: ${least.toFixed(1)} ms (median of ${ROUNDS} processes)`,
			ratioLine('an empty node against the whole package, by loads a second', rate(least), rate(ours)),
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function rate(ms: number) {
	return { count: 1, seconds: ms / 1000, serverShare: null };
}

/** The median over fresh processes: a module is loaded once in each. */
async function milliseconds(files: readonly string[], cwd: string): Promise<number> {
	const measured: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const args = ['-e', LOAD, ...files];
		measured.push(Number(await runOrThrow(process.execPath, args, { cwd, limitSeconds: 60 })));
	}
	return median(measured);
}
