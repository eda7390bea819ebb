import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { projectRoot } from '../../tools/common/files.mts';

// A reader of YAML comes with ESLint, not as a package of this project.
const fromRoot = createRequire(join(projectRoot, 'package.json'));
const fromEslint = createRequire(fromRoot.resolve('eslint'));
const fromItsConfig = createRequire(fromEslint.resolve('@eslint/eslintrc'));
const { load } = fromItsConfig('js-yaml') as { load: (text: string) => unknown };

/** The content of a YAML file of the project; it throws where the form is broken. */
export function yamlFile<T>(path: string): T {
	return load(textOfFile(path)) as T;
}

export function textOfFile(path: string): string {
	return readFileSync(join(projectRoot, path), 'utf8');
}
