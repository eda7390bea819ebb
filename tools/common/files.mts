import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** Everything runs from the project's folder: npm and the bootstrap see to it. */
export const projectRoot = process.cwd();

export function temporaryFolder(purpose: string): string {
	return mkdtempSync(join(tmpdir(), `openchs-${purpose}-`));
}

/** All files below a folder, sorted, so that the same content always reads the same. */
export function filesBelow(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

export function hashOfFolder(folder: string): string {
	const hash = createHash('sha256');
	for (const file of filesBelow(folder)) {
		hash.update(relative(folder, file)).update('\0').update(readFileSync(file)).update('\0');
	}

	return hash.digest('hex').slice(0, 16);
}
