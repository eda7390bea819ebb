import {
	everyPage,
	firstColumn,
	leadsSomewhere,
	linksOf,
	textOfPage,
} from '../../support/markdown.mts';

const PAGES = everyPage();

/** Where the sentences of the package are quoted, beside the page that has all of them. */
const QUOTING = ['README.md', 'docs/ai-transcribe.md', 'docs/credentials.md'];

describe('the pages', () => {
	it.each(PAGES)('%s leads nowhere into the void', (page) => {
		expect(linksOf(page).filter((link) => !leadsSomewhere(link))).toEqual([]);
	});

	it('of docs are all named in the README', () => {
		const named = linksOf('README.md').map((link) => link.split('#')[0]);

		expect(PAGES.filter((page) => page.startsWith('docs/') && !named.includes(page))).toEqual([]);
	});

	it('see a link that leads nowhere', () => {
		expect(leadsSomewhere('docs/nothing.md')).toBe(false);
		expect(leadsSomewhere('README.md#no-such-heading')).toBe(false);
		expect(leadsSomewhere('docs/credentials.md#plain-http')).toBe(true);
	});
});

describe('a sentence that a page quotes', () => {
	const all = [
		...firstColumn('docs/troubleshooting.md', 'The sentence'),
		// Remarks stand in the second column there.
		...textOfPage('docs/troubleshooting.md')
			.split('\n')
			.flatMap((row) => row.split(' | ')[1] ?? []),
	].map((said) => said.replaceAll('\\', '').replaceAll('…', '*'));

	it.each(
		QUOTING.flatMap((page) =>
			firstColumn(page, 'The sentence').map((said) => [page, said] as const),
		),
	)('%s: %s', (_page, said) => {
		const words = said.replaceAll('...', '*');

		expect(all.filter((known) => isSame(words, known))).not.toEqual([]);
	});
});

/** Pages may quote the beginning alone, and put an example where a value stands. */
function isSame(quoted: string, known: string): boolean {
	const pattern = known.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return (
		known.startsWith(quoted.replace(/\s*\*$/, '')) ||
		new RegExp(`^${pattern.join('.*')}`).test(quoted)
	);
}
