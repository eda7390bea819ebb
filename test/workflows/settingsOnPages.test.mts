import { readFileSync } from 'node:fs';
import { filesBelow } from '../../tools/common/files.mts';
import { inRuntime } from '../../tools/n8n/runtime.mts';
import { everyPage, textOfPage } from '../support/markdown.mts';
import { textOfFile } from '../support/yamlFile.mts';

/** Where n8n declares what its environment can hold. */
const DECLARED_IN = [
	'@n8n/config/dist',
	'n8n-core/dist/binary-data',
	'n8n/dist/deprecation',
	'n8n/dist/modules/community-packages',
];

const COMPOSE = 'docs/small-server/compose.yaml';
const A_SETTING = /\b(?:N8N|EXECUTIONS|DB|QUEUE|GENERIC|OFFLOAD)_[A-Z0-9_]*[A-Z0-9]\b/g;

const settingsIn = (text: string) => [...new Set(text.match(A_SETTING) ?? [])];

describe("n8n's settings, as the pages call them", () => {
	const declared = DECLARED_IN.flatMap((folder) => filesBelow(inRuntime('node_modules', folder)))
		.filter((file) => file.endsWith('.js'))
		.map((file) => readFileSync(file, 'utf8'))
		.join('\n');
	const isKnown = (name: string) =>
		declared.includes(`'${name}'`) || declared.includes(`"${name}"`);
	const pages = everyPage()
		.map((page) => [page, settingsIn(textOfPage(page))] as const)
		.filter(([, names]) => names.length > 0);

	it.each(pages)('%s names only what this n8n has', (_page, names) => {
		expect(names.filter((name) => !isKnown(name))).toEqual([]);
	});

	it('the small server sets only what this n8n has', () => {
		const names = settingsIn(textOfFile(COMPOSE));

		expect(names.length).toBeGreaterThan(10);
		expect(names.filter((name) => !isKnown(name))).toEqual([]);
	});

	it('does not know a setting that nobody made', () => {
		expect(isKnown('N8N_MADE_UP_SETTING')).toBe(false);
	});
});
