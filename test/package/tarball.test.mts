import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesBelow, projectRoot } from '../../tools/common/files.mts';
import { packPackage } from '../../tools/n8n/pack.mts';
import { unpack } from '../../tools/n8n/unpack.mts';
import { loadEntries } from '../../tools/scan/loadTimes.mts';
import { scanPackage, scanSource } from '../../tools/scan/scan.mts';

/** What a person downloads; a test, a map or a picture that slips in would show here. */
const LARGEST_PACKAGE = 300 * 1024;

/** Of the processor. The first entry loads all that they share; n8n does it once, and a busy computer takes twice as long. */
const SLOWEST_LOAD_MS = 400;
const MOST_LOADS = 8;

interface Manifest {
	readonly version: string;
	readonly dependencies?: object;
	readonly peerDependencies: object;
	readonly scripts?: Readonly<Record<string, string>>;
	readonly n8n: { readonly nodes: readonly string[]; readonly credentials: readonly string[] };
}

const readManifest = (folder: string) =>
	JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

describe('the packed package', () => {
	let tarball: string;
	let scratch: string | undefined;
	let folder: string;
	let files: string[];

	beforeAll(async () => {
		tarball = await packPackage();
		// Inside the project, so that n8n-workflow is found as it is in an n8n.
		scratch = mkdtempSync(join(projectRoot, '.tmp', 'unpacked-'));
		folder = await unpack(tarball, scratch);
		files = filesBelow(folder).map((file) => relative(folder, file));
	});

	afterAll(() => {
		if (scratch) rmSync(scratch, { recursive: true, force: true });
	});

	it('is small', () => {
		expect(statSync(tarball).size).toBeLessThan(LARGEST_PACKAGE);
	});

	it('needs nothing but the host', () => {
		const manifest = readManifest(folder);

		expect(manifest.dependencies ?? {}).toEqual({});
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('runs nothing when it is installed', () => {
		const scripts = Object.keys(readManifest(folder).scripts ?? {});

		expect(scripts.filter((name) => /install|^prepare$/.test(name))).toEqual([]);
	});

	it('holds every node and credential that it lists', () => {
		const { n8n } = readManifest(folder);

		expect(files).toEqual(expect.arrayContaining([...n8n.nodes, ...n8n.credentials]));
	});

	it('lists every node and credential that it holds', () => {
		const { n8n } = readManifest(folder);
		const entries = files.filter((file) => /\.(node|credentials)\.js$/.test(file));

		expect(entries).toEqual([...n8n.nodes, ...n8n.credentials].sort());
	});

	it('holds icons, search words and output previews', () => {
		expect(files).toEqual(
			expect.arrayContaining(['dist/icons/openchs.svg', 'dist/icons/openchs.dark.svg']),
		);
		expect(files).toContain('dist/nodes/OpenChs/OpenChs.node.json');
		expect(files.filter((file) => file.includes('/__schema__/'))).not.toEqual([]);
	});

	it('holds no sources, tests, tools or maps', () => {
		const strange = files.filter(
			(file) => !/^(dist\/.+\.(js|json|svg|png)|[A-Z]+\.md|package\.json)$/.test(file),
		);

		expect(strange).toEqual([]);
	});

	it('passes the scan of the store, as it is published', async () => {
		expect(await scanPackage(tarball)).toEqual([]);
	});

	it('passes the scan of the store, in its sources', async () => {
		expect(await scanSource()).toEqual([]);
	});

	it('loads each node and credential in a moment', async () => {
		// The best of some tries: a busy computer says nothing about the package.
		let best: Record<string, number> = {};
		const slow = () => Object.entries(best).filter(([, spent]) => spent > SLOWEST_LOAD_MS);
		for (let tries = 0; tries < MOST_LOADS && (tries === 0 || slow().length > 0); tries++) {
			const { milliseconds } = await loadEntries(folder);
			const better = (entry: string, spent: number) => Math.min(spent, best[entry] ?? spent);
			best = Object.fromEntries(
				Object.entries(milliseconds).map(([entry, spent]) => [entry, better(entry, spent)]),
			);
		}

		console.info('Milliseconds to load:', best);
		expect(slow()).toEqual([]);
	});

	it('has one request budget, whichever node or credential asks', async () => {
		const { reachedFrom } = await loadEntries(folder);
		const copies = files.filter(
			(file) =>
				file.endsWith('.js') &&
				readFileSync(join(folder, file), 'utf8').includes('budgets = new Map'),
		);

		expect(copies).toEqual(['dist/nodes/shared/transport/budget.js']);
		expect(reachedFrom['dist/nodes/shared/transport/budget.js']).not.toEqual([]);
	});
});
