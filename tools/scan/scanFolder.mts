/**
 * The store's scan of one folder, as one line of JSON. Its own entry passes a folder that has warnings
 * only, so its rules are run here and every finding is told.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ESLint, type Linter } from 'eslint';

interface Scanner {
	buildScanConfig(): Promise<Linter.Config[]>;
}

const [folder = '', ...patterns] = process.argv.slice(2);
const scannerFile = join(
	'node_modules',
	'@n8n',
	'scan-community-package',
	'scanner',
	'scanner.mjs',
);
const { buildScanConfig } = (await import(pathToFileURL(scannerFile).href)) as Scanner;

const eslint = new ESLint({
	cwd: folder,
	allowInlineConfig: false,
	overrideConfigFile: true,
	overrideConfig: await buildScanConfig(),
});
const results = await eslint.lintFiles(patterns);
if (results.length === 0) throw new Error(`Nothing to scan in ${folder}`);

const findings = results.flatMap(({ filePath, messages }) =>
	messages.map(({ line, ruleId, message, severity }) => ({
		file: filePath,
		line,
		rule: ruleId,
		message,
		isError: severity === 2,
	})),
);
console.log(JSON.stringify(findings));
