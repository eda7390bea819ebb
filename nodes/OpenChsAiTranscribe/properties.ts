import type { INodeProperties } from 'n8n-workflow';

import { failedItems } from '../shared/properties/failedItems';
import { inputBinaryField } from '../shared/properties/inputBinaryField';
import { RECORD_OPTIONS } from '../shared/properties/options';
import { requestSettings } from '../shared/properties/requestSettings';
import { choices } from '../shared/properties/choices';
import { languageFields } from './languages';
import { PARTS } from './parts';
import { DEADLINE_MINUTES, LOOK_SECONDS } from './settings';

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Recording', value: 'recording' },
		{ name: 'Text', value: 'text' },
	],
	default: 'recording',
};

const recordingOperation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['recording'] } },
	options: [
		{
			name: 'Cancel',
			value: 'cancel',
			action: 'Cancel recording',
			description: 'Ask the AI service to drop a task; it may go on all the same',
		},
		{
			name: 'Get Result',
			value: 'getResult',
			action: 'Get result of recording',
			description: 'Retrieve the result of a recording that was handed over earlier',
		},
		{
			name: 'Transcribe',
			value: 'transcribe',
			action: 'Transcribe recording',
			description: 'Hand a recording over and get its transcript and suggestions',
		},
	],
	default: 'transcribe',
};

const textOperation: INodeProperties = {
	...recordingOperation,
	displayOptions: { show: { resource: ['text'] } },
	options: [
		{
			name: 'Analyze',
			value: 'analyze',
			action: 'Analyze text',
			description: 'Translate, summarize or classify a text, or find names and places in it',
		},
	],
	default: 'analyze',
};

const include: INodeProperties = {
	displayName: 'Include',
	name: 'include',
	type: 'multiOptions',
	options: choices(PARTS),
	default: [...PARTS],
	description:
		'What to hand on beside the transcript. With nothing chosen, the transcript alone is made, which is much quicker.',
};

const waitForResult: INodeProperties = {
	displayName: 'Wait for Result',
	name: 'waitForResult',
	type: 'boolean',
	default: true,
	description:
		"Whether to wait until the AI service is done. Otherwise the task ID comes out at once, for 'Get Result' after a Wait node.",
};

const waitMode: INodeProperties = {
	displayName: 'Waiting',
	name: 'waitMode',
	type: 'options',
	options: [
		{
			name: 'Follow Live',
			value: 'live',
			description: 'Listen to the stream of the service; when it breaks off, ask instead',
		},
		{
			name: 'Poll',
			value: 'poll',
			description: 'Ask now and then, the way that survives everything',
		},
	],
	default: 'poll',
};

const taskId: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.task_id }}',
	description: "What 'Transcribe' hands on as 'task_id'; results are kept for two hours",
};

const cancelNotice: INodeProperties = {
	displayName:
		'The AI service says yes to every cancellation. A task that is running goes on to its end.',
	name: 'cancelNotice',
	type: 'notice',
	default: '',
};

const text: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 4 },
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.transcript }}',
};

const analyses: INodeProperties = {
	displayName: 'Analyses',
	name: 'analyses',
	type: 'multiOptions',
	required: true,
	options: [
		{ name: 'Classify', value: 'classify', description: 'Category, intervention and priority' },
		{ name: 'Entities', value: 'entities', description: 'Names, places, dates' },
		{ name: 'Summarize', value: 'summarize' },
		{ name: 'Translate', value: 'translate', description: 'To English' },
	],
	default: ['translate'],
	description: 'What to do with the text; each is a task of its own',
};

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{
			name: 'All Parts',
			value: 'parts',
			description: 'Everything under the same names for every AI service',
		},
		{ name: 'Raw', value: 'raw', description: "The service's own result, under its own names" },
		{ name: 'Simplified', value: 'simplified', description: 'The ten most wanted fields' },
	],
	default: 'parts',
	description: 'How much of the result to hand on',
};

const [timeout, patience] = ['timeout', 'patienceMinutes'].map((name) =>
	requestSettings.filter((each) => each.name === name),
);

const waitOptions: INodeProperties[] = [
	{
		displayName: 'Give Up After (Minutes)',
		name: 'deadlineMinutes',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1440 },
		default: DEADLINE_MINUTES,
		description:
			'How long to wait for a result. The service does one thing at a time, so the waiting of all that came before counts too.',
	},
	{
		displayName: 'Look Every (Seconds)',
		name: 'lookSeconds',
		type: 'number',
		typeOptions: { minValue: 0.01, maxValue: 3600, numberPrecision: 2 },
		default: LOOK_SECONDS,
		description: 'How long to wait before the second look; it eases to five times as long',
	},
];

function options(...own: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...own, failedItems, ...(timeout ?? []), ...(patience ?? [])].sort((a, b) =>
			a.displayName.localeCompare(b.displayName),
		),
	};
}

/** Shown for one operation; a field that hangs on another one stands behind it. */
function of(
	shown: { resource: string; operation: string },
	fields: INodeProperties[],
): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		displayOptions: {
			show: {
				resource: [shown.resource],
				operation: [shown.operation],
				...field.displayOptions?.show,
			},
		},
	}));
}

const liveOnly = { ...waitMode, displayOptions: { show: { waitForResult: [true] } } };

/** What the person sees, broad before narrow: resource, operation, then the operation's own. */
export const properties: INodeProperties[] = [
	resource,
	recordingOperation,
	textOperation,
	...of({ resource: 'recording', operation: 'transcribe' }, [
		inputBinaryField,
		...languageFields,
		include,
		waitForResult,
		liveOnly,
		output,
		options(...waitOptions, ...RECORD_OPTIONS),
	]),
	...of({ resource: 'recording', operation: 'getResult' }, [
		taskId,
		include,
		waitForResult,
		output,
		options(...waitOptions, ...RECORD_OPTIONS),
	]),
	...of({ resource: 'recording', operation: 'cancel' }, [cancelNotice, taskId, options()]),
	...of({ resource: 'text', operation: 'analyze' }, [
		text,
		analyses,
		options(...waitOptions, ...RECORD_OPTIONS),
	]),
];
