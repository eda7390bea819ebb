import type { INodeProperties } from 'n8n-workflow';

/** Switches that only matter when an AI agent runs the node. */
export const toolsSeePersonal: INodeProperties = {
	displayName: 'Allow AI Tools to See Personal Fields',
	name: 'toolsSeePersonal',
	type: 'boolean',
	default: false,
	description:
		'Whether an AI agent that runs this node may see personal fields. Without it they are left out of what the agent gets.',
};

export const toolsDelete: INodeProperties = {
	displayName: 'Allow AI Tools to Delete',
	name: 'toolsDelete',
	type: 'boolean',
	default: false,
	description: 'Whether an AI agent that runs this node may delete cases and take people off them',
};
