import type { INode, INodeCredentials, INodeParameters } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from '../common/files.mts';
import { credentialsOf, type Credential } from '../n8n/api.mts';
import type { WorkflowFile } from '../n8n/api/workflows.mts';
import type { Login } from './stage.mts';

/** What a person chooses and fills in after importing an example. */
export interface Choices {
	/** Of its folder; 'workflow.json' where there is one only. */
	readonly file?: string;
	readonly login?: { readonly kind: Login; readonly credential: Credential };
	/** For nodes of other kinds, by the type of the node. */
	readonly credentials?: Readonly<Record<string, INodeCredentials>>;
	/** Entries of the Settings node. */
	readonly settings?: Readonly<Record<string, unknown>>;
	/** Parameters laid over those of the node with this name. */
	readonly parameters?: Readonly<Record<string, INodeParameters>>;
	/** Nodes that stand in for those with the same name, such as a webhook for a schedule. */
	readonly instead?: readonly INode[];
	readonly errorWorkflow?: string;
	/** Off unless a check reads the run: the example itself stores none. */
	readonly savesRuns?: boolean;
}

export function exampleFile(name: string, file = 'workflow.json'): string {
	return readFileSync(join(projectRoot, 'examples', name, file), 'utf8');
}

/** The example as a person makes it their own. */
export function ownExample(name: string, choices: Choices): WorkflowFile {
	const file = JSON.parse(exampleFile(name, choices.file)) as WorkflowFile;
	const saving = { saveDataSuccessExecution: 'all', saveDataErrorExecution: 'all' } as const;
	return {
		...file,
		nodes: file.nodes.map((node) => own(node, choices)),
		settings: {
			...file.settings,
			...(choices.savesRuns ? { ...saving, saveManualExecutions: true } : {}),
			...(choices.errorWorkflow ? { errorWorkflow: choices.errorWorkflow } : {}),
		},
	};
}

function own(node: INode, choices: Choices): INode {
	const other = choices.instead?.find(({ name }) => name === node.name);
	if (other) return { ...other, position: node.position };
	const parameters = {
		...(node.name === 'Settings' ? filledIn(node, choices.settings ?? {}) : node.parameters),
		...choices.parameters?.[node.name],
	};
	const given = choices.credentials?.[node.type];
	if (given) return { ...node, parameters, credentials: given };
	if (!choices.login || !('authentication' in node.parameters) || !isOurs(node)) {
		return { ...node, parameters };
	}
	const { kind, credential } = choices.login;
	return {
		...node,
		parameters: { ...parameters, authentication: kind },
		credentials: credentialsOf(credential),
	};
}

function isOurs({ type }: INode): boolean {
	return type.startsWith('n8n-nodes-openchs.');
}

interface Assigned {
	assignments: { assignments: Array<{ name: string; value: unknown }> };
}

/** A setting that the example does not have is a mistake of the check. */
function filledIn(node: INode, settings: Readonly<Record<string, unknown>>): INodeParameters {
	const given = structuredClone(node.parameters) as unknown as Assigned;
	const entries = given.assignments.assignments;
	for (const [name, value] of Object.entries(settings)) {
		const entry = entries.find((each) => each.name === name);
		if (!entry) throw new Error(`The example has no setting '${name}'`);
		entry.value = value;
	}
	return given as unknown as INodeParameters;
}

/** A poll time below a minute is refused; several with a fixed second each are not. */
export function everySeconds(seconds: number): INodeParameters {
	const item = Array.from({ length: Math.floor(60 / seconds) }, (_, n) => ({
		mode: 'custom',
		cronExpression: `${n * seconds} * * * * *`,
	}));
	return { pollTimes: { item } };
}

export function scheduledEvery(seconds: number): INodeParameters {
	return { rule: { interval: [{ field: 'seconds', secondsInterval: seconds }] } };
}
