import axios, { type AxiosRequestConfig } from 'axios';

import { startStub, type HttpStub } from '../../../test/support/httpStub.mts';
import { sleep, waitFor } from '../../common/wait.mts';
import { atMost, exactly, none, type Asked, type Check, type Measured } from '../check.mts';

import { everySeconds, ownExample, scheduledEvery } from '../own.mts';
import { filesWithMarkers, holdsMarker, plantedCase } from '../planted.mts';
import { onStage, type Login, type Stage } from '../stage.mts';

const EXAMPLE = 'case-monitor';
const POLL_SECONDS = 10;
const MANAGER = 'manager_01';

interface Volume {
	readonly changes: number;
	readonly qualifying: number;
	readonly kills: number;
	/** In place of five and fifteen minutes. */
	readonly waitSeconds: number;
	readonly login: Login;
	/** Between two changes: all at once, every alert would wait for every start after a power cut. */
	readonly pauseMs: number;
}

const VOLUMES: Readonly<Record<Asked['volume'], Volume>> = {
	small: { changes: 40, qualifying: 5, kills: 0, waitSeconds: 6, login: 'apiKey', pauseMs: 0 },
	full: { changes: 1_000, qualifying: 25, kills: 3, waitSeconds: 60, login: 'login', pauseMs: 150 },
};

interface Message {
	readonly to: string;
	readonly text: string;
	readonly key: string;
	readonly at: number;
}

/** A gateway that keeps what it has sent once, by the key, as gateways with such keys do. */
async function startGateway(): Promise<{ stub: HttpStub; messages: Message[]; repeats(): number }> {
	const messages: Message[] = [];
	let repeats = 0;
	const stub = await startStub((request) => {
		const { to, text } = request.json() as Pick<Message, 'to' | 'text'>;
		const key = String(request.headers['idempotency-key']);
		if (messages.some((message) => message.key === key)) repeats += 1;
		else messages.push({ to, text, key, at: Date.now() });
		return { body: { accepted: true } };
	});
	return { stub, messages, repeats: () => repeats };
}

export const caseMonitor: Check = {
	example: EXAMPLE,
	async run(asked) {
		const volume = VOLUMES[asked.volume];
		return await onStage(asked, async (stage) => {
			const gateway = await startGateway();
			try {
				await publish(stage, gateway.stub.url, volume);
				return await play(stage, gateway, volume);
			} finally {
				await gateway.stub.stop();
			}
		});
	},
};

async function publish(
	stage: Stage,
	gatewayUrl: string,
	{ login, waitSeconds }: Volume,
): Promise<void> {
	const { api, sandbox } = stage;
	const { id } = await api.createWorkflow(
		ownExample(EXAMPLE, {
			login: { kind: login, credential: await stage.credential(login) },
			settings: {
				gateway_url: gatewayUrl,
				first_wait_minutes: waitSeconds / 60,
				later_wait_minutes: waitSeconds / 60,
			},
			parameters: {
				'OpenCHS Trigger': everySeconds(POLL_SECONDS),
				'Every Minute': scheduledEvery(POLL_SECONDS / 2),
			},
		}),
	);
	await sandbox.admin.clearLog();
	await api.activate(id);
	await waitFor('the first check', 90, async () =>
		(await sandbox.admin.log()).length >= 3 ? true : undefined,
	);
}

