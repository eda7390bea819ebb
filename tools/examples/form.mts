import type { WorkflowFile } from '../n8n/api/workflows.mts';
import { exampleFile } from './own.mts';

interface Facts {
	readonly isInactive: boolean;
	readonly holdsNoCredential: boolean;
	/** Every trigger that begins the example's work leads to the Settings node. */
	readonly beginsWithSettings: boolean;
	readonly notes: number;
	readonly storesNoRuns: boolean;
}

/** What every example has in common, read from its file alone. */
export function formOfExample(name: string, file: string): Facts {
	const text = exampleFile(name, file);
	const { nodes, connections, settings, active } = JSON.parse(text) as WorkflowFile & {
		active: boolean;
	};
	const reaches = Object.values(connections).flatMap(({ main }) =>
		(main ?? []).flatMap((output) => (output ?? []).map(({ node }) => node)),
	);
	const firsts = nodes.filter(
		({ name: node, type }) => !type.endsWith('stickyNote') && !reaches.includes(node),
	);
	const behind = firsts.map(({ name: node }) => connections[node]?.main?.[0]?.[0]?.node);
	const { saveDataSuccessExecution, saveDataErrorExecution, saveManualExecutions } = settings ?? {};
	return {
		isInactive: active === false,
		holdsNoCredential: !text.includes('"credentials"'),
		beginsWithSettings: behind[0] === 'Settings',
		notes: nodes.filter(({ type }) => type.endsWith('stickyNote')).length,
		storesNoRuns:
			saveDataSuccessExecution === 'none' &&
			saveDataErrorExecution === 'none' &&
			saveManualExecutions === false,
	};
}
