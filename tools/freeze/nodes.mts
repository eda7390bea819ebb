import { createRequire } from 'node:module';
import type {
	INodeParameters,
	INodeProperties,
	INodeTypeDescription,
	NodeParameterValueType,
} from 'n8n-workflow';
import type { Previews } from '../docs/operations.mts';
import type * as workflowPackage from 'n8n-workflow';
import { choicesOf, sampleOf } from './samples.mts';

// Node's own loader cannot read that package as a module.
const { NodeHelpers } = createRequire(import.meta.url)('n8n-workflow') as typeof workflowPackage;

/** One node as a workflow stores it, and what it meant then. */
export interface SavedNode {
	readonly type: string;
	readonly typeVersion: number;
	/** What differs from the defaults: n8n stores no more. */
	readonly parameters: INodeParameters;
	/** The same with the defaults of that version, which a later one must not change. */
	readonly means: INodeParameters;
	/** Fields of the output that the next node may use. */
	readonly gives: readonly string[];
}

/** What decides which fields are shown; every way through them is saved. */
const FORKS = ['authentication', 'resource', 'operation'];

/** A code and a key lead to the same fields; the first pass through them is enough for one of the two. */
const SEEN_ELSEWHERE = 'otp';

/** Each fork once as it comes, and once for each choice of its longest list. */
export function savedNodes(description: INodeTypeDescription, previewOf: Previews): SavedNode[] {
	return forksOf(description, {}, FORKS).flatMap((fork) => {
		const lists = shownIn(description, fork).filter(
			({ name, type }) => type === 'options' && !FORKS.includes(name),
		);
		const longest = Math.max(2, ...lists.map((field) => choicesOf(field).length));
		const rounds = fork.authentication === SEEN_ELSEWHERE ? 1 : longest;
		const nodes = Array.from({ length: rounds }, (_, round) =>
			savedNode(description, fork, filled(description, fork, round), previewOf),
		);
		return withoutRepeats([savedNode(description, fork, fork, previewOf), ...nodes]);
	});
}

function savedNode(
	description: INodeTypeDescription,
	fork: INodeParameters,
	all: INodeParameters,
	previewOf: Previews,
): SavedNode {
	const typeVersion = latest(description);
	const { resource, operation } = fork;
	const path = [resource, operation].filter((part) => part !== undefined).join('/');
	return {
		type: description.name,
		typeVersion,
		parameters: resolved(description, all, false),
		means: resolved(description, all, true),
		gives: previewOf(description.name, path),
	};
}

/** Parameters as n8n hands them to a node, or as it stores them. */
export function resolved(
	description: INodeTypeDescription,
	parameters: INodeParameters,
	hasDefaults: boolean,
): INodeParameters {
	return (
		NodeHelpers.getNodeParameters(
			description.properties,
			parameters,
			hasDefaults,
			false,
			{ typeVersion: latest(description) },
			description,
		) ?? {}
	);
}

function forksOf(
	description: INodeTypeDescription,
	chosen: INodeParameters,
	[name, ...others]: readonly string[],
): INodeParameters[] {
	if (name === undefined) return [chosen];
	const field = shownIn(description, chosen).find((each) => each.name === name);
	if (!field) return forksOf(description, chosen, others);
	return choicesOf(field).flatMap((value) =>
		forksOf(description, { ...chosen, [name]: value }, others),
	);
}

/** Fields that become visible by what was filled in are filled in as well, until none is left. */
function filled(
	description: INodeTypeDescription,
	fork: INodeParameters,
	round: number,
): INodeParameters {
	const parameters: INodeParameters = { ...fork };
	for (;;) {
		const next = shownIn(description, parameters).find(({ name }) => !(name in parameters));
		if (!next) return parameters;
		parameters[next.name] = sampleOf(next, round) as NodeParameterValueType;
	}
}

function shownIn(
	description: INodeTypeDescription,
	parameters: INodeParameters,
): INodeProperties[] {
	const typeVersion = latest(description);
	const known = resolved(description, parameters, true);
	return description.properties.filter(
		(field) =>
			field.type !== 'notice' &&
			NodeHelpers.displayParameter(
				{ ...known, ...parameters },
				field,
				{ typeVersion },
				description,
			),
	);
}

function latest({ version }: INodeTypeDescription): number {
	return Array.isArray(version) ? Math.max(...version) : version;
}

function withoutRepeats(nodes: readonly SavedNode[]): SavedNode[] {
	return [...new Map(nodes.map((node) => [JSON.stringify(node.means), node])).values()];
}
