import { fileType } from '../../../../nodes/OpenChs/actions/attachment/fileType';
import { inputFile } from '../../../../nodes/OpenChs/actions/attachment/inputFile';
import { OpenChs } from '../../../../nodes/OpenChs/OpenChs.node';
import type { FilePart } from '../../../../nodes/shared/transport/multipart';
import { buildContext } from '../../../support/context';
import { findMarker } from '../../../support/markers';
import { inputItem } from '../everyOperation';
import { picked, runOperation } from '../runOperation';

jest.mock('../../../../nodes/shared/helpline/client');

const UPLOAD = { resource: 'attachment', operation: 'upload', caseId: picked(7) };
const DOWNLOAD = {
	resource: 'attachment',
	operation: 'download',
	caseId: picked(7),
	attachmentId: '13',
};

async function textOf(file: FilePart): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of file.stream()) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}

describe('Upload', () => {
	it('sends the file with its name, type and size', async () => {
		const { helpline } = await runOperation(
			{ ...UPLOAD, description: 'Letter' },
			{ items: [inputItem()] },
		);

		const [caseId, file, attachment] = helpline.uploadAttachment.mock.calls[0] ?? [];
		expect(caseId).toBe('7');
		expect(file).toMatchObject({ name: 'letter.pdf', type: 'application/pdf', size: 4 });
		expect(await textOf(file as FilePart)).toBe('file');
		expect(attachment).toEqual({ file_type: 'document', description: 'Letter' });
	});

	it('gives the file another name when told to', async () => {
		const { helpline } = await runOperation(
			{ ...UPLOAD, options: { fileName: 'other.pdf' } },
			{ items: [inputItem()] },
		);

		expect(helpline.uploadAttachment.mock.calls[0]?.[1]).toMatchObject({ name: 'other.pdf' });
	});

	it('says that there is no file in the field', async () => {
		const run = runOperation({ ...UPLOAD, binaryPropertyName: 'photo' }, { items: [inputItem()] });

		await expect(run).rejects.toThrow(
			"There is no file in the field named in 'Input Binary Field' [item 0]",
		);
	});

	it('opens a stored file anew for each time it is sent', async () => {
		const { context } = uploadContext(4);

		const file = await inputFile.call(context, 0);

		expect([await textOf(file), await textOf(file)]).toEqual(['file', 'file']);
	});

	it('refuses a stored file over the limit before anything is read', async () => {
		const { context, getBinaryStream } = uploadContext(100 * 1024 * 1024 + 1);

		await expect(inputFile.call(context, 0)).rejects.toThrow('larger than the 100 MB');
		expect(getBinaryStream).not.toHaveBeenCalled();
	});

	function uploadContext(fileSize: number) {
		const item = inputItem();
		const items = [{ ...item, binary: { data: { ...item.binary.data, id: 'stored:1' } } }];
		const { context } = buildContext({ nodeType: OpenChs, parameters: UPLOAD, items });
		const getBinaryStream = jest.fn(async () => [Buffer.from('fi'), Buffer.from('le')]);
		Object.assign(context.helpers, {
			getBinaryMetadata: async () => ({ fileSize }),
			getBinaryStream,
		});
		return { context, getBinaryStream };
	}
});

describe('the kind of a file', () => {
	it.each([
		['auto', 'audio/ogg', 'audio'],
		['auto', 'image/png', 'image'],
		['auto', 'text/csv', 'document'],
		['auto', 'application/vnd.oasis.opendocument.text', 'document'],
		['auto', 'application/zip', 'other'],
		['image', 'application/pdf', 'image'],
	])('%s with %s is %s', (chosen, mimeType, expected) => {
		expect(fileType(chosen, mimeType)).toBe(expected);
	});
});

describe('Download', () => {
	it('puts the file by reference beside what is known about it', async () => {
		const { items, helpline } = await runOperation({ ...DOWNLOAD, binaryPropertyName: 'letter' });

		expect(helpline.downloadAttachment).toHaveBeenCalledWith('7', '13', 0);
		expect(items[0]?.json).toMatchObject({
			id: '13',
			case_id: '7',
			mime_type: 'application/pdf',
			file_size: 4,
			binary_field: 'letter',
		});
		expect(items[0]?.binary?.letter).toMatchObject({ mimeType: 'application/pdf' });
	});

	it('gives the file a neutral name when personal fields are left out', async () => {
		const { items } = await runOperation({ ...DOWNLOAD, options: { leaveOutPersonal: true } });

		expect(items[0]?.binary?.data?.fileName).toBe('case-7-file-13.pdf');
		expect(findMarker(items[0]?.json)).toEqual([]);
	});

	it('asks which attachment', async () => {
		const run = runOperation({ ...DOWNLOAD, attachmentId: '' });

		await expect(run).rejects.toThrow("'Attachment ID' is empty [item 0]");
	});

	it.each([
		['Download', DOWNLOAD],
		[
			'Download Recording',
			{ resource: 'communication', operation: 'downloadRecording', caseId: picked(7) },
		],
	])("'%s' is not open to AI tools by itself", async (label, parameters) => {
		const run = runOperation(parameters, { isTool: true });

		await expect(run).rejects.toThrow(`'${label}' is not open to AI tools [item 0]`);
	});

	it.each([
		['the newest recording', '', null],
		['the recording that is named', ' 77 ', '77'],
	])('fetches %s, whatever the login', async (_what, recordingId, asked) => {
		for (const authentication of ['login', 'apiKey']) {
			const { helpline } = await runOperation({
				authentication,
				resource: 'communication',
				operation: 'downloadRecording',
				caseId: picked(7),
				recordingId,
			});

			expect(helpline.downloadRecording).toHaveBeenCalledWith('7', asked, 0);
		}
	});
});
