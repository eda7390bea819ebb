import axios from 'axios';

import type { Fault } from '../../sandbox/faults.mts';
import { sleep, waitFor } from '../../common/wait.mts';
import { strikes, wasBad } from '../badDay.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { ownExample } from '../own.mts';
import { plantedCase } from '../planted.mts';
import { onStage, type Stage } from '../stage.mts';

const EXAMPLE = 'send-now';
const PATH = 'form/openchs-send-now';
const VOLUMES = { small: { times: 1, kills: 0 }, full: { times: 5, kills: 3 } };

/** What strikes a form each; the answer of the last one is lost after the case was made. */
const FAULTS: readonly Fault[] = [
	{ fault: 'rate-limit', seconds: 1, server: 'deployed', method: 'POST', times: 1 },
	{ fault: 'status', status: 503, server: 'deployed', times: 1 },
	{ fault: 'cut-before', server: 'deployed', times: 1 },
	{ fault: 'cut-after', server: 'deployed', method: 'POST', times: 1 },
];

export const sendNow: Check = {
	example: EXAMPLE,
	async run(asked) {
		const { times, kills } = VOLUMES[asked.volume];
		return await onStage(asked, async (stage): Promise<Measured[]> => {
			const workflow = await publish(stage);
			const pages: string[] = [];

			pages.push(await send(stage, 'No such category', 'wrong'));
			const ofWrong = (await stage.sandbox.admin.cases()).length;

			const titles: string[] = [];
			let struck = 0;
			for (let time = 0; time < times; time += 1) {
				for (const fault of [undefined, ...FAULTS]) {
					const title = `sent ${titles.length}`;
					titles.push(title);
					await stage.sandbox.admin.setFaults(fault ? [fault] : []);
					pages.push(await send(stage, CATEGORY, title));
					struck += await strikes(stage.sandbox);
				}
			}
			await stage.sandbox.admin.clearFaults();
			const waiting = (await stage.api.listExecutions(workflow)).length;
			const told = pages.filter((page) => /The number of the case is \S+\d/.test(page));

			let again = 0;
			for (let kill = 0; kill < kills; kill += 1) {
				const title = `cut ${kill}`;
				titles.push(title);
				if (await sendIntoPowerCut(stage, title)) again += 1;
			}

			const made = (await stage.sandbox.admin.cases()).map(({ title }) => titleIn(title));
			const count = (title: string) => made.filter((each) => each === title).length;
			stage.sweep.look('pages that the sender sees', pages);
			return [
				none('cases of a wrong form', ofWrong),
				none('runs that n8n keeps after the page at the end was shown', waiting),
				exactly(
					'forms that became one case',
					titles.length,
					titles.filter((title) => count(title) === 1).length,
				),
				exactly('pages that tell the number of the case', pages.length - 1, told.length),
				wasBad(times * FAULTS.length, struck),
				...(kills === 0 ? [] : [sentAgain(kills, again)]),
			];
		});
	},
};

const CATEGORY = 'Counselling > School';

async function publish({ api, n8n, credential }: Stage): Promise<string> {
	const { id } = await api.createWorkflow(
		ownExample(EXAMPLE, { login: { kind: 'login', credential: await credential('login') } }),
	);
	await api.activate(id);
	await opened(`${n8n.url}/${PATH}`);
	return id;
}

async function opened(address: string): Promise<void> {
	await waitFor('the form', 60, async () => {
		const { status } = await axios.get(address, quietly);
		return status === 200 ? true : undefined;
	});
}

const quietly = { proxy: false, timeout: 60_000, validateStatus: () => true } as const;

/** Sends a form, as a page in a browser does; the page that comes at the end. */
async function send(stage: Stage, category: string, title: string): Promise<string> {
	const address = await post(stage, category, title);
	const page = address && (await atTheEnd(address));
	if (!page) throw new Error('The form was not taken');
	return page;
}

/** Asks how it goes, as n8n's page does, until there is an end; nothing when the run broke off. */
async function atTheEnd(address: string): Promise<string | undefined> {
	const status = new URL(address);
	status.pathname += '/n8n-execution-status';
	const end = await waitFor('the page at the end', 180, async () => {
		const { data } = await axios.get<unknown>(status.href, quietly);
		return ['running', 'new', 'waiting'].includes(String(data)) ? undefined : String(data);
	});
	if (end !== 'form-waiting') return undefined;
	const { data } = await axios.get<string>(address, quietly);
	// The page at the end says by this that it was shown; until then n8n keeps the run.
	await axios.post(address, undefined, quietly);
	return data;
}

/** Where the page at the end will be, if n8n took the form. */
async function post({ n8n }: Stage, category: string, title: string): Promise<string | undefined> {
	const form = new FormData();
	for (const [n, answer] of answers(category, title).entries()) form.append(`field-${n}`, answer);
	const { data } = await axios.post<{ formWaitingUrl?: string }>(
		`${n8n.url}/${PATH}`,
		form,
		quietly,
	);
	return data.formWaitingUrl;
}

/** The power fails while the case is made; who sees a problem sends the form again. */
async function sendIntoPowerCut(stage: Stage, title: string): Promise<boolean> {
	const posted = post(stage, CATEGORY, title).catch(() => undefined);
	await sleep(50 + Math.random() * 400);
	await stage.powerCut();
	await opened(`${stage.n8n.url}/${PATH}`);
	const address = await posted;
	const page = address && (await atTheEnd(address));
	if (page) return false;
	await send(stage, CATEGORY, title);
	return true;
}

function sentAgain(kills: number, again: number): Measured {
	return {
		promise: 'power cuts, and forms that their sender had to send again',
		measured: `${kills}, ${again}`,
		isMet: again <= kills,
	};
}

function titleIn(title: string): string {
	return /(sent|cut|wrong)( \d+)?$/.exec(title)?.[0] ?? '';
}

/** In the order of the form's fields. */
function answers(category: string, title: string): string[] {
	const { description, reporter_name, reporter_phone } = plantedCase(1);
	return [
		`${description} ${title}`,
		description,
		category,
		'high',
		reporter_name,
		reporter_phone,
		'canary-7f3a@example.invalid',
		'35-59',
		'female',
		'Call back',
	];
}
