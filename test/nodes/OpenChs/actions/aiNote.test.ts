import {
	aiNote,
	isAiResult,
	NOT_REVIEWED,
} from '../../../../nodes/OpenChs/actions/activity/aiNote';
import { findMarker, planted } from '../../../support/markers';
import { picked, runOperation } from '../runOperation';

jest.mock('../../../../nodes/shared/helpline/client');

const RESULT = {
	task_id: 'made-up-1',
	is_suggestion: true,
	has_speech: true,
	language: 'sw',
	risk: 'high',
	risk_source: 'insights',
	confidence: 0.842,
	model_versions: ['whisper', 'translator'],
	missing_parts: ['translation'],
	transcript: planted('transcript'),
	summary: planted('summary'),
	translation: planted('translation'),
	entities: { PERSON: [planted('entities')] },
};

describe('the note of a suggestion', () => {
	it('says first that nobody has reviewed it, then what it is', () => {
		expect(aiNote(RESULT, []).split('\n')).toEqual([
			'AI suggestion, not reviewed',
			'Language: sw',
			'Risk: high',
			'Confidence: 84 %',
			'Models: whisper, translator',
			'Not made: translation',
			'Task: made-up-1',
		]);
	});

	it('holds no word of the call unless it is asked for', () => {
		expect(findMarker(aiNote(RESULT, []))).toEqual([]);

		const asked = aiNote(RESULT, ['summary']);
		expect(asked).toContain(`\n\nSummary: ${planted('summary')}`);
		expect(asked).not.toContain(planted('transcript'));
	});

	it('leaves out a part that did not come', () => {
		expect(aiNote({ ...RESULT, summary: null }, ['summary'])).toBe(aiNote(RESULT, []));
	});

	it.each<[string, object, string]>([
		['silence', { has_speech: false }, 'No speech was found in this recording'],
		['little confidence', { confidence: 0.49 }, 'Confidence: 49 %, which is low'],
		['enough confidence', { confidence: 0.5 }, 'Confidence: 50 %\n'],
		['no confidence', { confidence: null }, 'Confidence: not told'],
		['no risk, which is not a low one', { risk: null }, 'Risk: not told'],
		['a risk by priority', { risk_source: 'priority' }, 'Risk: high (from the priority)'],
		['no language', { language: null }, 'Language: not told'],
		['no models', { model_versions: [] }, 'Models: not told'],
	])('says %s out loud', (_what, changes, words) => {
		expect(aiNote({ ...RESULT, ...changes }, [])).toContain(words);
	});

	it('is made of nothing but a suggestion', () => {
		expect(isAiResult(RESULT)).toBe(true);
		expect(isAiResult({ task_id: 'made-up-1', status: 'queued' })).toBe(false);
	});
});

describe('Activity: Add From AI Result', () => {
	const add = (parameters: object) => ({
		resource: 'activity',
		operation: 'createFromAi',
		caseId: picked(7),
		...parameters,
	});

	it.each<[string, unknown]>([
		['as it stands', RESULT],
		['as text', JSON.stringify(RESULT)],
	])('adds a note under the key of the task, from a result %s', async (_how, aiResult) => {
		const { helpline, items } = await runOperation(add({ aiResult }) as never);

		const [caseId, note, key] = helpline.addActivity.mock.calls[0] ?? [];
		expect(caseId).toBe('7');
		expect(note).toMatchObject({ activity_type: 'note' });
		expect(note?.description.startsWith(NOT_REVIEWED)).toBe(true);
		expect(key).toMatchObject({ key: 'ai-made-up-1', isMapped: true });
		expect(items[0]?.json).toMatchObject({ id: 11, outcome: 'created' });
	});

	it('writes the words that are chosen', async () => {
		const { helpline } = await runOperation(
			add({ aiResult: RESULT, noteParts: ['transcript'] }) as never,
		);

		const [, note] = helpline.addActivity.mock.calls[0] ?? [];
		expect(note?.description).toContain(`Transcript: ${planted('transcript')}`);
		expect(note?.description).not.toContain(planted('summary'));
	});

	it('has a key of the run where the service gives no IDs', async () => {
		const { helpline } = await runOperation(
			add({ aiResult: { ...RESULT, task_id: null } }) as never,
		);

		expect(helpline.addActivity.mock.calls[0]?.[2]).toMatchObject({ isMapped: false });
	});

	it.each<[string, unknown]>([
		['a ticket', { task_id: 'made-up-1', status: 'queued' }],
		['a text that is none', 'not JSON'],
		['a list', '[]'],
		['nothing', '{}'],
	])('refuses %s', async (_what, aiResult) => {
		const run = runOperation(add({ aiResult }) as never);

		await expect(run).rejects.toThrow("'AI Result' holds no finished result [item 0]");
	});

	it('refuses an ID that could be somebody', async () => {
		const aiResult = { ...RESULT, task_id: 'ada@example.org' };

		await expect(runOperation(add({ aiResult }) as never)).rejects.toThrow(
			"The task ID in 'AI Result' cannot be used as a key [item 0]",
		);
	});
});
