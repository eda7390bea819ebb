/** `npm run docs`: writes the pages of `docs/` that are made from the package and from its tests. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Product } from '../chaos/product.mts';
import { projectRoot } from '../common/files.mts';
import { habitsPage } from './habits.mts';
import { madePages } from './pages.mts';
import { saidByThePackage } from './sentences.mts';

const surroundings = { now: Date.now, random: Math.random, sleep: async () => {} };

const pages: Record<string, string> = {
	...madePages(new Product().newProcess(surroundings), saidByThePackage()),
	'docs/server-habits.md': await habitsPage(),
};

for (const [path, text] of Object.entries(pages)) {
	writeFileSync(join(projectRoot, path), text);
	console.log(`${path}: ${text.split('\n').length} lines`);
}
