import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { filesBelow, projectRoot } from '../../tools/common/files.mts';

/** Every page for people, as a path from the project's folder. */
export function everyPage(): string[] {
	const below = ['docs', 'examples', '.github'].flatMap((folder) =>
		filesBelow(join(projectRoot, folder)),
	);
	const pages = below
		.filter((file) => file.endsWith('.md'))
		.map((file) => relative(projectRoot, file));
	return ['README.md', 'CHANGELOG.md', ...pages];
}

export function textOfPage(page: string): string {
	return readFileSync(join(projectRoot, page), 'utf8');
}

/** Where the links of a page lead inside the project; `#` and what follows stands behind the path. */
export function linksOf(page: string): string[] {
	const found = [...textOfPage(page).matchAll(/\]\(([^)\s]+)\)/g)].map(
		([, target]) => target ?? '',
	);
	return found
		.filter((target) => !/^[a-z]+:/i.test(target))
		.map((target) => {
			const [path = '', anchor] = target.split('#');
			const file = path === '' ? page : join(dirname(page), path);
			return anchor === undefined ? file : `${file}#${anchor}`;
		});
}

export function leadsSomewhere(link: string): boolean {
	const [path = '', anchor] = link.split('#');
	if (!existsSync(join(projectRoot, path))) return false;
	return anchor === undefined || anchorsOf(path).has(anchor);
}

/** The names that GitHub gives to headings. */
function anchorsOf(page: string): Set<string> {
	const headings = textOfPage(page).matchAll(/^#+ (.+)$/gm);
	return new Set(
		[...headings].map(([, heading = '']) =>
			heading
				.toLowerCase()
				.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
				.replaceAll(' ', '-'),
		),
	);
}

/** The first cells of each table whose head begins with this. */
export function firstColumn(page: string, head: string): string[] {
	const lines = textOfPage(page).split('\n');
	const cells: string[] = [];
	lines.forEach((line, at) => {
		if (!firstCell(line).startsWith(head)) return;
		for (const row of lines.slice(at + 2)) {
			if (!row.startsWith('|')) break;
			cells.push(firstCell(row));
		}
	});
	return cells;
}

function firstCell(line: string): string {
	return /^\| (.*?) \|/.exec(line.replaceAll(/\s+/g, ' '))?.[1]?.trim() ?? '';
}