async function play(
	stage: Stage,
	gateway: Awaited<ReturnType<typeof startGateway>>,
	volume: Volume,
): Promise<Measured[]> {
	const { messages } = gateway;
	const cases = await write(stage, volume);
	const wanted = new Set(cases.map(({ number }) => number));
	const firsts = () => messages.filter(({ to }) => to === 'supervisor_01');
	const told = async () =>
		await waitFor('every alert', 180, () =>
			new Set(firsts().map(caseNumberIn)).size >= wanted.size ? true : undefined,
		).catch(() => undefined);
	await told();
	const alerted = firsts().map(caseNumberIn);
	const delays = cases.map(({ number, at }) => {
		const message = firsts().find((each) => caseNumberIn(each) === number);
		return message ? (message.at - at) / 1000 : Number.POSITIVE_INFINITY;
	});

	const climbed = await waitFor('the manager to be told', 60 + volume.waitSeconds * 4, () =>
		messages.filter(({ to }) => to === MANAGER).length >= wanted.size ? true : undefined,
	).catch(() => false);
	for (const number of wanted) await answer(messages, number);
	const noted = await waitFor('the notes', 60, async () => {
		const notes = await notesOf(stage);
		return notes.length >= wanted.size ? notes : undefined;
	}).catch(async () => await notesOf(stage));
	const after = messages.length;
	await new Promise((resolve) =>
		setTimeout(resolve, volume.waitSeconds * 1_000 + POLL_SECONDS * 1_000),
	);
	const leaking = filesWithMarkers(stage.n8n.userFolder);
	stage.sweep.look(
		'alerts',
		messages.map((message) => JSON.stringify(message)),
	);
	stage.sweep.look(
		'notes on the cases',
		(await notesOf(stage)).map(({ description }) => description),
	);
	const unwanted = messages.filter((each) => !wanted.has(caseNumberIn(each)));
	// The clock stands still while n8n is dead.
	const limit = POLL_SECONDS * 2 + volume.kills * DEAD_SECONDS;

	return [
		exactly('every case that needs somebody is told of', wanted.size, new Set(alerted).size),
		none('alerts sent twice for one change', alerted.length - new Set(alerted).size),
		none('alerts for other cases', unwanted.length),
		atMost('middle delay of a poll interval at most', POLL_SECONDS, middle(delays), 's'),
		atMost('longest delay, kills included', limit, Math.max(...delays), 's'),
		{
			promise: 'unanswered alerts climb to the manager',
			measured: climbed === true ? 'all' : 'not all',
			isMet: climbed === true,
		},
		exactly('answers written on the case, once each', wanted.size, noted.length),
		none('messages after the answer', messages.length - after),
		none(
			'messages with anything personal',
			messages.filter(({ text }) => holdsMarker(text)).length,
		),
		none('files of n8n with anything personal', leaking.length),
	];
}

const DEAD_SECONDS = 45;

interface Written {
	readonly number: string;
	readonly at: number;
}

/** Cases by other people, every so many of them one that needs somebody, with power cuts in between. */
async function write(stage: Stage, volume: Volume): Promise<Written[]> {
	const every = Math.floor(volume.changes / volume.qualifying);
	const cutAt = Array.from({ length: volume.kills }, (_, n) =>
		Math.floor(((n + 1) * volume.changes) / (volume.kills + 1)),
	);
	const written: Written[] = [];
	for (let n = 0; n < volume.changes; n += 1) {
		const needs = n % every === every - 1 && written.length < volume.qualifying;
		const priority = needs ? (written.length % 2 === 0 ? 'critical' : 'high') : 'low';
		const { data } = await stage.others.post<{ data: { id: number; case_number: string } }>(
			'/cases',
			{ ...plantedCase(n), priority },
		);
		const number = volume.login === 'login' ? String(data.data.id) : data.data.case_number;
		if (needs) written.push({ number, at: Date.now() });
		if (cutAt.includes(n)) await stage.powerCut();
		await sleep(volume.pauseMs);
	}
	return written;
}

/** The page opens for people only, so that nothing answers that just looks at addresses. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x64; rv:140.0) Gecko/20100101 Firefox/140.0';

function caseNumberIn({ text }: Message): string {
	return /case (\S+),/.exec(text)?.[1] ?? '';
}

/** Opens the page of the latest message, as a chat program also does, and then sends the form. */
async function answer(messages: readonly Message[], number: string): Promise<void> {
	const latest = messages.filter((each) => caseNumberIn(each) === number).at(-1);
	const address = /I have it: (\S+)/.exec(latest?.text ?? '')?.[1];
	if (!address) return;
	const browser = { 'user-agent': BROWSER };
	const byProgram = await patiently({ method: 'GET', url: address });
	if (byProgram < 400) throw new Error('The page opens for a program');
	const form = new FormData();
	form.append('field-0', 'supervisor_02');
	form.append('field-1', new URL(address).searchParams.get('alert') ?? '');
	const opened = await patiently({ method: 'GET', url: address, headers: browser });
	const sent = await patiently({ method: 'POST', url: address, headers: browser, data: form });
	if (opened >= 400 || sent >= 400) throw new Error(`The page answered ${opened} and ${sent}`);
}

/** n8n says 503 while it is busy or starts; a person would try again. */
async function patiently(request: AxiosRequestConfig): Promise<number> {
	return await waitFor('the page', 60, async () => {
		const quietly = { proxy: false, timeout: 30_000, validateStatus: () => true } as const;
		const { status } = await axios.request({ ...request, ...quietly });
		return status === 503 ? undefined : status;
	});
}

async function notesOf(stage: Stage) {
	const activities = await stage.sandbox.admin.activities();
	return activities.filter(({ description }) => String(description).startsWith('Alert sent'));
}

function middle(numbers: readonly number[]): number {
	return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
