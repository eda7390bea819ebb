import { startS3Server } from '../../../test/support/s3Server.mts';
import { webhook } from '../../../test/workflows/support.mts';
import { sleep } from '../../common/wait.mts';
import { credentialsOf } from '../../n8n/api.mts';
import { atLeast, exactly, none, type Measured } from '../check.mts';
import { ownExample } from '../own.mts';
import type { Stage } from '../stage.mts';
import { cutNight, EXPORT_NODE, night, SETTLED_MS } from './exportNight.mts';
import { received } from './exportRecipient.mts';

const FOLDER = 'archive';
const CHANGED = 7;

/** The workflow for an object store: two nights, the first one cut where there are cuts. */
export async function toObjectStore(stage: Stage, { cuts }: { cuts: number }): Promise<Measured[]> {
	const store = await startS3Server();
	try {
		const { api, sandbox, others } = stage;
		const login = await stage.credential('apiKey');
		const secret = 'a made-up secret for the object store';
		const recipient = await api.createCredential('openChsRecipientApi', FOLDER, { secret });
		const bucket = await api.createCredential('s3', FOLDER, {
			endpoint: store.url,
			region: 'us-east-1',
			...store.login,
			forcePathStyle: true,
			ignoreSSLIssues: false,
		});
		const { id: workflow } = await api.createWorkflow(
			ownExample('json-export', {
				file: 's3.workflow.json',
				credentials: {
					[EXPORT_NODE]: { ...credentialsOf(login), ...credentialsOf(recipient) },
					'n8n-nodes-base.s3': credentialsOf(bucket),
				},
				settings: { bucket: store.bucket, folder: FOLDER },
				parameters: { Export: { authentication: 'apiKey' } },
				instead: [{ ...webhook(FOLDER), name: 'Every Night' }],
				savesRuns: true,
			}),
		);
		await api.activate(workflow);
		const nightly = { folder: `/${FOLDER}`, workflow };
		if (cuts > 0) await cutNight(stage, nightly);
		const first = await night(stage, nightly);
		const afterFirst = received(store.files(), nightly.folder);

		const alive = (await sandbox.admin.cases()).filter(({ deleted_at }) => deleted_at === null);
		await sleep(SETTLED_MS);
		for (const { id } of alive.slice(0, CHANGED)) {
			await others.put(`/cases/${id}`, { category: 'health' });
		}
		await sleep(SETTLED_MS);
		const second = await night(stage, nightly);
		const afterSecond = received(store.files(), nightly.folder);
		stage.sweep.look('files in the object store', [...store.files()].flat());
		return [
			{
				promise: 'object store: both nights end well',
				measured: `${first}, ${second}`,
				isMet: first === 'success' && second === 'success',
			},
			exactly('object store: cases there', alive.length, afterSecond.cases.size),
			// A night that was cut after its last file has left one as well.
			atLeast('object store: verified manifests', 2, afterSecond.verified),
			none('object store: files that differ from their manifest', afterSecond.damaged),
			exactly(
				'object store: changed cases of the second night',
				CHANGED,
				[...afterSecond.afterFirstNight].filter(
					(name) => afterFirst.cases.get(name)?.category !== afterSecond.cases.get(name)?.category,
				).length,
			),
		];
	} finally {
		await store.stop();
	}
}
