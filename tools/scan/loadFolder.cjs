/**
 * Loads each node and credential of a built package as n8n does (with `require`, and with n8n-workflow
 * already in memory), and prints what it saw as one line of JSON.
 */
const { join, relative, resolve } = require('node:path');

const folder = resolve(process.argv[2]);
const { n8n } = require(join(folder, 'package.json'));
require('n8n-workflow');

const milliseconds = {};
const reachedFrom = {};

for (const entry of [...n8n.nodes, ...n8n.credentials]) {
	const file = join(folder, entry);
	// Time of the processor, not of the clock: what else the computer does is not the package's doing.
	const started = process.cpuUsage();
	require(file);
	const { user, system } = process.cpuUsage(started);
	milliseconds[entry] = (user + system) / 1000;
}

for (const entry of Object.keys(milliseconds)) {
	for (const file of modulesBelow(join(folder, entry))) {
		const name = relative(folder, file);
		reachedFrom[name] = [...(reachedFrom[name] ?? []), entry];
	}
}

console.log(JSON.stringify({ milliseconds, reachedFrom }));

/** Reads the files again: Node tells only the first of several modules that loaded another. */
function modulesBelow(file, seen = new Set()) {
	if (seen.has(file)) return seen;
	seen.add(file);
	const source = require('node:fs').readFileSync(file, 'utf8');
	for (const [, request] of source.matchAll(/require\("(\.[^"]+)"\)/g)) {
		modulesBelow(require.resolve(resolve(file, '..', request)), seen);
	}

	return seen;
}
