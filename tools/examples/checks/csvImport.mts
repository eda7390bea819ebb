import axios from 'axios';

import { madeUpFile } from '../../../test/support/csvFile.mts';
import { startSmtpSink, textOfFirstPart, type SmtpSink } from '../../../test/support/smtpSink.mts';
import { waitFor } from '../../common/wait.mts';
import { credentialsOf } from '../../n8n/api.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { ownExample } from '../own.mts';
import { holdsMarker } from '../planted.mts';
import { onStage, type Stage } from '../stage.mts';

const EXAMPLE = 'csv-import';
const PATH = 'openchs-csv-import';
const VOLUMES = { small: { rows: 30, wrong: 9 }, full: { rows: 1_000, wrong: 37 } };
const LIMIT_SECONDS = 240;

export const csvImport: Check = {
	example: EXAMPLE,
	async run(asked) {
		const { rows, wrong } = VOLUMES[asked.volume];
		return await onStage(asked, async (stage): Promise<Measured[]> => {
			const sink = await startSmtpSink();
			try {
				await publish(stage, sink);
				const { text } = madeUpFile(rows, wrong);
				const casesNow = async () => (await stage.sandbox.admin.cases()).length;

				const asking = await upload(stage, sink, text);
				const beforeApproval = await casesNow();
				const report = await approve(sink, asking);
				const afterFirst = await casesNow();
				const again = await approve(sink, await upload(stage, sink, text));

				return [
					none('cases before somebody approved', beforeApproval),
					exactly('cases after the import', rows - wrong, afterFirst),
					none('cases that the same file again added', (await casesNow()) - afterFirst),
					exactly('rows to fix, as the mail tells', wrong, counted(report, 'To fix')),
					none('imported by the second run, as the mail tells', counted(again, 'Imported')),
					none(
						'mails with anything personal',
						sink.mails.filter(({ raw }) => holdsMarker(raw)).length,
					),
				];
			} finally {
				await sink.stop();
			}
		});
	},
};

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
	await waitFor('the report', LIMIT_SECONDS, () =>
		sink.mails.length > question + 1 ? true : undefined,
	);
	return textOfFirstPart(sink.mails[question + 1] ?? { raw: '' });
}

function counted(report: string, name: string): number {
	return Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(report)?.[1] ?? Number.NaN);
}
