import type { Fields } from './wire/fields.mts';
import { stored } from './wire/stored.mts';

export interface Node {
	readonly id: string;
	readonly name: string;
	readonly parent: Node | undefined;
	readonly children: Node[];
	readonly isActive: boolean;
}

/** Everything that can be picked hangs in one tree; what it is for is told by its root (15). */
export class Tree {
	readonly nodes: Node[] = [];
	private readonly byId = new Map<string, Node>();
	private nextMadeUp = 500_001;

	add(name: string, parent?: Node, id?: string, isActive = true): Node {
		const node = { id: id ?? String(this.nextMadeUp++), name, parent, children: [], isActive };
		parent?.children.push(node);
		this.nodes.push(node);
		this.byId.set(node.id, node);
		return node;
	}

	get(id: string | undefined): Node | undefined {
		return id === undefined ? undefined : this.byId.get(id);
	}

	/** The node below a root that a path of names leads to, whatever the case of its letters. */
	find(rootId: string, names: readonly string[]): Node | undefined {
		let node = this.get(rootId);
		for (const name of names) node = node?.children.find((child) => isNamed(child, name));
		return names.length === 0 ? undefined : node;
	}

	/** The one node of that name below a root; nothing when there are several. */
	named(rootId: string, name: string): Node | undefined {
		const found = this.nodes.filter((node) => isNamed(node, name) && isBelow(node, rootId));
		return found.length === 1 ? found[0] : undefined;
	}
}

export function stepsOf(node: Node): Node[] {
	const steps: Node[] = [];
	for (let at: Node | undefined = node; at?.parent; at = at.parent) steps.unshift(at);
	return steps;
}

export function rootOf(node: Node): Node {
	let root = node;
	while (root.parent) root = root.parent;
	return root;
}

/** `^Abuse^Physical Abuse^Beating` (16). */
export function pathText(node: Node): string {
	return stepsOf(node)
		.map((step) => `^${stored(step.name)}`)
		.join('');
}

/** `87:Abuse^362263:Physical Abuse^362264:Beating^` (16). */
export function pathIds(node: Node): string {
	return stepsOf(node)
		.map((step) => `${step.id}:${stored(step.name)}^`)
		.join('');
}

/** The row that `categories` and `subcategories` show (72, 73). */
export function nodeFields(node: Node): Fields {
	const root = rootOf(node);
	const { parent } = node;
	const fields: Fields = {
		id: node.id,
		name: stored(node.name),
		isactive: node.isActive ? '1' : '0',
	};
	if (!parent) return fields;
	Object.assign(fields, {
		fullname: pathText(node),
		fullname_id: pathIds(node),
		category_id: parent.id,
		category_name: stored(parent.name),
		level: String(stepsOf(node).length),
		root_id: root.id,
		root_name: stored(root.name),
	});
	// The names with an underscore at the end leave out what was deactivated.
	if (node.isActive) Object.assign(fields, { category_id_: parent.id, root_id_: root.id });
	if (parent.parent) {
		Object.assign(fields, {
			category_fullname: pathText(parent),
			category_fullname_id: pathIds(parent),
			category_level: String(stepsOf(parent).length),
			category_category_id: parent.parent.id,
			category_root_id: root.id,
			category_root_name: stored(root.name),
		});
	}
	return fields;
}

function isNamed(node: Node, name: string): boolean {
	return node.name.toLowerCase() === name.trim().toLowerCase();
}

export function isBelow(node: Node, id: string): boolean {
	for (let at = node.parent; at; at = at.parent) if (at.id === id) return true;
	return false;
}
