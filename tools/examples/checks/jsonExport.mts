import { createHash, createHmac } from 'node:crypto';

import { startSftpServer, type SftpServer } from '../../../test/support/sftpServer.mts';
import { webhook } from '../../../test/workflows/support.mts';
import { sleep } from '../../common/wait.mts';
import { credentialsOf } from '../../n8n/api.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { ownExample } from '../own.mts';
import { filesWithMarkers, plantedCase } from '../planted.mts';
import { onStage, type Stage } from '../stage.mts';
import { cutNight, EXPORT_NODE, night, SETTLED_MS } from './exportNight.mts';
import { received, type Received } from './exportRecipient.mts';
import { toObjectStore } from './exportToS3.mts';

const EXAMPLE = 'json-export';
const VOLUMES = {
	small: { cases: 120, inOneSecond: 30, edited: 10, deleted: 3, cuts: 0 },
	full: { cases: 5_000, inOneSecond: 300, edited: 200, deleted: 12, cuts: 3 },
};

/** A recipient with a folder and a secret of its own, and the workflow that serves it. */
interface Recipient {
	readonly folder: string;
	readonly secret: string;
	readonly workflow: string;
}

export const jsonExport: Check = {
	example: EXAMPLE,
	async run(asked) {
		const volume = VOLUMES[asked.volume];
		return await onStage(asked, async (stage): Promise<Measured[]> => {
			const sftp = await startSftpServer(['/ministry', '/university']);
			try {
				const ministry = await publish(stage, sftp, '/ministry');
				const university = await publish(stage, sftp, '/university');
				const ids = await fill(stage, volume);

				for (let cut = 1; cut < volume.cuts; cut += 1) await cutNight(stage, ministry);
				sftp.breakAt('cases_export');
				const broken = await night(stage, ministry);
				sftp.spoil('cases_export');
				const spoiled = await night(stage, ministry);
				const before = received(sftp.files, ministry.folder);

				const editing = edit(stage, ids.slice(0, volume.edited));
				const first = await night(stage, ministry);
				await editing;
				const afterFirst = received(sftp.files, ministry.folder);
				for (const id of ids.slice(-volume.deleted)) await stage.others.delete(`/cases/${id}`);
				await sleep(SETTLED_MS);
				if (volume.cuts > 0) await cutNight(stage, ministry);
				const second = await night(stage, ministry);
				const afterSecond = received(sftp.files, ministry.folder);
				await night(stage, university);
				const other = received(sftp.files, university.folder);

				const compared = await compare(stage, ministry, afterSecond, volume);
				// It changes cases, so it comes last.
				const inBucket = await toObjectStore(stage, volume);

				const { broken: cutLines, spoiled: changedFiles } = sftp.done();
				const refused = cutLines === 1 && changedFiles === 1 && before.verified === 0;
				stage.sweep.look('files at the SFTP server', [
					...sftp.files.keys(),
					...sftp.files.values(),
				]);
				return [
					{
						promise: 'a broken line and a changed file end the night, and the place does not move',
						measured: `${broken}, ${spoiled}, ${before.verified} verified`,
						isMet: refused && broken === 'error' && spoiled === 'error',
					},
					{
						promise: 'the nights after it end well',
						measured: `${first}, ${second}`,
						isMet: first === 'success' && second === 'success',
					},
					...compared,
					exactly(
						'edited cases that came again under the same name',
						volume.edited,
						(await edited(stage, ministry)).filter(
							(name) => afterFirst.cases.has(name) && afterSecond.afterFirstNight.has(name),
						).length,
					),
					none(
						'names that the other recipient shares',
						[...other.cases.keys()].filter((name) => afterSecond.cases.has(name)).length,
					),
					exactly('cases of the other recipient', volume.cases - volume.deleted, other.cases.size),
					...inBucket,
					none(
						'files of n8n with anything personal',
						filesWithMarkers(stage.n8n.userFolder).length,
					),
				];
			} finally {
				await sftp.stop();
			}
		});
	},
};

async function publish(stage: Stage, sftp: SftpServer, folder: string): Promise<Recipient> {
	const { api } = stage;
	const secret = createHash('sha256').update(folder).digest('hex');
	const login = await stage.credential('apiKey');
	const recipient = await api.createCredential('openChsRecipientApi', folder, { secret });
	const server = await api.createCredential('sftp', folder, {
		host: '127.0.0.1',
		port: sftp.port,
		...sftp.login,
	});
	const path = folder.slice(1);
	const { id } = await api.createWorkflow(
		ownExample(EXAMPLE, {
			credentials: {
				[EXPORT_NODE]: { ...credentialsOf(login), ...credentialsOf(recipient) },
				'n8n-nodes-base.ftp': credentialsOf(server),
			},
			settings: { folder },
			parameters: { Export: { authentication: 'apiKey' } },
			instead: [{ ...webhook(path), name: 'Every Night' }],
			savesRuns: true,
		}),
	);
	await api.activate(id);
	return { folder, secret, workflow: id };
}

/** Cases of the last hours, some of them within one second. */
async function fill(
	{ sandbox }: Stage,
	{ cases, inOneSecond }: { cases: number; inOneSecond: number },
): Promise<number[]> {
	const ids: number[] = [];
	const hourAgo = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
	for (let n = 0; n < cases; n += 1) {
		const at = new Date(hourAgo - Math.max(0, n - inOneSecond) * 1_000).toISOString();
		const priority = ['low', 'medium', 'high'][n % 3] ?? 'low';
		const fields = { ...plantedCase(n), priority, created_at: at, updated_at: at };
		ids.push((await sandbox.admin.insertCase(fields)).id);
	}
	return ids;
}

async function edit({ others }: Stage, ids: readonly number[]): Promise<void> {
	for (const id of ids) await others.put(`/cases/${id}`, { priority: 'critical' });
}

/** The name of a case for a recipient, worked out apart from the package. */
function nameOf(id: number, { secret }: Recipient): string {
	const what = JSON.stringify(['case', 'demo', String(id)]);
	return createHmac('sha256', secret).update(what).digest('hex');
}

async function edited({ sandbox }: Stage, recipient: Recipient): Promise<string[]> {
	const cases = await sandbox.admin.cases();
	const critical = cases.filter(({ priority }) => priority === 'critical');
	return critical.map(({ id }) => nameOf(id, recipient));
}

/** What the recipient has by now, beside what the helpline has. */
async function compare(
	{ sandbox }: Stage,
	recipient: Recipient,
	{ cases, tombstones, damaged }: Received,
	volume: { deleted: number },
): Promise<Measured[]> {
	const source = (await sandbox.admin.cases()).filter(({ deleted_at }) => deleted_at === null);
	const names = new Map(source.map((row) => [nameOf(row.id, recipient), row]));
	const differing = [...names].filter(([name, row]) => {
		const there = cases.get(name);
		return (
			there !== undefined &&
			(there.priority !== row.priority ||
				there.status !== row.status ||
				there.category !== row.category)
		);
	});
	return [
		exactly('cases at the recipient', source.length, cases.size),
		none('missing', [...names.keys()].filter((name) => !cases.has(name)).length),
		none('too many', [...cases.keys()].filter((name) => !names.has(name)).length),
		none('with an old value', differing.length),
		exactly('tombstones', volume.deleted, tombstones.size),
		none('files that differ from their manifest', damaged),
	];
}
