import axios, { type AxiosResponse } from 'axios';

import { bodyShape, recordedShape } from '../support/answerShape.mts';
import { loggedIn } from '../support/deployed.mts';
import { recording, recordingFiles } from '../support/recordings.mts';
import { Replay } from '../support/replay.mts';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox.mts';

/**
 * All 99 recorded requests are sent again, in their order and with their bodies; none is left out.
 * What a recording took for granted is made beforehand: the two dozen cases of 33 to 50, a few
 * calls, the cut text of 58, the container's settings of 95 to 99. Names, passwords, sessions and
 * ids are the sandbox's own. How many rows come, and what they hold, is not compared; errors are,
 * word for word.
 */
let sandbox: SandboxProcess;
let replay: Replay;

/** The moment of the recorded cases, which the windows of 39, 40 and 66 ask for. */
const RECORDED_AT = '2026-11-24T00:19:31.000Z';

const PATHS = [
	['Information', 'About 116', 'Information Inquiry'],
	['Abuse', 'Physical Abuse > Beating', 'Abuse'],
	['Abuse', 'Sexual Abuse > Defilement', 'Abuse'],
];

const BEFORE: Record<number, () => Promise<void>> = {
	7: async () => await sandbox.admin.reset('empty'),
	33: addCases,
	58: cutText,
	80: addCalls,
	95: async () => await sandbox.admin.setOption('containerProfile', true),
};

beforeAll(async () => {
	sandbox = await startSandboxProcess();
	replay = new Replay(sandbox);
	replay.stand('101', '3');
	replay.stand('test', 'admin');
	replay.stand('gone1', 'former.staff');
});

afterAll(async () => await sandbox.stop());

/** As many as the recorded server had, made by a counsellor and a supervisor. */
async function addCases(): Promise<void> {
	for (let i = 1; i <= 24; i++) {
		const [, subcategory = '', category = ''] = PATHS[i % PATHS.length] ?? [];
		const made = await sandbox.admin.insertCase({
			title: `Made-up narrative ${i} topic${i % 5}`,
			plan: `Plan ${i}`,
			category,
			subcategory,
			priority: i % 2 === 0 ? 'medium' : 'high',
			status: i % 4 === 0 ? 'closed' : 'open',
			channel: 'sms',
			reporter_name: `Rep${i % 5} Last1`,
			reporter_age_group: '35-59',
			reporter_sex: 'Female',
			created_at: RECORDED_AT,
			created_by: i % 2 === 0 ? 5 : 3,
		});
		if (i === 2) replay.stand('100004', String(made.id));
	}
}

async function addCalls(): Promise<void> {
	const headers = { 'X-API-Key': sandbox.apiKey };
	for (const { id } of (await sandbox.admin.cases()).slice(0, 3)) {
		const call = { case_id: id, contact_type: 'call', direction: 'inbound', duration: 300 };
		await axios.post(`${sandbox.url}/helpline/api/communications`, call, { headers, proxy: false });
	}
}

/** 58: sixty accents take 360 characters when they are escaped; the column holds 255. */
async function cutText(): Promise<void> {
	const api = await loggedIn(sandbox);
	const body = JSON.stringify({ police_ob_no: 'é'.repeat(60) });
	await api.post(`cases/${replay.translated('100004')}`, body, {
		headers: { 'Content-Type': 'application/json' },
	});
}

function text(reply: AxiosResponse<unknown>): string {
	return typeof reply.data === 'string'
		? reply.data
		: Buffer.from(reply.data as ArrayBuffer).toString('latin1');
}

describe('answers to recorded requests have the shape of the recording', () => {
	it('knows every recording', () => expect(recordingFiles).toHaveLength(99));

	it.each(recordingFiles.map((file) => file.replace('.json', '')))('%s', async (name) => {
		const number = Number.parseInt(name, 10);
		const recorded = recording(number);
		await BEFORE[number]?.();

		const reply = await replay.send(recorded);

		const expected = recordedShape(recorded);
		const body = JSON.parse(replay.translated(JSON.stringify(expected.body))) as unknown;
		expect({
			status: reply.status,
			reason: reply.statusText,
			contentType: String(reply.headers['content-type'] ?? ''),
			setsCookie: reply.headers['set-cookie'] !== undefined,
			body: bodyShape(text(reply)),
		}).toEqual({ ...expected, body });
	});
});
