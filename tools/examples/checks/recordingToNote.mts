import { startStub, type HttpStub } from '../../../test/support/httpStub.mts';
import { callWebhook, nodeOf, webhook } from '../../../test/workflows/support.mts';
import { wav } from '../../audio/wav.mts';
import { waitFor } from '../../common/wait.mts';
import { credentialsOf, outputOf } from '../../n8n/api.mts';
import { aiAdminOf } from '../../sandbox/ai/adminClient.mts';
import type { CaseRow } from '../../sandbox/records.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { ownExample } from '../own.mts';
import { filesWithMarkers, plantedCase } from '../planted.mts';
import { onStage, type Stage } from '../stage.mts';

const EXAMPLE = 'recording-to-note';
const PATH = 'recording-to-note';
const VOLUMES = {
	small: { good: 2, waitSeconds: 1, retryAfter: 1, isCut: false },
	// Below 66 seconds a sleeping run is lost when n8n ends.
	full: { good: 7, waitSeconds: 66, retryAfter: 120, isCut: true },
};
const LIMIT_SECONDS = 420;
const TITLE = 'CANARY-7F3A call';

export const recordingToNote: Check = {
	example: EXAMPLE,
	async run(asked) {
		const volume = VOLUMES[asked.volume];
		const recordings = madeUp(volume.good);
		return await onStage(
			asked,
			async (stage): Promise<Measured[]> => {
				const source = await startStub(({ path }) => ({
					headers: { 'content-type': 'audio/wav' },
					body: recordings.get(path.slice(1)) ?? Buffer.alloc(0),
				}));
				try {
					return await play(stage, source, [...recordings.keys()], volume);
				} finally {
					await source.stop();
				}
			},
			{ sandbox: ['--option', 'aiSpeed=20'] },
		);
	},
};

/** Good ones, a silent one, and two that the service does not take. */
function madeUp(good: number): Map<string, Buffer> {
	const names = Array.from({ length: good }, (_, n) => `good-${n}.wav`);
	return new Map([
		...names.map((name, n) => [name, wav({ seconds: 1, title: `${TITLE} ${n}` })] as const),
		['silent.wav', wav({ seconds: 1, sound: 'silence', title: TITLE })],
		['drawing.txt', Buffer.from(TITLE)],
		['long.wav', wav({ seconds: 61 * 60, rate: 1, title: TITLE })],
	]);
}

async function play(
	stage: Stage,
	source: HttpStub,
	recordings: readonly string[],
	volume: (typeof VOLUMES)['full'],
): Promise<Measured[]> {
	const { api, sandbox, n8n } = stage;
	const cases: CaseRow[] = [];
	for (const [n] of recordings.entries()) {
		cases.push(await sandbox.admin.insertCase({ ...plantedCase(n), priority: 'low' }));
	}
	await sandbox.admin.setFaults([
		{ fault: 'rate-limit', server: 'ai', method: 'POST', seconds: volume.retryAfter, times: 1 },
		{ fault: 'rate-limit', server: 'ai', method: 'POST', seconds: 1, times: 1, skip: 1 },
		{ fault: 'cut-before', server: 'ai', method: 'GET', path: '.*/task.*', times: 1 },
	]);
	const workflow = await publish(stage, source, volume.waitSeconds);
	for (const [n, recording] of recordings.entries()) {
		await callWebhook(n8n.url, `${PATH}?case=${cases[n]?.id}&recording=${recording}`);
	}
	const expected = volume.good + 1;
	if (volume.isCut) {
		await waitFor('all runs to sleep', LIMIT_SECONDS, async () => {
			const runs = await api.listExecutions(workflow);
			return runs.filter(({ status }) => status === 'waiting').length >= expected
				? true
				: undefined;
		});
		await stage.powerCut();
	}
	await waitFor('every run to end', LIMIT_SECONDS, async () => {
		const runs = await api.listExecutions(workflow);
		const isOver = runs.every(({ status }) => ['success', 'error', 'crashed'].includes(status));
		return isOver && runs.length >= recordings.length ? true : undefined;
	}).catch(() => undefined);

	const runs = await api.listExecutions(workflow);
	const struck = (await sandbox.admin.faults()).filter(({ applied }) => applied > 0);
	const toFix = (await Promise.all(runs.map(async ({ id }) => await api.getExecution(id)))).filter(
		(run) => outputOf(run, 'To Fix').length > 0,
	);
	const notes = (await sandbox.admin.activities()).filter(({ description }) =>
		description.startsWith('AI suggestion, not reviewed'),
	);
	const silentCase = cases[recordings.indexOf('silent.wav')]?.id;
	const after = await sandbox.admin.cases();
	const kept = filesWithMarkers(n8n.userFolder).filter((file) => /database\.sqlite|\.log$/.test(file));
	return [
		exactly('notes', expected, notes.length),
		exactly('cases with one note', expected, new Set(notes.map((note) => note.case_id)).size),
		exactly(
			'the silent recording says that there was no speech',
			1,
			notes.filter((note) => note.case_id === silentCase && /No speech/.test(note.description))
				.length,
		),
		exactly('recordings handed over, each once', expected, (await aiAdminOf(sandbox.aiUrl).submits()).length),
		exactly('recordings that need somebody', 2, toFix.length),
		exactly('times to be asked to wait, and lines cut', 3, struck.length),
		none(
			'cases of which something else changed',
			cases.filter((before) => !isSame(before, after.find(({ id }) => id === before.id))).length,
		),
		none('stored runs and logs with a recording or anything personal', kept.length),
	];
}

/** The example with recordings of its own, as from a telephone system. */
async function publish(stage: Stage, source: HttpStub, waitSeconds: number): Promise<string> {
	const { api, sandbox } = stage;
	const ai = await api.createCredential('openChsAiApi', 'AI', { baseUrl: sandbox.aiUrl });
	const download = nodeOf('Made-Up Recording', 'n8n-nodes-base.httpRequest', 4.2, {
		url: `=${source.url}/{{ $('Start').first().json.query.recording }}`,
		options: { response: { response: { responseFormat: 'file' } } },
	});
	const { id } = await api.createWorkflow(
		ownExample(EXAMPLE, {
			credentials: {
				'n8n-nodes-openchs.openChsAiTranscribe': credentialsOf(ai),
				'n8n-nodes-openchs.openChs': credentialsOf(await stage.credential('login')),
			},
			parameters: { 'Note on Case': { authentication: 'login' } },
			settings: { case_id: "={{ $('Start').first().json.query.case }}", wait_seconds: waitSeconds },
			instead: [
				{ ...webhook(PATH), name: 'Start' },
				download,
				nodeOf('As File', 'n8n-nodes-base.noOp', 1),
			],
			savesRuns: true,
		}),
	);
	await api.activate(id);
	return id;
}

/** Apart from the time of the last change, which a note moves too. */
function isSame(before: CaseRow, after: CaseRow | undefined): boolean {
	const facts = (row: CaseRow) => JSON.stringify({ ...row, updated_at: null });
	return after !== undefined && facts(before) === facts(after);
}
