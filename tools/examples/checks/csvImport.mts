import axios from 'axios';

import { madeUpFile } from '../../../test/support/csvFile.mts';
import {
	partsOf,
	startSmtpSink,
	textOfFirstPart,
	type SmtpSink,
} from '../../../test/support/smtpSink.mts';
import { waitFor } from '../../common/wait.mts';
import { credentialsOf } from '../../n8n/api.mts';
import { badDay, strikes, wasBad } from '../badDay.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { ownExample } from '../own.mts';
import { MARKER } from '../planted.mts';
import { onStage, type Stage } from '../stage.mts';

const EXAMPLE = 'csv-import';
const PATH = 'openchs-csv-import';
const VOLUMES = {
	small: { rows: 30, wrong: 9, cutAt: [] },
	full: { rows: 1_000, wrong: 37, cutAt: [400, 700] },
};
const LIMIT_SECONDS = 600;
/** On a bad day a row may be left for another run. */
const MOST_RUNS = 10;

export const csvImport: Check = {
	example: EXAMPLE,
	async run(asked) {
		const { rows, wrong, cutAt } = VOLUMES[asked.volume];
		return await onStage(asked, async (stage): Promise<Measured[]> => {
			const { admin } = stage.sandbox;
			const sink = await startSmtpSink();
			try {
				await publish(stage, sink);
				const { text } = madeUpFile(rows, wrong, { mark: MARKER });
				const mended = madeUpFile(rows, 0, { mark: MARKER }).text;
				const casesNow = async () => (await admin.cases()).length;

				const asking = await upload(stage, sink, text);
				const beforeApproval = await casesNow();
				// Whoever is asked may take a day; n8n is started anew meanwhile.
				if (cutAt.length > 0) await stage.powerCut();
				await admin.setFaults(
					badDay('published'),
				);
				const runs = await importUntilDone(stage, sink, {
					text,
					button: asking,
					cutAt,
					good: rows - wrong,
				});
				const struck = await strikes(stage.sandbox);
				await admin.clearFaults();

				const report = await approve(sink, await upload(stage, sink, text));
				const afterAll = await casesNow();
				const again = await approve(sink, await upload(stage, sink, text));
				const afterAgain = await casesNow();
				await approve(sink, await upload(stage, sink, mended));
				stage.sweep.look('mails, with the reports', sink.mails.flatMap(partsOf));

				return [
					none('cases before somebody approved', beforeApproval),
					wasBad(rows / 20, struck),
					exactly(
						`cases after the bad day, ${cutLine(cutAt)}, in ${runs} runs`,
						rows - wrong,
						afterAll,
					),
					exactly('rows to fix, as the mail tells', wrong, counted(report, 'To fix')),
					none('cases that the same file again added', afterAgain - afterAll),
					none('imported by that run, as the mail tells', counted(again, 'Imported')),
					exactly('cases after the rows were mended', rows, await casesNow()),
					exactly('numbers of the file, each once', rows, (await numbers(stage)).size),
				];
			} finally {
				await sink.stop();
			}
		});
	},
};

function cutLine(cutAt: readonly number[]): string {
	if (cutAt.length === 0) return 'without a kill';
	return `killed while somebody was asked, and after ${cutAt.join(' and ')} rows`;
}

interface Import {
	readonly text: string;
	/** Of the first question. */
	readonly button: number;
	/** After so many rows the power fails. */
	readonly cutAt: readonly number[];
	readonly good: number;
}

/** The same file again until every row is done, as the page of the example says; how often that was. */
async function importUntilDone(
	stage: Stage,
	sink: SmtpSink,
	{ text, button, cutAt, good }: Import,
): Promise<number> {
	const cuts = [...cutAt];
	let question = button;
	for (let run = 1; run <= MOST_RUNS; run += 1) {
		const before = sink.mails.length;
		await press(sink, question);
		const end = await waitFor('the report, or the rows so far', LIMIT_SECONDS, async () => {
			if (sink.mails.length > before) return 'report';
			const made = (await stage.sandbox.admin.cases()).length;
			return cuts[0] !== undefined && made >= cuts[0] ? 'cut' : undefined;
		});
		if (end === 'cut') {
			cuts.shift();
			await stage.powerCut();
		} else {
			const report = textOfFirstPart(sink.mails[before] ?? { raw: '' });
			if (counted(report, 'Imported') + counted(report, 'Already there') >= good) return run;
		}
		question = await upload(stage, sink, text);
	}
	throw new Error(`Not every row was done after ${MOST_RUNS} runs`);
}

/** The numbers that the cases have from the file, wherever the server keeps them. */
async function numbers({ sandbox }: Stage): Promise<Set<string>> {
	const cases = await sandbox.admin.cases();
	return new Set(
		cases.map((row) => /\bOLD-\d+\b/.exec(JSON.stringify(row))?.[0] ?? `case ${row.id}`),
	);
}

async function publish({ n8n, api, credential }: Stage, { port }: SmtpSink): Promise<void> {
	const mail = await api.createCredential('smtp', 'Mail', {
		host: '127.0.0.1',
		port,
		secure: false,
		disableStartTls: true,
	});
	const { id } = await api.createWorkflow(
		ownExample(EXAMPLE, {
			login: { kind: 'apiKey', credential: await credential('apiKey') },
			credentials: { 'n8n-nodes-base.emailSend': credentialsOf(mail) },
		}),
	);
	await api.activate(id);
	await waitFor('the page', 60, async () => {
		const { status } = await axios.get(`${n8n.url}/form/${PATH}`, {
			proxy: false,
			validateStatus: () => true,
		});
		return status === 200 ? true : undefined;
	});
}

/** Sends the file; the number of mails when somebody is asked. */
async function upload({ n8n }: Stage, sink: SmtpSink, text: string): Promise<number> {
	const before = sink.mails.length;
	const form = new FormData();
	form.append('field-0', new Blob([text], { type: 'text/csv' }), 'cases.csv');
	await axios.post(`${n8n.url}/form/${PATH}`, form, { proxy: false });
	await waitFor('the question', LIMIT_SECONDS, () =>
		sink.mails.length > before ? true : undefined,
	);
	return before;
}

/** Presses the button of the mail; the mail that comes at the end. */
async function approve(sink: SmtpSink, question: number): Promise<string> {
	const before = sink.mails.length;
	await press(sink, question);
	await waitFor('the report', LIMIT_SECONDS, () => (sink.mails.length > before ? true : undefined));
	return textOfFirstPart(sink.mails[before] ?? { raw: '' });
}

async function press(sink: SmtpSink, question: number): Promise<void> {
	const mail = sink.mails[question];
	const html = (mail?.raw ?? '').replace(/=\n/g, '').replace(/=3D/g, '=');
	const address = /href="([^"]*approved=true[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
	if (!address) throw new Error('The mail has no button to approve');
	const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x64; rv:140.0) Gecko/20100101' };
	// The mail goes out a moment before the run sleeps; until then n8n says 409.
	await waitFor('the button to work', 60, async () => {
		const quietly = { proxy: false, headers, validateStatus: () => true } as const;
		const { status } = await axios.get(address, quietly);
		if (status >= 400 && status !== 409) throw new Error(`The button answered ${status}`);
		return status < 400 ? true : undefined;
	});
}

function counted(report: string, name: string): number {
	return Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(report)?.[1] ?? Number.NaN);
}
