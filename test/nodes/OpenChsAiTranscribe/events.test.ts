import { tell } from '../../../nodes/OpenChsAiTranscribe/events';
import type { StreamEvent } from '../../../nodes/OpenChsAiTranscribe/stream';

function event(data: StreamEvent['data'], name: string | null = null) {
	return tell({ name, data });
}

describe('an event', () => {
	it.each<[string, StreamEvent['data'], string | null, object]>([
		[
			'of the guide',
			{ type: 'transcription_progress', progress: 40 },
			null,
			{ stage: 'transcription', progress: 40, end: null },
		],
		[
			'of the guide with data below',
			{ type: 'transcription_progress', data: { progress: 0.4 } },
			null,
			{ stage: 'transcription', progress: 40 },
		],
		[
			'of the guide that brings the text',
			{ type: 'transcription_complete', data: { text: 'Habari' } },
			null,
			{ piece: { transcript: 'Habari' }, stage: 'transcription_complete' },
		],
		[
			'of the guide that brings the risk',
			{ type: 'classification_complete', data: { risk_level: 'high' } },
			null,
			{ piece: { classification: { risk_level: 'high' } } },
		],
		[
			'of the reference pages',
			{ text: 'Hello' },
			'translation_complete',
			{ piece: { translation: 'Hello' }, stage: 'translation_complete' },
		],
		[
			'of the live stream',
			{
				task_id: 'a-1',
				step: 'transcription_complete',
				progress: 30,
				partial_result: { transcript: 'Habari' },
			},
			null,
			{ taskId: 'a-1', progress: 30, piece: { transcript: 'Habari' } },
		],
		[
			'of the live stream that brings the class',
			{ step: 'classification_complete', partial_result: { classification: { priority: '1' } } },
			null,
			{ piece: { classification: { priority: '1' } } },
		],
		[
			'of the service',
			{ task_id: 'a-1', status: 'PROCESSING', step: 'nlp_analysis', progress: 55 },
			null,
			{ taskId: 'a-1', stage: 'nlp_analysis', progress: 55, end: null, piece: {} },
		],
		['of a task in line', { status: 'PENDING', progress: 0 }, null, { stage: 'queued', end: null }],
		['that was taken', { status: 'submitted' }, null, { stage: 'queued' }],
		['of a state that is told again', { status: 'SUCCESS' }, null, { stage: null, end: null }],
		['of a failure that is told again', { status: 'FAILURE' }, null, { stage: null, end: null }],
		['without a word', { n: 1 }, null, { stage: null, progress: null, taskId: null, end: null }],
		[
			'whose word is a text',
			{ type: 'She said her name is Ada' },
			null,
			{ stage: null, end: null },
		],
		['that has a piece missing', { type: 'translation_complete' }, null, { piece: {} }],
	])('%s is understood', (_what, data, name, told) => {
		expect(event(data, name)).toMatchObject(told);
	});

	it.each<[string, StreamEvent['data'], object]>([
		['completed', { status: 'completed', result: { a: 1 } }, { how: 'done', result: { a: 1 } }],
		[
			'completed, live',
			{ step: 'completed', partial_result: { a: 1 } },
			{ how: 'done', result: { a: 1 } },
		],
		['completed, flat', { type: 'completed', data: { a: 1 } }, { how: 'done', result: { a: 1 } }],
		['failed', { status: 'failed', error: 'why' }, { how: 'failed', error: 'why' }],
		['error', { type: 'error', data: { message: 'why' } }, { how: 'failed', error: 'why' }],
		['failed without a word', { status: 'failed' }, { how: 'failed', error: null }],
		['cancelled', { status: 'cancelled' }, { how: 'cancelled' }],
		['canceled', { status: 'CANCELED' }, { how: 'cancelled' }],
		['timeout', { status: 'timeout', error: 'x' }, { how: 'poll' }],
		['stream_error', { status: 'stream_error' }, { how: 'poll' }],
		['stream_closed', { status: 'stream_closed' }, { how: 'poll' }],
	])('%s ends the stream', (_what, data, end) => {
		expect(event(data)).toMatchObject({ end, stage: null });
	});

	it('goes by the word of the guide, then by that of the line, then by step and status', () => {
		const all = { type: 'ner', step: 'insights', status: 'PROCESSING' };

		expect(event(all, 'summarization').stage).toBe('ner');
		expect(event({ ...all, type: '' }, 'summarization').stage).toBe('summarization');
		expect(event({ ...all, type: '' }).stage).toBe('insights');
	});
});
