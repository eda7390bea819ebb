import { aiRecordingFiles } from '../../../support/aiRecordings.mts';
import { EVERYTHING, firstOf, runAi, speech } from '../run';
import type { Replayed } from '../replayed';
import { exchangesOf, replay } from '../replayed';

let server: Replayed;

/** Everything that the node can do, once, against answers of the recordings. */
async function everything(): Promise<string[]> {
	server = await replay([1, 2, 11, 24, 25, 26, 27, 28].flatMap(exchangesOf));
	const taskId = 'made-up';
	const text = { text: 'Made up.', analyses: ['classify', 'entities', 'summarize', 'translate'] };
	for (const use of [
		{ parameters: { include: EVERYTHING } },
		{ parameters: { include: EVERYTHING, waitMode: 'live' } },
		{ parameters: { include: [] } },
		{ operation: 'getResult', parameters: { taskId, waitForResult: false } },
		{ operation: 'cancel', parameters: { taskId } },
		{ resource: 'text', operation: 'analyze', parameters: text },
	]) {
		await runAi(server.url, { ...use, request: { onError: 'continueRegularOutput' } });
	}
	return [...new Set(server.requests.map(({ method, path }) => `${method} ${path}`))];
}

describe('calls of the recordings that are never made', () => {
	let asked: string[];

	beforeAll(async () => {
		asked = await everything();
		await server.stop();
	});

	it('01: the service is known by its health, at the path that does not redirect', () => {
		expect(asked[0]).toBe('GET /health/');
		expect(asked).not.toContain('GET /health');
	});

	it.each([
		[7, /analyze/, 'the quick analysis, whose failure stops the worker (19)'],
		[16, /realtime/, 'the live stream that hangs on failure (17)'],
		[22, /queue|workers|tasks\/active/, 'the queue, which holds everybody up'],
		[23, /health\/(models|celery)/, 'the health of the models, which holds everybody up'],
		[29, /\/qa\//, 'the scoring of a text alone'],
		[30, /feedback/, 'ratings'],
		[31, /\/calls/, 'call sessions, whose transcripts stay empty (43)'],
		[32, /notifications|processing\//, 'settings, which belong to administrators'],
	])('%i: %s is not asked for: %s', (_number, pattern) => {
		expect(asked.filter((each) => pattern.test(each))).toEqual([]);
	});
});

it('all recordings are replayed by a test that names them', async () => {
	server = await replay(exchangesOf(2));
	expect(firstOf(await runAi(server.url, { items: [speech()] })).status).toBe('completed');
	await server.stop();

	const named = [
		...[1, 7, 16, 17, 19, 22, 23, 29, 30, 31, 32, 43],
		...[2, 3, 4, 5, 6, 8, 10, 33, 34, 35, 38, 39, 40],
		...[9, 15, 21, 36, 37, 41],
		...[11, 12, 13, 14, 18, 20, 42],
		...[24, 25, 26, 27, 28],
	].sort((a, b) => a - b);
	expect(named).toEqual(aiRecordingFiles.map((file) => Number(file.slice(0, 2))));
});
