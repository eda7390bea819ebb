import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import type { NodeUnderTest, RunSettings, WorkflowResult } from './engine';
import { runWorkflow } from './engine';

const AGENT = 'AI Agent';

/** What n8n's agents call a tool by. */
interface Tool {
	invoke(given: IDataObject): Promise<string>;
}

export interface ToolResult extends WorkflowResult {
	/** What the agent was answered: the JSON of the items, or an error's text; empty when the run stopped. */
	answer: string;
}

/**
 * Lets an agent call the node once as its tool, the way n8n's agents do: the parameters may hold
 * `$fromAI('name')`, and `given` is what the model fills in.
 */
export async function runAsTool(
	request: NodeUnderTest & RunSettings & { given?: IDataObject },
): Promise<ToolResult> {
	const agent = agentAsking(request.given ?? {});
	const result = await runWorkflow({
		...request,
		nodes: [
			{ name: AGENT, nodeType: agent, typeName: '@n8n/n8n-nodes-langchain.agent' },
			{ ...request, name: request.name ?? 'Node', toolOf: AGENT },
		],
	});
	const [item] = result.node(AGENT).outputs[0] ?? [];
	return { ...result, answer: typeof item?.json.answer === 'string' ? item.json.answer : '' };
}

function agentAsking(given: IDataObject): INodeType {
	return {
		description: {
			displayName: AGENT,
			name: 'agent',
			group: ['transform'],
			version: 1,
			description: 'Calls its first tool once',
			defaults: { name: AGENT },
			inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const [tool] = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
			const answer = await tool?.invoke(given);
			return [[{ json: { answer }, pairedItem: { item: 0 } }]];
		},
	};
}
