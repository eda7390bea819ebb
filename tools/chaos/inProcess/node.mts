import type { INode, INodeParameters, INodeType, INodeTypes } from 'n8n-workflow';

import type { Load } from '../product.mts';
import { NodeHelpers } from './n8nCore.mts';

/** The class of that name, fresh from the package's file. */
export function make<T>(load: Load, path: string, name: string): T {
	const Made = load<Record<string, new () => T>>(path)[name];
	if (!Made) throw new Error(`${path} exports no ${name}`);
	return new Made();
}

/** The node as a workflow holds it, with its defaults. */
export function nodeOf(type: INodeType, parameters: INodeParameters, credential: string): INode {
	const node: INode = {
		id: 'node-1',
		name: type.description.displayName,
		type: `n8n-nodes-openchs.${type.description.name}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [credential]: { id: 'credential-1', name: 'Chaos' } },
	};
	const { properties } = type.description;
	const read = NodeHelpers.getNodeParameters;
	node.parameters = read(properties, parameters, true, false, node, type.description) ?? {};
	return node;
}

export function typesOf(type: INodeType): INodeTypes {
	return {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
}
