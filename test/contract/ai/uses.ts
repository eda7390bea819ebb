import type { INodeParameters } from 'n8n-workflow';

import type { AiUse } from './service';

/** The names of the node's parameters stand here and nowhere else in the suite. */
export const FIELD = 'data';

export function transcribe(parameters: INodeParameters = {}): AiUse {
	const include = ['translation', 'entities', 'classification', 'summary', 'quality', 'insights'];
	return {
		resource: 'recording',
		operation: 'transcribe',
		parameters: { binaryPropertyName: FIELD, language: 'sw', include, ...parameters },
	};
}

export const WITHOUT_WAITING: INodeParameters = { waitForResult: false };
export const FOLLOWING_LIVE: INodeParameters = { waitForResult: true, waitMode: 'live' };
export const TRANSCRIPT_ONLY: INodeParameters = { include: [] };

export function getResult(taskId: string, deadlineMinutes = 10): AiUse {
	return {
		resource: 'recording',
		operation: 'getResult',
		parameters: { taskId, waitForResult: true, options: { deadlineMinutes } },
	};
}

export function cancel(taskId: string): AiUse {
	return { resource: 'recording', operation: 'cancel', parameters: { taskId } };
}

export function analyze(text: string, analyses: readonly string[]): AiUse {
	return { resource: 'text', operation: 'analyze', parameters: { text, analyses: [...analyses] } };
}
