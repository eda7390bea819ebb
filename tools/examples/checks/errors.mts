import { partsOf, textOf, startSmtpSink, type Mail } from '../../../test/support/smtpSink.mts';
import { callWebhook, chain, nodeOf, webhook } from '../../../test/workflows/support.mts';
import { sleep, waitFor } from '../../common/wait.mts';
import { credentialsOf, type Credential } from '../../n8n/api.mts';
import type { WorkflowFile } from '../../n8n/api/workflows.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { ownExample } from '../own.mts';
import { filesWithMarkers, holdsMarker, plantedCase } from '../planted.mts';
import { onStage, type Stage } from '../stage.mts';

const EXAMPLE = 'errors';

/** Ways to break a workflow, and what its notice has to say. */
const CAUSES = [
	{ name: 'wrong key', says: /^Code: login$/m },
	// The key is let in, as `/health` tells, which is asked now and then: a cause that strikes it as well has two codes.
	{ name: 'no right', fault: 'status=403:*:/cases.*', says: /^Code: forbidden$[^]*^Status: 403$/m },
	{ name: 'wrong field', says: /^Code: refused_value$[^]*^Field: priority$/m },
	{
		name: 'server error',
		fault: 'status=500:*:/cases.*',
		says: /^Code: (server_error|unclear_outcome)$/m,
	},
	{
		name: 'no answer',
		fault: 'hang-before:*:/cases.*',
		says: /^Code: (timeout|unclear_outcome)$/m,
	},
] as const;
type Cause = (typeof CAUSES)[number];

const WORKFLOWS = { small: 1, full: 10 };
/** Each fails twice within the hour. */
const TIMES = 2;

export const errors: Check = {
	example: EXAMPLE,
	async run({ volume, ...asked }) {
		return await onStage({ ...asked, volume }, async (stage) => {
			const sink = await startSmtpSink();
			try {
				await notAcrossTheHour();
				const errorWorkflow = await publishExample(stage, sink.port);
				const wanted: Array<{ workflow: string; cause: Cause }> = [];
				for (const cause of CAUSES) {
					await stage.sandbox.admin.setFaults('fault' in cause ? [cause.fault] : []);
					for (let n = 0; n < WORKFLOWS[volume]; n += 1) {
						const workflow = `Broken ${n}: ${cause.name}`;
						wanted.push({ workflow, cause });
						await failTwice(stage, workflow, cause, errorWorkflow, async () => {
							await waitFor(`the mail of ${workflow}`, 60, () =>
								sink.mails.length >= wanted.length ? true : undefined,
							).catch(() => undefined);
						});
					}
				}
				// A notice too many would come right behind the last failure.
				await sleep(3_000);
				stage.sweep.look('notices', sink.mails.flatMap(partsOf));
				return measure(sink.mails, wanted, filesWithMarkers(stage.n8n.userFolder));
			} finally {
				await sink.stop();
			}
		});
	},
};

async function publishExample({ api }: Stage, port: number): Promise<string> {
	const mail = await api.createCredential('smtp', 'Mail', {
		host: '127.0.0.1',
		port,
		secure: false,
		disableStartTls: true,
	});
	const { id } = await api.createWorkflow(
		ownExample(EXAMPLE, { credentials: { 'n8n-nodes-base.emailSend': credentialsOf(mail) } }),
	);
	await api.activate(id);
	return id;
}

async function failTwice(
	stage: Stage,
	workflow: string,
	cause: Cause,
	errorWorkflow: string,
	told: () => Promise<void>,
): Promise<void> {
	const { api, n8n } = stage;
	const credential = await credentialFor(stage, cause);
	const path = workflow.replace(/\W+/g, '-');
	const { id } = await api.createWorkflow(broken(workflow, path, cause, credential, errorWorkflow));
	await api.activate(id);
	for (let time = 1; time <= TIMES; time += 1) {
		await callWebhook(n8n.url, path);
		await waitFor(`the failure of ${workflow}`, 90, async () => {
			const failed = await api.listExecutions(id);
			return failed.filter(({ status }) => status === 'error').length >= time ? true : undefined;
		});
		// Failures of the same moment may both be told, as the example's page says.
		if (time === 1) await told();
	}
	await api.deactivate(id);
}

async function credentialFor({ api, sandbox, ...stage }: Stage, cause: Cause): Promise<Credential> {
	if (cause.name !== 'wrong key') return await stage.credential('apiKey');
	return await api.createCredential('openChsApi', 'Wrong', {
		baseUrl: sandbox.url,
		apiKey: 'made-up-and-wrong',
	});
}

function broken(
	name: string,
	path: string,
	cause: Cause,
	credential: Credential,
	errorWorkflow: string,
): WorkflowFile {
	const priority = cause.name === 'wrong field' ? 'CANARY-7F3A' : 'low';
	const fields = { ...plantedCase(1), priority };
	const create = {
		authentication: 'apiKey',
		resource: 'case',
		operation: 'create',
		fields: { mappingMode: 'defineBelow', value: fields, matchingColumns: [], schema: [] },
		options: { firstWaitSeconds: 0, attempts: 1, timeout: 2 },
	};
	return chain(
		name,
		[
			webhook(path),
			nodeOf('OpenCHS', 'n8n-nodes-openchs.openChs', 1, create, {
				credentials: credentialsOf(credential),
			}),
		],
		{ errorWorkflow, saveDataSuccessExecution: 'none', saveDataErrorExecution: 'all' },
	);
}

function measure(
	mails: readonly Mail[],
	wanted: ReadonlyArray<{ workflow: string; cause: Cause }>,
	leaking: readonly string[],
): Measured[] {
	const texts = mails.map(textOf);
	const of = (workflow: string) => texts.filter((text) => text.includes(`Workflow: ${workflow}\n`));
	const once = wanted.filter(({ workflow }) => of(workflow).length === 1);
	const clear = wanted.filter(({ workflow, cause }) =>
		of(workflow).some((t) => cause.says.test(t)),
	);
	const unclear = wanted.filter((each) => !clear.includes(each));
	const codes = unclear.map(
		({ workflow }) => /^Code: (.*)$/m.exec(of(workflow)[0] ?? '')?.[1] ?? 'none',
	);
	const advised = texts.filter((text) => /^What to do: \S+/m.test(text));
	const log = leaking.filter((file) => file.endsWith('.log'));
	return [
		exactly('one notice for each cause that failed twice in an hour', wanted.length, once.length),
		none('notices too many', Math.max(0, mails.length - wanted.length)),
		{
			promise: 'notices that tell the code, the status or the field of their cause',
			measured: [`${clear.length} of ${wanted.length}`, ...new Set(codes)].join(', '),
			isMet: clear.length === wanted.length,
		},
		exactly('notices that say what to do', wanted.length, advised.length),
		none('notices with anything personal', mails.filter(({ raw }) => holdsMarker(raw)).length),
		none('logs of n8n with anything personal', log.length),
	];
}

/** The promise is about an hour of the clock. */
async function notAcrossTheHour(): Promise<void> {
	const left = 3_600_000 - (Date.now() % 3_600_000);
	if (left < 120_000) await new Promise((resolve) => setTimeout(resolve, left));
}
