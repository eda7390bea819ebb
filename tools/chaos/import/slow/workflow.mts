import type { INode, INodeParameters } from 'n8n-workflow';

import { type Credential, credentialsOf, type WorkflowFile } from '../../../n8n/api.mts';
import type { Dialect } from '../../commandLine.mts';
import type { ImportFile } from '../expected.mts';

export const IMPORT = 'OpenCHS CSV Import';

/** A start by hand, the text as a file, and the import. */
export function workflowOf(
	dialect: Dialect,
	{ text, values }: ImportFile,
	credential: Credential,
): WorkflowFile {
	const nodes: INode[] = [
		node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
		node('Text', 'n8n-nodes-base.set', 3.4, {
			mode: 'raw',
			jsonOutput: JSON.stringify({ text }),
			options: {},
		}),
		node('File', 'n8n-nodes-base.convertToFile', 1.1, {
			operation: 'toText',
			sourceProperty: 'text',
			options: { fileName: 'cases.csv' },
		}),
		{
			...node(IMPORT, 'n8n-nodes-openchs.openChsCsvImport', 1, {
				authentication: dialect === 'published' ? 'apiKey' : 'login',
				mode: 'import',
				values,
				options: { firstWaitSeconds: 1 },
			}),
			credentials: credentialsOf(credential),
		},
	];
	const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
	return {
		name: `Chaos ${dialect}`,
		nodes,
		connections: { Start: to('Text'), Text: to('File'), File: to(IMPORT) },
		settings: { executionOrder: 'v1' },
	};
}

function node(name: string, type: string, typeVersion: number, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}
