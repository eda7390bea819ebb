/**
 * `node tools/bootstrap.mjs <command> [args]`: installs what is missing, then runs
 * `tools/<command>/main.mts` with the cached Node 24. Plain JavaScript without a dependency, because
 * it is the first thing that runs on a fresh machine.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ensureN8n, ensureNode, ensureObjectStore, ensureRootModules } from './bootstrap/ensure.mjs';
import { needsN8n } from './bootstrap/needs.mjs';
import { ensureOtherN8n, versionIn } from './bootstrap/otherN8n.mjs';
import { plainMessage } from './bootstrap/plainMessage.mjs';
import { root } from './bootstrap/paths.mjs';

const OLDEST_NODE = 20;

/** n8n stops within seconds; whoever asks twice after that wants it gone at once. */
const PATIENCE_AFTER_SIGNAL_MS = 30_000;

async function prepare(command, args) {
	const [node, runtime, , store] = await Promise.all([
		ensureNode(),
		n8nFor(command, args),
		ensureRootModules(),
		command === 'examples' ? ensureObjectStore() : undefined,
	]);

	return { node, runtime, store };
}

function n8nFor(command, args) {
	if (command === 'host') return ensureOtherN8n(versionIn(args));

	return needsN8n(command, args) ? ensureN8n() : undefined;
}

function run(main, args, { node, runtime, store }) {
	const env = { ...process.env, PATH: dirname(node) + delimiter + process.env.PATH };
	if (runtime) env.OPENCHS_N8N_RUNTIME = runtime;
	if (store) env.OPENCHS_OBJECT_STORE = store;

	const child = spawn(node, [main, ...args], { cwd: root, env, stdio: 'inherit' });

	let asked = false;
	const end = (signal) => {
		child.kill(signal);
		if (!asked) setTimeout(() => child.kill('SIGKILL'), PATIENCE_AFTER_SIGNAL_MS).unref();
		asked = true;
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
	whenNpmEnds(() => end('SIGTERM'));

	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('exit', (code, signal) => resolve(signal ? 1 : code));
	});
}

/** npm starts us through a shell, and that one dies of a signal without passing it on. */
function whenNpmEnds(callback) {
	if (!process.env.npm_lifecycle_event) return;

	const shell = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === shell) return;
		clearInterval(timer);
		callback();
	}, 1000);
	timer.unref();
}

async function bootstrap() {
	const [command, ...args] = process.argv.slice(2);
	const major = Number(process.versions.node.split('.')[0]);
	if (major < OLDEST_NODE) {
		throw plainMessage(
			`Node ${OLDEST_NODE} or newer is needed; this is Node ${process.versions.node}. Install a newer one from nodejs.org and run the command again.`,
		);
	}

	const main = join(root, 'tools', String(command), 'main.mts');
	if (!command || !existsSync(main)) {
		throw plainMessage(
			`There is no tools/${command}/main.mts. Usage: node tools/bootstrap.mjs <command> [args]`,
		);
	}

	process.exitCode = await run(main, args, await prepare(command, args));
}

bootstrap().catch((error) => {
	console.error(error.isPlain ? `\n${error.message}` : error);
	process.exit(1);
});
