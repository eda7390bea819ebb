import type { IConnections, INode } from 'n8n-workflow';
import type { Credential } from '../../tools/n8n/api.mts';
import { credentialsOf } from '../../tools/n8n/api.mts';
import type { WorkflowFile } from '../../tools/n8n/api/workflows.mts';
import { nodeOf, start } from './support.mts';

/** Start, a CSV text as a file, the import, and a node behind each of its three outputs. */
export function importWorkflow(
	name: string,
	text: string,
	credential: Credential,
	mode: 'check' | 'import',
	part?: { minutes: number; rows: number },
): WorkflowFile {
	const nodes: INode[] = [
		start,
		nodeOf('Text', 'n8n-nodes-base.set', 3.4, {
			mode: 'raw',
			jsonOutput: JSON.stringify({ text }),
			options: {},
		}),
		nodeOf('File', 'n8n-nodes-base.convertToFile', 1.1, {
			operation: 'toText',
			sourceProperty: 'text',
			options: { fileName: 'cases.csv' },
		}),
		nodeOf(
			'OpenCHS CSV Import',
			'n8n-nodes-openchs.openChsCsvImport',
			1,
			{
				authentication: 'apiKey',
				mode,
				options: {
					firstWaitSeconds: 0,
					...(part === undefined ? {} : { pauseBetweenParts: { part } }),
				},
			},
			{ credentials: credentialsOf(credential) },
		),
		nodeOf('Report', 'n8n-nodes-base.noOp', 1),
		nodeOf('Rows to Correct', 'n8n-nodes-base.noOp', 1),
		...(part === undefined
			? []
			: [
					nodeOf('Wait', 'n8n-nodes-base.wait', 1.1, {
						resume: 'specificTime',
						dateTime: '={{ $json.resume_at }}',
					}),
				]),
	];
	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	const connections: IConnections = {
		Start: { main: [to('Text')] },
		Text: { main: [to('File')] },
		File: { main: [to('OpenCHS CSV Import')] },
		'OpenCHS CSV Import': {
			main: [to('Report'), to('Rows to Correct'), ...(part === undefined ? [] : [to('Wait')])],
		},
		...(part === undefined ? {} : { Wait: { main: [to('OpenCHS CSV Import')] } }),
	};
	const places: Record<string, [number, number]> = {
		Start: [0, 0],
		Text: [200, 0],
		File: [400, 0],
		'OpenCHS CSV Import': [620, 0],
		Report: [900, -140],
		'Rows to Correct': [900, 20],
		Wait: [900, 180],
	};
	return {
		name,
		nodes: nodes.map((node) => ({ ...node, position: places[node.name] ?? [0, 0] })),
		connections,
		settings: { executionOrder: 'v1' },
	};
}
