import type { IDataObject } from 'n8n-workflow';

import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import { open } from './fakeServer';

const BYTES = Buffer.from('0123456789');

interface Served {
	attachments: IDataObject[];
	status?: number;
	headers?: IDataObject;
	body?: Buffer;
}

/** A server with one case that has files, and the address of each request for one. */
async function openFiles({ attachments, status = 200, headers = {}, body = BYTES }: Served) {
	const fetched: string[] = [];
	const opened = await open({
		httpRequest: async (_type, options) => {
			if (options.url.endsWith('/cases/1/attachments')) {
				return { statusCode: 200, headers: {}, body: JSON.stringify(attachments) };
			}
			fetched.push(options.url);
			const stream = (async function* () {
				yield body;
			})();
			return { statusCode: status, headers, body: stream };
		},
	});
	return { ...opened, fetched };
}

async function bytesOf(content: unknown): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of content as AsyncIterable<Uint8Array>) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}

const codeOf = async (work: Promise<unknown>) =>
	await work.then(
		() => 'done',
		(error: unknown) => reasonOf(error)?.code,
	);

const FILE = {
	id: 5,
	file_name: 'a.png',
	file_type: 'image',
	mime_type: 'image/png',
	file_size: 10,
	download_url: '/helpline/api/files/5',
};

describe('an attachment that is downloaded', () => {
	it.each([
		['/helpline/api/files/5', 'https://helpline.example/helpline/api/files/5'],
		['/files/5', 'https://helpline.example/helpline/api/files/5'],
		['files/5', 'https://helpline.example/helpline/api/files/5'],
		['https://helpline.example/store/5', 'https://helpline.example/store/5'],
		['//helpline.example/store/5', 'https://helpline.example/store/5'],
	])('from %s is fetched from its own server', async (download_url, url) => {
		const { helpline, fetched } = await openFiles({ attachments: [{ ...FILE, download_url }] });

		const { content, fileName, mimeType } = await helpline.downloadAttachment(1, '5', 0);

		expect(await bytesOf(content)).toBe('0123456789');
		expect({ fileName, mimeType, fetched }).toEqual({
			fileName: 'a.png',
			mimeType: 'image/png',
			fetched: [url],
		});
	});

	it.each(['https://elsewhere.example/5', '//elsewhere.example/5', 'http://helpline.example/5'])(
		'from %s is not fetched',
		async (download_url) => {
			const { helpline, fetched } = await openFiles({ attachments: [{ ...FILE, download_url }] });

			expect(await codeOf(helpline.downloadAttachment(1, 5, 0))).toBe('redirect');
			expect(fetched).toEqual([]);
		},
	);

	it.each([10, '10'])(
		'is counted against the size that the server tells: %j',
		async (file_size) => {
			const { helpline } = await openFiles({
				attachments: [{ ...FILE, file_size }],
				body: Buffer.from('short'),
			});
			const { content } = await helpline.downloadAttachment(1, 5, 0);

			expect(await codeOf(bytesOf(content))).toBe('no_connection');
		},
	);

	it.each([
		['text/html; charset=utf-8', 'image/png', 'unexpected_answer'],
		['application/json', 'image/png', 'unexpected_answer'],
		['application/xhtml+xml', 'image/png', 'done'],
		['text/html', 'text/html', 'done'],
		['application/json', 'application/json', 'done'],
		['application/octet-stream', 'image/png', 'done'],
		['', 'image/png', 'done'],
	])('that comes as %s for %s: %s', async (type, mime_type, end) => {
		const { helpline } = await openFiles({
			attachments: [{ ...FILE, mime_type }],
			headers: { 'content-type': type },
		});

		expect(await codeOf(helpline.downloadAttachment(1, 5, 0))).toBe(end);
	});

	it.each([
		[404, 'not_found'],
		[403, 'forbidden'],
		[500, 'server_error'],
	])('is not there when the server answers %i', async (status, code) => {
		const { helpline } = await openFiles({ attachments: [FILE], status });

		expect(await codeOf(helpline.downloadAttachment(1, 5, 0))).toBe(code);
	});

	it('that the case does not have, or that has no address, says so', async () => {
		const { helpline } = await openFiles({ attachments: [{ ...FILE, download_url: null }] });

		expect(await codeOf(helpline.downloadAttachment(1, 6, 0))).toBe('not_found');
		expect(await codeOf(helpline.downloadAttachment(1, 5, 0))).toBe('not_offered');
	});

	it('has a name though the server tells none', async () => {
		const { helpline } = await openFiles({ attachments: [{ id: 5, url: '/files/5' }] });

		expect(await helpline.downloadAttachment(1, 5, 0)).toMatchObject({
			fileName: 'attachment-5',
			mimeType: 'application/octet-stream',
		});
	});
});

describe('a recording', () => {
	const audio = (id: number, created_at: string) => ({
		...FILE,
		id,
		file_type: 'audio',
		download_url: `/files/${id}`,
		created_at,
	});
	const attachments = [
		audio(5, '2025-03-01T10:00:00Z'),
		audio(6, '2025-03-02T10:00:00Z'),
		{ ...FILE, id: 7, created_at: '2025-03-03T10:00:00Z' },
	];

	it.each([
		[null, '/files/6'],
		[5, '/files/5'],
		['5', '/files/5'],
	])('is the newest, or the one named: %j', async (id, path) => {
		const { helpline, fetched } = await openFiles({ attachments });

		await helpline.downloadRecording(1, id, 0);

		expect(fetched[0]?.endsWith(path)).toBe(true);
	});

	it.each([7, 8])('is not another file: %i', async (id) => {
		const { helpline } = await openFiles({ attachments });

		expect(await codeOf(helpline.downloadRecording(1, id, 0))).toBe('not_found');
	});
});
