import type { IExecuteFunctions } from 'n8n-workflow';

import type { Reason } from '../shared/transport/errors';
import { toNodeError } from '../shared/transport/errors';

/** The task ID that a person mapped. */
export function taskIdOf(this: IExecuteFunctions, itemIndex: number): string {
	const value = this.getNodeParameter('taskId', itemIndex, '') as unknown;
	const taskId = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (taskId === '') throw toNodeError(this.getNode(), NO_TASK_ID, itemIndex);
	return taskId;
}

const NO_TASK_ID: Reason = {
	code: 'missing_field',
	field: 'task_id',
	message: "'Task ID' is empty",
	description: "Map the 'task_id' that came out when the recording was handed over.",
};
