import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../tools/common/files.mts';

const FOLDER = join(projectRoot, 'test', 'fixtures', 'upgrade');

/** Versions of this package whose workflows, positions and files were kept. */
export const EARLIER = readdirSync(FOLDER).sort();

/** Those that kept this file: positions, manifests and places are kept when their form is a new one. */
export function earlierWith(file: string): string[] {
	return EARLIER.filter((version) => existsSync(join(FOLDER, version, file)));
}

export function textOfEarlier(version: string, file: string): string {
	return readFileSync(join(FOLDER, version, file), 'utf8');
}

export function earlier<T>(version: string, file: string): T {
	return JSON.parse(textOfEarlier(version, file)) as T;
}

export function workflowsOfEarlier(version: string): string[] {
	return readdirSync(join(FOLDER, version, 'workflows')).map((name) => `workflows/${name}`);
}
