import { startStub, type HttpStub } from '../../../test/support/httpStub.mts';
import { callWebhook, nodeOf, webhook } from '../../../test/workflows/support.mts';
import { outputOf, type Credential, type Execution } from '../../n8n/api.mts';
import { sleep, waitFor } from '../../common/wait.mts';
import { badDay, strikes, wasBad } from '../badDay.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { ownExample } from '../own.mts';
import { plantedCase } from '../planted.mts';
import { onStage, type Stage } from '../stage.mts';

const EXAMPLE = 'intake-to-case';
const PATH = 'intake';
const VOLUMES = {
	small: { good: 19, bad: 3, edited: 3, cuts: 0 },
	full: { good: 190, bad: 10, edited: 15, cuts: 3 },
};

/** In turn: an urgency, an age and a telephone number that no case can have. */
const WRONG = [{ urgency: 'urgent' }, { age: 190 }, { phone: 'none' }];

export const intakeToCase: Check = {
	example: EXAMPLE,
	async run(asked) {
		const volume = VOLUMES[asked.volume];
		return await onStage(asked, async (stage): Promise<Measured[]> => {
			const form = await startForm(volume);
			try {
				return await play(stage, form, volume);
			} finally {
				await form.stub.stop();
			}
		});
	},
};

/** The form's server: gives all its rows to whoever asks, as the example's own rows stand for. */
async function startForm(volume: Volume): Promise<Form> {
	const form = { urgency: 'low' };
	const stub = await startStub(() => ({ body: { intake: rowsOf(volume, form.urgency) } }));
	return Object.assign(form, { stub });
}

interface Form {
	readonly stub: HttpStub;
	/** Of the rows that are edited. */
	urgency: string;
}

async function play(stage: Stage, form: Form, volume: Volume): Promise<Measured[]> {
	const { good, bad, edited } = volume;
	const { api, sandbox } = stage;
	const credential = await stage.credential('apiKey');
	const id = await publish(stage, form, credential, { path: PATH, savesRuns: true });
	const deliver = async (urgency: string): Promise<Execution> => {
		form.urgency = urgency;
		const before = (await api.listExecutions(id)).length;
		await callWebhook(stage.n8n.url, PATH);
		const run = await waitFor('the run', 300, async () => {
			const all = await api.listExecutions(id);
			return all.length > before ? all[0]?.id : undefined;
		});
		return await api.waitForExecution(run, 300);
	};

	const first = await deliver('low');
	await deliver('low');
	await deliver('critical');
	const before = (await sandbox.admin.changes()).length;
	const last = await deliver('critical');
	const changed = (await sandbox.admin.changes()).length - before;
	const cases = await sandbox.admin.cases();
	const struck = await asShipped(stage, form, credential, volume);
	const inTheEnd = await sandbox.admin.cases();
	stage.sweep.look(
		'items on To Fix',
		[first, last].flatMap((run) => outputOf(run, 'To Fix').map(({ json }) => JSON.stringify(json))),
	);

	return [
		exactly('cases after everything was delivered four times', good, cases.length),
		exactly(
			'cases that show the edit',
			edited,
			cases.filter(({ priority }) => priority === 'critical').length,
		),
		exactly('rows on To Fix', bad, outputOf(first, 'To Fix').length),
		none('changes of the last delivery', changed),
		exactly('rows on To Fix of the last delivery', bad, outputOf(last, 'To Fix').length),
		wasBad(good / 10, struck),
		exactly(`cases after a bad day with ${volume.cuts} power cuts`, good, inTheEnd.length),
		exactly(
			'cases that show the edit of that day',
			edited,
			inTheEnd.filter(({ priority }) => priority === 'high').length,
		),
	];
}

async function publish(
	{ api }: Stage,
	{ stub }: Form,
	credential: Credential,
	{ path, savesRuns }: { path: string; savesRuns: boolean },
): Promise<string> {
	const rows = nodeOf('Made-Up Intake', 'n8n-nodes-base.httpRequest', 4.2, {
		url: stub.url,
		options: {},
	});
	const { id } = await api.createWorkflow(
		ownExample(EXAMPLE, {
			login: { kind: 'apiKey', credential },
			instead: [{ ...webhook(path), name: 'Start' }, rows],
			savesRuns,
		}),
	);
	await api.activate(id);
	return id;
}

type Volume = (typeof VOLUMES)['full'];

function rowsOf({ good, bad, edited }: Volume, urgency: string) {
	return [
		...Array.from({ length: good }, (_, n) => row(n, n < edited ? { urgency } : {})),
		...Array.from({ length: bad }, (_, n) => row(good + n, WRONG[n % WRONG.length] ?? {})),
	];
}

/** Another edit on a bad day, with the example as it is shipped: n8n keeps no run of it. */
async function asShipped(
	stage: Stage,
	form: Form,
	credential: Credential,
	volume: Volume,
): Promise<number> {
	const { api, sandbox, n8n } = stage;
	const path = `${PATH}-as-shipped`;
	form.urgency = 'high';
	const id = await publish(stage, form, credential, { path, savesRuns: false });
	const delivered = async () => {
		await sandbox.admin.clearLog();
		await callWebhook(n8n.url, path);
		await waitFor('the run to begin', 60, async () =>
			(await sandbox.admin.log()).length > 0 ? true : undefined,
		);
	};
	const ended = async () =>
		await waitFor('the run to end', 600, async () =>
			(await api.listExecutions(id)).length === 0 ? true : undefined,
		);
	await sandbox.admin.setFaults(badDay('published'));
	for (let cut = 0; cut < volume.cuts; cut += 1) {
		await delivered();
		await sleep(500 + cut * 900);
		await stage.powerCut();
	}
	await delivered();
	await ended();
	const struck = await strikes(sandbox);
	await sandbox.admin.clearFaults();
	// A row that the bad day left on To Fix is delivered again.
	await delivered();
	await ended();
	return struck;
}

function row(n: number, wrong: Readonly<Record<string, unknown>>) {
	const planted = plantedCase(n);
	return {
		form_id: `F-${n}`,
		what: planted.title,
		story: planted.description,
		category: 'Counselling > School',
		urgency: 'medium',
		plan: 'Call back',
		caller_name: planted.reporter_name,
		phone: planted.reporter_phone,
		caller_age: '35-59',
		caller_sex: 'female',
		child: planted.child_name,
		age: 11,
		child_sex: 'female',
		place: planted.child_location,
		...wrong,
	};
}
