import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { plainMessage } from './plainMessage.mjs';

const HEARTBEAT_MS = 2_000;

/** A holder that has not breathed for this long is dead: a pid would say nothing across containers. */
const DEAD_AFTER_MS = 20_000;

const LONGEST_WAIT_MS = 30 * 60_000;

/** Runs `work` while no other process does the same; a killed holder's lock is taken over. */
export async function withInstallLock(path, onWait, work) {
	const deadline = Date.now() + LONGEST_WAIT_MS;
	mkdirSync(dirname(path), { recursive: true });

	for (let told = false; !take(path); told = true) {
		if (Date.now() > deadline) {
			throw plainMessage(
				`Another process has been installing for half an hour. If none is, delete ${path}`,
			);
		}
		if (!told) onWait();
		await new Promise((resolve) => setTimeout(resolve, HEARTBEAT_MS / 2));
	}

	const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
	const release = () => rmSync(path, { force: true });
	process.once('exit', release);
	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		process.off('exit', release);
		release();
	}
}

function take(path) {
	try {
		writeFileSync(path, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (error.code !== 'EEXIST') throw error;
	}

	if (silentFor(path) > DEAD_AFTER_MS) rmSync(path, { force: true });
	return false;
}

function silentFor(path) {
	try {
		return Date.now() - statSync(path).mtimeMs;
	} catch {
		return 0;
	}
}

function touch(path) {
	try {
		utimesSync(path, new Date(), new Date());
	} catch {
		// The folder was removed under us; the install itself will say so.
	}
}
