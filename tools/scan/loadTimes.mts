import { join } from 'node:path';
import { projectRoot } from '../common/files.mts';
import { runOrThrow } from '../common/run.mts';

export interface LoadReport {
	/** Milliseconds of the processor to load each node and credential, in an order, in one plain Node. */
	readonly milliseconds: Readonly<Record<string, number>>;
	/** For each module of the package, the entries that lead to it. */
	readonly reachedFrom: Readonly<Record<string, readonly string[]>>;
}

/** Loads all nodes and credentials of an unpacked package in a Node of its own. */
export async function loadEntries(packageFolder: string): Promise<LoadReport> {
	const program = join(projectRoot, 'tools', 'scan', 'loadFolder.cjs');
	const output = await runOrThrow(process.execPath, [program, packageFolder], { limitSeconds: 60 });

	return JSON.parse(output.trim().split('\n').at(-1) ?? '') as LoadReport;
}
