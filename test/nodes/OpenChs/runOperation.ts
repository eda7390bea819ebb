import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { OpenChs } from '../../../nodes/OpenChs/OpenChs.node';
import { openRun } from '../../../nodes/shared/helpline/client';
import type { BuiltContext, ContextRequest } from '../../support/context';
import { buildContext } from '../../support/context';
import type { FakeHelpline } from './fakeHelpline';
import { CODE, fakeHelpline } from './fakeHelpline';

export interface OperationRun extends BuiltContext {
	items: INodeExecutionData[];
	helpline: FakeHelpline;
	end: jest.Mock;
}

/**
 * Runs the node with a faked helpline, and nothing else faked. The test file itself must mock
 * `nodes/shared/helpline/client`.
 */
export async function runOperation(
	parameters: INodeParameters,
	request: Omit<ContextRequest, 'nodeType' | 'parameters'> & { helpline?: FakeHelpline } = {},
): Promise<OperationRun> {
	const { helpline = fakeHelpline(), ...rest } = request;
	const end = jest.fn();
	jest.mocked(openRun).mockResolvedValue({ helpline, helplineCode: CODE, end });
	const built = buildContext({ ...rest, nodeType: OpenChs, parameters });
	const [items = []] = await new OpenChs().execute.call(built.context);
	return { ...built, items, helpline, end };
}

/** The mapper's value as n8n stores it. */
export function mapper(value: IDataObject | null, mappingMode = 'defineBelow'): INodeParameters {
	return { mappingMode, value, matchingColumns: [], schema: [] } as unknown as INodeParameters;
}

export function picked(value: string | number, mode = 'id'): INodeParameters {
	return { __rl: true, mode, value };
}
