import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { runOrThrow } from '../common/run.mts';
import { hashOfFolder, projectRoot } from '../common/files.mts';

/** What a build reads and what a package holds; everything else is left behind. */
const SOURCES = [
	'package.json',
	'tsconfig.json',
	'gulpfile.js',
	'README.md',
	'LICENSE.md',
	'CHANGELOG.md',
	'nodes',
	'credentials',
	'icons',
];

const KEPT_FOR_MS = 24 * 3_600_000;

/**
 * Builds and packs this package as publishing does, and gives the tarball's path. Works on a copy, so
 * that neither an edit nor another build in the project's folder gets in between; the same content is
 * packed once.
 */
export async function packPackage(root: string = projectRoot): Promise<string> {
	const packs = join(root, '.tmp', 'pack');
	const stage = join(packs, `stage-${process.pid}-${Date.now()}`);
	mkdirSync(stage, { recursive: true });
	removeOldPacks(packs);

	try {
		for (const source of SOURCES) {
			if (existsSync(join(root, source)))
				cpSync(join(root, source), join(stage, source), { recursive: true });
		}
		const finished = join(packs, hashOfFolder(stage));
		if (existsSync(finished)) return tarballIn(finished);

		symlinkSync(join(root, 'node_modules'), join(stage, 'node_modules'), 'junction');
		await runOrThrow('npm', ['run', 'build'], { cwd: stage, limitSeconds: 120 });
		const output = join(stage, 'packed');
		mkdirSync(output);
		await runOrThrow('npm', ['pack', '--silent', '--pack-destination', output], {
			cwd: stage,
			limitSeconds: 60,
		});

		if (!existsSync(finished)) renameSync(output, finished);
		return tarballIn(finished);
	} finally {
		rmSync(stage, { recursive: true, force: true });
	}
}

function tarballIn(folder: string): string {
	const name = readdirSync(folder).find((file) => file.endsWith('.tgz'));
	if (!name) throw new Error('npm pack left no tarball');

	return join(folder, name);
}

function removeOldPacks(packs: string) {
	for (const name of readdirSync(packs)) {
		const path = join(packs, name);
		const age = Date.now() - statSync(path).mtimeMs;
		if (age > KEPT_FOR_MS) rmSync(path, { recursive: true, force: true });
	}
}
