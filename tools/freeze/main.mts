/**
 * `node tools/bootstrap.mjs freeze`: keeps what this version lets people save, as fixtures that every later
 * version has to open. Once for each version, before it is published.
 */
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { Product } from '../chaos/product.mts';
import { projectRoot } from '../common/files.mts';
import { pageAsItStands, previewOf } from '../docs/pages.mts';
import { savedCredential } from './credentials.mts';
import { savedNodes } from './nodes.mts';

interface Manifest {
	readonly version: string;
	readonly n8n: { readonly nodes: readonly string[]; readonly credentials: readonly string[] };
}

const { version, n8n } = JSON.parse(pageAsItStands('package.json')) as Manifest;
const folder = join(projectRoot, 'test', 'fixtures', 'upgrade', version);
const load = new Product().newProcess({
	now: Date.now,
	random: Math.random,
	sleep: async () => {},
});

/** `dist/nodes/A/A.node.js` holds the class `A`. */
function made<T>(path: string): T {
	const source = path.replace(/^dist\//, '').replace(/\.js$/, '');
	const name = /([^/]+)\.(?:node|credentials)$/.exec(source)?.[1] ?? '';
	const entry = load<Record<string, new () => T>>(source)[name];
	if (!entry) throw new Error(`${source} has no class ${name}`);
	return new entry();
}

/** One entry a line: what a later version changes is seen at once. */
function write(name: string, entries: readonly unknown[]): void {
	const lines = entries.map((entry) => JSON.stringify(entry));
	writeFileSync(join(folder, name), `[\n${lines.join(',\n')}\n]\n`);
}

function keepExamples(): number {
	const examples = join(projectRoot, 'examples');
	const names = readdirSync(examples).filter((name) =>
		existsSync(join(examples, name, 'workflow.json')),
	);
	mkdirSync(join(folder, 'workflows'), { recursive: true });
	for (const name of names) {
		copyFileSync(join(examples, name, 'workflow.json'), join(folder, 'workflows', `${name}.json`));
	}
	return names.length;
}

mkdirSync(folder, { recursive: true });
const nodes = n8n.nodes.flatMap((path) => savedNodes(made<INodeType>(path).description, previewOf));
const credentials = n8n.credentials.map((path) => savedCredential(made<ICredentialType>(path)));
const { REASONS } = load<{ REASONS: Record<string, string> }>('nodes/shared/transport/errors');
write('nodes.json', nodes);
write('credentials.json', credentials);
write('codes.json', Object.keys(REASONS));
const workflows = keepExamples();
console.log(
	`${folder.slice(projectRoot.length + 1)}: ${nodes.length} nodes, ${credentials.length} credentials, ${workflows} workflows (${readFileSync(join(folder, 'nodes.json')).length} bytes)`,
);
