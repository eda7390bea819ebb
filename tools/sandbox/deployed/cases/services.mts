import { isRecord, plainText } from '../form.mts';
import type { Tree } from '../tree.mts';
import { stored } from '../wire/stored.mts';

/**
 * `id:name,id:name` (30). A list adds to what is there; one entry is taken off by `is_linked` 0.
 * Anything but a list ends the script when the case is saved already.
 */
export function servicesText(before: string, given: unknown, tree: Tree): string {
	if (!Array.isArray(given)) return before;
	const entries = new Map<string, string>();
	for (const entry of before === '' ? [] : before.split(',')) {
		entries.set(entry.split(':')[0] ?? '', entry);
	}
	for (const entry of given as unknown[]) {
		const id = isRecord(entry) ? plainText(entry.category_id) : undefined;
		const node = tree.get(id);
		if (!isRecord(entry) || !node) continue;
		if (plainText(entry.is_linked) === '0') entries.delete(node.id);
		else entries.set(node.id, `${node.id}:${stored(node.name)}`);
	}
	return [...entries.values()].join(',');
}

export function endsTheScript(given: unknown): boolean {
	return given !== undefined && given !== null && !Array.isArray(given);
}
