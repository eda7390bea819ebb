import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../../transport/connection';
import { oncePerRun } from '../../transport/connection';
import { fold, textOrNull } from './text';
import { isDamaged, walkList } from './lists';
import type { RootName } from './settings';
import { rootId } from './settings';

/** One entry of the server's category tree. */
export interface Entry {
	id: string;
	name: string;
	/** Names from below the root down to the entry itself. */
	path: string[];
	parentId: string | null;
	raw: IDataObject;
}

export interface Tree {
	rootId: string;
	entries: readonly Entry[];
}

/** Entries per request; a tree of villages has thousands, and the server sets no limit. */
const TREE_PAGE = 500;

/** All active entries below a root, read once per run (recording 73). */
export async function treeOf(connection: Connection, name: RootName, item: number): Promise<Tree> {
	const root = rootId(connection, name);
	return await oncePerRun(connection, `tree ${root}`, async () => {
		const entries: Entry[] = [];
		const pages = walkList(
			connection,
			{ verb: 'readTree', resource: 'subcategories', query: { root_id_: root } },
			Infinity,
			item,
			TREE_PAGE,
		);
		for await (const rows of pages) {
			entries.push(...rows.filter((row) => !isDamaged(row)).map(toEntry));
		}
		return { rootId: root, entries };
	});
}

function toEntry(raw: IDataObject): Entry {
	const name = textOrNull(raw.name) ?? '';
	const path = pathSteps(raw.fullname);
	return {
		id: String(raw.id),
		name,
		path: path.length > 0 ? path : [name],
		parentId: textOrNull(raw.category_id),
		raw,
	};
}

/** A path of the server, `^Abuse^Physical Abuse`, as its steps (recording 16). */
export function pathSteps(value: unknown): string[] {
	return (textOrNull(value) ?? '').split('^').filter((step) => step !== '');
}

/** Which entries are meant by an id, a path (`Abuse > Beating`, `^Abuse^Beating`) or a name. */
export function matchesOf(tree: Tree, given: string): Entry[] {
	const text = given.trim();
	const byId = tree.entries.filter(({ id }) => id === text);
	if (byId.length > 0) return byId;
	const steps = text
		.split(/[>^]/)
		.map(fold)
		.filter((step) => step !== '');
	if (steps.length === 0) return [];
	const endsSo = tree.entries.filter(({ path }) => endsWith(path.map(fold), steps));
	// A path from the top is exact, although another entry deeper down may end in the same words.
	const whole = endsSo.filter(({ path }) => path.length === steps.length);
	const isFromTop = steps.length > 1 || text.startsWith('^');
	return whole.length === 1 && isFromTop ? whole : endsSo;
}

function endsWith(path: readonly string[], steps: readonly string[]): boolean {
	const start = path.length - steps.length;
	return start >= 0 && steps.every((step, index) => path[start + index] === step);
}

export function isBelow(entry: Entry, ancestor: Entry): boolean {
	return (
		entry.path.length > ancestor.path.length &&
		ancestor.path.every((step, index) => entry.path[index] === step)
	);
}

/** The age group that holds an age, by names such as `6-12` and `60+`; null where none says so. */
export function ageGroupOf(tree: Tree, age: number): Entry | null {
	const fitting = tree.entries.filter(({ name }) => {
		const range = /^\s*(\d+)\s*(?:-|–|to)\s*(\d+)/i.exec(name);
		if (range) return age >= Number(range[1]) && age <= Number(range[2]);
		const open = /^\s*(\d+)\s*\+/.exec(name);
		return open ? age >= Number(open[1]) : false;
	});
	return fitting.length === 1 ? (fitting[0] ?? null) : null;
}
