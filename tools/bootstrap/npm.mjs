import { spawn } from 'node:child_process';
import { plainMessage } from './plainMessage.mjs';

const NO_NETWORK =
	/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT/;
const DISK_FULL = /ENOSPC/;

const LINES_SHOWN = 15;

/** Runs npm in a folder, silently; what it wrote is shown only when it fails. */
export async function npm(args, { cwd, limitMinutes, what }) {
	const [command, first] = npmCommand();
	const output = [];
	const child = spawn(command, [...first, ...args], {
		cwd,
		env: outsideEnvironment(),
		stdio: ['ignore', 'pipe', 'pipe'],
		shell: process.platform === 'win32' && first.length === 0,
	});
	child.stdout.on('data', (chunk) => output.push(chunk));
	child.stderr.on('data', (chunk) => output.push(chunk));

	const stop = () => child.kill('SIGTERM');
	const exit = () => process.exit(1);
	const timer = setTimeout(stop, limitMinutes * 60_000);
	process.once('exit', stop);
	for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, exit);

	const code = await new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	}).finally(() => {
		clearTimeout(timer);
		process.off('exit', stop);
		for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, exit);
	});

	if (code !== 0) throw failure(what, Buffer.concat(output).toString(), limitMinutes);
}

/** The npm that started us, or the one on the path. */
function npmCommand() {
	const started = process.env.npm_execpath ?? '';
	if (/npm-cli\.c?js$/.test(started)) return [process.execPath, [started]];

	return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
}

/** An npm inside `npm start` would otherwise take over the outer one's project folder. */
function outsideEnvironment() {
	const inherited =
		/^(npm_(package|lifecycle|command|node|execpath)|npm_config_(local_prefix|prefix)|INIT_CWD)/i;

	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
}

function failure(what, output, limitMinutes) {
	const lines = errorLines(output).slice(0, LINES_SHOWN).join('\n');
	if (DISK_FULL.test(output))
		return plainMessage(`The disk is full: ${what} could not be installed.\n${lines}`);
	if (NO_NETWORK.test(output)) {
		return plainMessage(
			`No network: npm could not reach the package registry, so ${what} could not be installed. ` +
				`The first run needs the network (or npm's proxy settings); later runs do not.\n${lines}`,
		);
	}

	return plainMessage(
		`${what} could not be installed (limit ${limitMinutes} minutes). npm said:\n${lines}`,
	);
}

/** npm says what is wrong first and how to call it last. */
function errorLines(output) {
	const lines = output.split('\n').filter((line) => line.trim() !== '');
	const errors = lines.filter((line) => /^npm (error|ERR!) *\S/.test(line));

	return errors.length > 0 ? errors : lines.slice(-LINES_SHOWN);
}
