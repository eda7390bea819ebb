import { toDownload } from '../../../../nodes/shared/transport/download';
import { reasonOf } from '../../../../nodes/shared/transport/errors';
import { request } from '../../../../nodes/shared/transport/request';
import { readBinary, useFilesystemBinary, useMemoryBinary } from '../../../support/engine';
import type { HttpStub, Reply } from '../../../support/httpStub.mts';
import { htmlPage, redirect, startStub } from '../../../support/httpStub.mts';
import { startSecondHost } from '../../../support/secondHost.mts';
import type { DoorWork } from './doorNode';
import { READ, throughDoor } from './doorNode';

const BYTES = Buffer.from('0123456789');

/** Fetches a file and hands it to n8n's store, as a node does. */
const fetchFile =
	(expectedBytes: number | null): DoorWork =>
	async (connection, context, item) => {
		const answer = await request(connection, { ...READ, as: 'stream' }, item);
		if (answer.kind === 'lost' || answer.status !== 200) {
			return { end: answer.kind === 'lost' ? answer.how : answer.status };
		}
		const file = { fileName: 'a.bin', mimeType: 'application/octet-stream', expectedBytes };
		const download = toDownload(connection, answer.body, file, item);
		const data = await context.helpers.prepareBinaryData(
			download.content,
			download.fileName,
			download.mimeType,
		);
		return { json: { bytes: download.bytesRead() }, binary: { data }, pairedItem: { item } };
	};

describe.each(['memory', 'filesystem'])('a download into the %s of n8n', (mode) => {
	let server: HttpStub | undefined;

	beforeEach(async () => {
		if (mode === 'filesystem') await useFilesystemBinary();
		else useMemoryBinary();
	});

	afterEach(async () => {
		useMemoryBinary();
		await server?.stop();
	});

	const fetched = async (reply: Reply | Reply[], expectedBytes: number | null) => {
		server = await startStub(reply);
		const run = await throughDoor(server.url, fetchFile(expectedBytes));
		const [item] = run.outputs[0] ?? [];
		return { run, item, reason: reasonOf(run.thrown[0])?.code };
	};

	it.each<[string, Reply, number | null]>([
		['whole', { body: BYTES }, 10],
		['of a size that nobody told', { body: BYTES }, null],
		['in small pieces', { body: BYTES, drip: { bytes: 3, everyMilliseconds: 1 } }, 10],
	])('arrives %s, and is counted', async (_name, reply, expected) => {
		const { item } = await fetched(reply, expected);

		const file = item?.binary?.data;
		expect(item?.json.bytes).toBe(10);
		expect(file && (await readBinaryOf(file)).toString()).toBe('0123456789');
	});

	const readBinaryOf = async (file: Parameters<typeof readBinary>[0]) =>
		file.id ? await readBinary(file) : Buffer.from(file.data, 'base64');

	it('of no bytes arrives where none were told', async () => {
		const { item, reason } = await fetched({ body: '' }, 0);

		expect(reason).toBeUndefined();
		expect(item?.json.bytes).toBe(0);
	});

	it.each<[string, Reply, number | null, string]>([
		['too short', { body: BYTES }, 11, 'no_connection'],
		['too long', { body: BYTES }, 9, 'unexpected_answer'],
		['empty', { body: '' }, 10, 'no_connection'],
		['empty, of a size that nobody told', { body: '' }, null, 'unexpected_answer'],
		['cut in the middle', { body: BYTES, cut: 'inBody' }, null, 'no_connection'],
	])('that comes %s is never taken for the file', async (_name, reply, expected, code) => {
		const { item, reason } = await fetched(reply, expected);

		expect(item).toBeUndefined();
		expect(reason).toBe(code);
	});
});

describe('a download that is not one', () => {
	it('is asked again after an error, and its page is let go', async () => {
		const big = { status: 503, body: 'x'.repeat(1_000_000) };
		const server = await startStub([big, big, { body: BYTES }]);

		const run = await throughDoor(server.url, fetchFile(10));

		expect(run.outputs[0]?.[0]?.json).toEqual({ bytes: 10 });
		expect(server.requests).toHaveLength(3);
		await server.stop();
	});

	it.each([404, 403, 500])(
		'ends with the status %i, and keeps no connection open',
		async (status) => {
			const server = await startStub({ status, body: 'x'.repeat(20_000_000) });

			const run = await throughDoor(server.url, fetchFile(10));

			expect(run.outputs[0]?.[0]?.json).toEqual({ end: status });
			await settled(() => server.openConnections() === 0);
			expect(server.openConnections()).toBe(0);
			await server.stop();
		},
	);

	it('is not fetched from another host', async () => {
		const second = await startSecondHost();
		const server = await startStub(redirect(`${second.url}/a.bin`));

		const run = await throughDoor(server.url, fetchFile(10));

		expect(reasonOf(run.thrown[0])?.code).toBe('redirect');
		expect(second.requests).toEqual([]);
		await Promise.all([server.stop(), second.stop()]);
	});

	it('is no stream at all', async () => {
		const server = await startStub(htmlPage());

		const run = await throughDoor(server.url, async (connection, context, item) => {
			const file = { fileName: 'a', mimeType: 'text/plain', expectedBytes: null };
			const { content } = toDownload(connection, 'text', file, item);
			await context.helpers.prepareBinaryData(content, 'a', 'text/plain');
			return {};
		});

		expect(reasonOf(run.thrown[0])?.code).toBe('unexpected_answer');
		await server.stop();
	});

	/** Sockets close in a later turn of the loop; a request of our own takes that long. */
	async function settled(isDone: () => boolean): Promise<void> {
		const other = await startStub({ body: {} });
		for (let turn = 0; turn < 50 && !isDone(); turn++) {
			await throughDoor(other.url, async (connection, _context, item) => {
				await request(connection, READ, item);
				return {};
			});
		}
		await other.stop();
	}
});
