import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { OpenChsAiApi } from '../../../credentials/OpenChsAiApi.credentials';
import { OpenChsAiTranscribe } from '../../../nodes/OpenChsAiTranscribe/OpenChsAiTranscribe.node';
import type { Reason } from '../../../nodes/shared/transport/errors';
import { reasonOf } from '../../../nodes/shared/transport/errors';
import { wav } from '../../../tools/audio/wav.mts';
import type { RunRequest, RunResult } from '../../support/engine';
import { runNode } from '../../support/engine';

/** Every part there is, as the screen has them at first. */
export const EVERYTHING = [
	'classification',
	'entities',
	'insights',
	'quality',
	'summary',
	'translation',
];

/** Looks that follow each other at once: a hundred times as fast as on the screen. */
export const QUICK: INodeParameters = { lookSeconds: 0.01, deadlineMinutes: 0.5 };

export interface Use {
	resource?: string;
	operation?: string;
	parameters?: INodeParameters;
	options?: INodeParameters;
	items?: INodeExecutionData[];
	request?: Partial<RunRequest>;
}

/** Runs one operation of the node in n8n's own engine against the service at `url`. */
export async function runAi(url: string, use: Use = {}): Promise<RunResult> {
	const { resource = 'recording', operation = 'transcribe', parameters = {}, options = {} } = use;
	return await runNode({
		nodeType: OpenChsAiTranscribe,
		parameters: { resource, operation, ...parameters, options: { ...QUICK, ...options } },
		credentials: [
			{ credentialType: OpenChsAiApi, data: { baseUrl: url, apiKey: '', connectionCheck: '' } },
		],
		items: use.items ?? [speech()],
		...use.request,
	});
}

/** An item with a made-up recording: a tone, which the sandbox takes for speech. */
export function speech(seconds = 1, fileName = 'Ada Example +999 000.wav'): INodeExecutionData {
	return audio(wav({ seconds }), fileName);
}

export function silence(): INodeExecutionData {
	return audio(wav({ seconds: 1, sound: 'silence' }), 'quiet.wav');
}

/** A text under an audio name is taken for a ready transcript, so that chosen words can be followed (recording 34). */
export function said(transcript: string): INodeExecutionData {
	return audio(
		Buffer.from(JSON.stringify({ is_pretranscribed: true, transcript, language: 'sw' })),
		'note.mp3',
		'audio/mpeg',
	);
}

export function audio(
	bytes: Buffer,
	fileName: string,
	mimeType = 'audio/wav',
	json: IDataObject = {},
): INodeExecutionData {
	return { json, binary: { data: { data: bytes.toString('base64'), mimeType, fileName } } };
}

export function itemsOf(run: RunResult): INodeExecutionData[] {
	if (run.error) throw run.error;
	return run.outputs[0] ?? [];
}

export function firstOf(run: RunResult): IDataObject {
	return itemsOf(run)[0]?.json ?? {};
}

/** Why a run ended without a result. */
export function refusalOf(run: RunResult): Reason {
	const reason = reasonOf(run.error);
	if (!reason) throw run.error ?? new Error('It went through');
	return reason;
}
