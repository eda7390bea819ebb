import { startStub, type HttpStub } from '../../../test/support/httpStub.mts';
import type { Fault } from '../../sandbox/faults.mts';
import { sleep, waitFor } from '../../common/wait.mts';
import { strikes, wasBad } from '../badDay.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { ownExample, scheduledEvery } from '../own.mts';
import { plantedCase } from '../planted.mts';
import { onStage, type Stage } from '../stage.mts';

const EXAMPLE = 'server-watch';
const EVERY_SECONDS = 5;
const VOLUMES = { small: { kills: 0 }, full: { kills: 3 } };

/** A server that does not answer is given up after seconds, not after minutes. */
const IMPATIENT = { attempts: 3, firstWaitSeconds: 0, timeout: 2 };

/** What a check gets over by itself. */
const PASSING: readonly Fault[] = [
	{ fault: 'rate-limit', seconds: 1, server: 'deployed', times: 1 },
	{ fault: 'status', status: 503, server: 'deployed', times: 1 },
	{ fault: 'cut-before', server: 'deployed', times: 1 },
];
/** What a monitor has to notice by hearing nothing. */
const LASTING: readonly Fault[] = [
	{ fault: 'status', status: 503, server: 'deployed' },
	{ fault: 'hang-before', server: 'deployed' },
	{ fault: 'html-before', server: 'deployed' },
];

export const serverWatch: Check = {
	example: EXAMPLE,
	async run(asked) {
		const { kills } = VOLUMES[asked.volume];
		return await onStage(asked, async (stage): Promise<Measured[]> => {
			// The monitor itself fails once.
			const monitor = await startStub([{ body: 'ok' }, { status: 500 }, { body: 'ok' }]);
			try {
				return await play(stage, monitor, kills);
			} finally {
				await monitor.stop();
			}
		});
	},
};

async function play(stage: Stage, monitor: HttpStub, kills: number): Promise<Measured[]> {
	const { sandbox, others, api } = stage;
	await others.post('/cases', { ...plantedCase(1), priority: 'low' });
	const workflow = await publish(stage, monitor, 24);
	const isPinged = async () => await pingAfter(monitor);
	const isTold = await isPinged();

	let struck = 0;
	let passed = 0;
	for (const fault of PASSING) {
		await sandbox.admin.setFaults([fault]);
		await waitFor('the fault to strike', 60, async () =>
			(await strikes(sandbox)) > 0 ? true : undefined,
		);
		if (await isPinged()) passed += 1;
		struck += await strikes(sandbox);
	}
	let early = 0;
	for (const fault of LASTING) {
		await sandbox.admin.setFaults([fault]);
		await nextFailure(stage, workflow);
		const before = monitor.requests.length;
		await sleep(EVERY_SECONDS * 2_000);
		early += monitor.requests.length - before;
		struck += await strikes(sandbox);
		await sandbox.admin.clearFaults();
	}
	const isBack = await isPinged();
	let afterCut = 0;
	for (let kill = 0; kill < kills; kill += 1) {
		await sleep(1_000 + kill * 1_300);
		await stage.powerCut();
		if (await isPinged()) afterCut += 1;
	}
	await api.deactivate(workflow);
	stage.sweep.look(
		'calls to the monitor',
		monitor.requests.map(({ target, text }) => target + text()),
	);

	const silent = await silence(stage);
	return [
		said('the monitor is told while all is well', isTold),
		exactly('passing faults that a check gets over', PASSING.length, passed),
		none(`pings during ${LASTING.length} kinds of failure that last`, early),
		said('the monitor is told again when all is well again', isBack),
		wasBad(PASSING.length + LASTING.length, struck),
		...(kills === 0
			? []
			: [exactly('power cuts after which the monitor is told again', kills, afterCut)]),
		said('hours without a change end the run, and the monitor hears nothing', silent),
	];
}

async function publish(stage: Stage, monitor: HttpStub, quietHours: number): Promise<string> {
	const { id } = await stage.api.createWorkflow(
		ownExample(EXAMPLE, {
			login: { kind: 'login', credential: await stage.credential('login') },
			settings: { ping_url: monitor.url, quiet_hours: quietHours },
			parameters: {
				'Every 15 Minutes': scheduledEvery(EVERY_SECONDS),
				'Check Server': { options: IMPATIENT },
				'Last Change': { options: IMPATIENT },
			},
			savesRuns: true,
		}),
	);
	await stage.api.activate(id);
	return id;
}

/** Whether a call comes after now. */
async function pingAfter(monitor: HttpStub): Promise<boolean> {
	const before = monitor.requests.length;
	return await waitFor('a ping', 90, () =>
		monitor.requests.length > before ? true : undefined,
	).catch(() => false);
}

async function nextFailure({ api }: Stage, workflow: string): Promise<void> {
	const failed = async () =>
		(await api.listExecutions(workflow)).filter(({ status }) => status === 'error').length;
	const before = await failed();
	await waitFor('a failed run', 180, async () => ((await failed()) > before ? true : undefined));
}

/** A helpline whose last change is two days old. */
async function silence(stage: Stage): Promise<boolean> {
	const monitor = await startStub({ body: 'ok' });
	try {
		await stage.sandbox.admin.reset('empty');
		const old = new Date(Date.now() - 48 * 3_600_000).toISOString();
		await stage.sandbox.admin.insertCase({ ...plantedCase(1), created_at: old, updated_at: old });
		const workflow = await publish(stage, monitor, 24);
		await nextFailure(stage, workflow);
		await stage.api.deactivate(workflow);
		return monitor.requests.length === 0;
	} finally {
		await monitor.stop();
	}
}

function said(promise: string, isMet: boolean): Measured {
	return { promise, measured: isMet ? 'yes' : 'no', isMet };
}
