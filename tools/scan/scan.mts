import { cpSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot, temporaryFolder } from '../common/files.mts';
import { runOrThrow } from '../common/run.mts';
import { unpack } from '../n8n/unpack.mts';

export interface Finding {
	readonly file: string;
	readonly line: number;
	readonly rule: string;
	readonly message: string;
	readonly isError: boolean;
}

/** The store reads these of the repository (icons are only looked for) ... */
const SOURCES = ['package.json', 'nodes', 'credentials', 'icons'];
const SOURCE_PATTERNS = ['package.json', '{nodes,credentials}/**/*.{js,ts,json}'];

/** ... and these of what was published. */
const PACKED_PATTERNS = ['**/*.js', 'package.json'];

export async function scanSource(): Promise<Finding[]> {
	const folder = temporaryFolder('scan');
	try {
		for (const source of SOURCES) {
			cpSync(join(projectRoot, source), join(folder, source), { recursive: true });
		}
		return await scan(folder, SOURCE_PATTERNS);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

export async function scanPackage(tarball: string): Promise<Finding[]> {
	const folder = temporaryFolder('scan');
	try {
		return await scan(await unpack(tarball, folder), PACKED_PATTERNS);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** In a process of its own: the scanner is an ES module, which the test framework cannot load. */
async function scan(folder: string, patterns: readonly string[]): Promise<Finding[]> {
	const program = join(projectRoot, 'tools', 'scan', 'scanFolder.mts');
	// Under jest this variable says "test", and some of the rules then take every file for a trigger.
	const env = { ...process.env, NODE_ENV: undefined };
	const output = await runOrThrow(process.execPath, [program, folder, ...patterns], {
		env,
		limitSeconds: 120,
	});
	const findings = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Finding[];

	return findings.map((finding) => ({ ...finding, file: relative(folder, finding.file) }));
}
