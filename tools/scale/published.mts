import axios from 'axios';

import type { SandboxProcess } from '../../test/support/sandbox.mts';
import type { SmtpSink } from '../../test/support/smtpSink.mts';
import type { Dialect } from '../chaos/commandLine.mts';
import type { ImportFile } from '../chaos/import/expected.mts';
import { makeCredential } from '../chaos/realN8n/credential.mts';
import { waitFor } from '../common/wait.mts';
import { ownExample } from '../examples/own.mts';
import { credentialsOf, type N8nApi } from '../n8n/api.mts';

const EXAMPLE = 'scale-out';
/** Two of them in one n8n would answer at the same address. */
const PAGE = 'form/openchs-scale-out';
const START_SECONDS = 60;

export interface Choices {
	readonly dialect: Dialect;
	readonly sandbox: SandboxProcess;
	readonly mails: SmtpSink;
	readonly parts: number;
	readonly values: ImportFile['values'];
}

export interface Published {
	/** Of the workflow. */
	readonly id: string;
	/** What a person does at the page. */
	send(text: string): Promise<void>;
	/** The page is free for another one. */
	end(): Promise<void>;
}

/** The example as a person gets it going; its runs are stored, so that a test can read them. */
export async function publishExample(
	api: N8nApi,
	{ url }: { readonly url: string },
	{ dialect, sandbox, mails, parts, values }: Choices,
): Promise<Published> {
	const kind = dialect === 'published' ? 'apiKey' : 'login';
	const credential = await makeCredential(api, sandbox, dialect, `scale-${dialect}`);
	const mail = await api.createCredential('smtp', 'Mail', {
		host: '127.0.0.1',
		port: mails.port,
		secure: false,
		disableStartTls: true,
	});
	const own = await api.createCredential('httpHeaderAuth', 'Parts', {
		name: 'x-part-key',
		value: 'a made-up key',
	});
	const { id } = await api.createWorkflow(
		ownExample(EXAMPLE, {
			login: { kind, credential },
			credentials: {
				'n8n-nodes-base.emailSend': credentialsOf(mail),
				'n8n-nodes-base.httpRequest': credentialsOf(own),
				'n8n-nodes-base.webhook': credentialsOf(own),
			},
			settings: { parts, part_url: `${url}/webhook/openchs-import-part` },
			parameters: { Import: { values } },
			savesRuns: true,
		}),
	);
	await api.activate(id);
	await waitFor('the page', START_SECONDS, async () => {
		const quietly = { proxy: false, validateStatus: () => true } as const;
		const { status } = await axios.get(`${url}/${PAGE}`, quietly);
		return status === 200 ? true : undefined;
	});
	return {
		id,
		send: async (text) => {
			const form = new FormData();
			form.append('field-0', new Blob([text], { type: 'text/csv' }), 'cases.csv');
			await axios.post(`${url}/${PAGE}`, form, { proxy: false });
		},
		end: async () => await api.deactivate(id),
	};
}
