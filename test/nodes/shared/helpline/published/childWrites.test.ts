import type { CaseKey } from '../../../../../nodes/shared/record/externalKey';
import { defaultKey } from '../../../../../nodes/shared/record/externalKey';
import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import { FilePart } from '../../../../../nodes/shared/transport/multipart';
import { findMarker, planted } from '../../../../support/markers';
import type { Fault } from './fakeServer';
import { FakeServer, open } from './fakeServer';

type Helpline = Awaited<ReturnType<typeof open>>['helpline'];
type Table = 'activities' | 'communications' | 'attachments';

const CONTENT = 'c'.repeat(24);
const keyOf = (execution = '17', isRetry = false): CaseKey =>
	defaultKey(CONTENT, execution, isRetry);
const mapped = (key: string): CaseKey => ({ key, isMapped: true, content: null, isRetry: false });

const file = (text = 'abc') =>
	new FilePart(text.length, 'a.txt', 'text/plain', async () =>
		(async function* () {
			yield Buffer.from(text);
		})(),
	);

interface Kind {
	table: Table;
	post: string;
	list: string;
	write: (
		helpline: Helpline,
		caseId: string | number,
		key: CaseKey,
	) => Promise<{ outcome: string }>;
}

const KINDS: Kind[] = [
	{
		table: 'activities',
		post: 'POST /cases/*/activities',
		list: 'GET /cases/*/activities',
		write: async (helpline, caseId, key) =>
			await helpline.addActivity(caseId, { activity_type: 'note', description: 'Words' }, key, 0),
	},
	{
		table: 'communications',
		post: 'POST /communications',
		list: 'GET /cases/*/communications',
		write: async (helpline, caseId, key) =>
			await helpline.logCommunication(
				caseId,
				{ contact_type: 'sms', direction: 'inbound', message: 'Words' },
				key,
				0,
			),
	},
	{
		table: 'attachments',
		post: 'POST /cases/*/attachments',
		list: 'GET /cases/*/attachments',
		write: async (helpline, caseId, key) =>
			await helpline.uploadAttachment(
				caseId,
				file(),
				{ file_type: 'document', description: 'Words' },
				key,
				0,
			),
	},
];

const SAVED: Fault[] = [
	'html after',
	'empty after',
	'half after',
	'no id after',
	'500 after',
	'502 after',
	'cut after',
	'timeout after',
	'timeout, late',
];
const NOT_SAVED: Fault[] = ['html', '500', 'cut before', 'timeout', 'refused connection'];

const codeOf = async (work: Promise<unknown>) =>
	await work.then(
		() => 'done',
		(error: unknown) => reasonOf(error)?.code,
	);

describe.each(KINDS.map((kind) => [kind.table, kind] as const))('%s of a case', (_name, kind) => {
	const { table, post, list, write } = kind;

	const start = async (settings = {}, account?: string) => {
		const server = new FakeServer();
		const { id } = server.addCase();
		const { helpline } = await open(server, settings, account);
		return { server, helpline, id: id as number };
	};

	it('are written with one request, and carry the key', async () => {
		const { server, helpline, id } = await start();

		const written = await write(helpline, id, mapped('note-1'));
		const again = await open(server);
		await write(again.helpline, id, mapped('note-2'));

		expect(written.outcome).toBe('created');
		expect(server.below[table]).toHaveLength(2);
		expect(JSON.stringify(server.below[table][0])).toContain('note-1');
	});

	it('do not look first with a default key', async () => {
		const { server, helpline, id } = await start();

		await write(helpline, id, keyOf());

		expect(server.asked).toHaveLength(1);
	});

	it.each(SAVED)('are found after "%s", and written once', async (fault) => {
		const { server, helpline, id } = await start();
		server.meet(post, fault);

		const written = await write(helpline, id, keyOf());

		expect(written.outcome).toBe('created');
		expect(server.below[table]).toHaveLength(1);
		expect(server.seen(post)).toHaveLength(1);
	});

	it.each(NOT_SAVED)('are looked for after "%s", and written again', async (fault) => {
		const { server, helpline, id } = await start();
		server.meet(post, fault);

		await write(helpline, id, keyOf());

		expect(server.below[table]).toHaveLength(1);
		expect(server.seen(post)).toHaveLength(2);
	});

	it('are never written again when they cannot be looked for', async () => {
		const { server, helpline, id } = await start();
		server.meet(post, 'cut after').meet(list, '500', '500', '500');

		expect(await codeOf(write(helpline, id, keyOf()))).toBe('unclear_outcome');
		expect(server.seen(post)).toHaveLength(1);
	});

	it("are not repeated under a person's key", async () => {
		const { server, helpline, id } = await start();
		await write(helpline, id, mapped('note-1'));

		const other = await open(server);
		const written = await write(other.helpline, id, mapped('note-1'));

		expect(written.outcome).toBe('already_there');
		expect(server.below[table]).toHaveLength(1);
	});

	it('are not repeated when n8n runs the node again', async () => {
		const { server, helpline, id } = await start({}, `again-${table}`);
		await write(helpline, id, keyOf());

		const again = await open(server, {}, `again-${table}`);
		const written = await write(again.helpline, id, keyOf());

		expect(written.outcome).toBe('already_there');
		expect(server.below[table]).toHaveLength(1);
	});

	it('are not repeated when a stored execution is run again', async () => {
		const { server, helpline, id } = await start();
		await write(helpline, id, keyOf('17'));

		const retry = await open(server);
		const written = await write(retry.helpline, id, keyOf('18', true));

		expect(written.outcome).toBe('already_there');
		expect(server.below[table]).toHaveLength(1);
	});

	it('are written again in another ordinary run, and to another case', async () => {
		const { server, helpline, id } = await start();
		const other = server.addCase();
		await write(helpline, id, keyOf('17'));

		await write(helpline, id, keyOf('18'));
		await write(helpline, other.id as number, keyOf('17'));

		expect(server.below[table]).toHaveLength(3);
	});

	it('carry no key where it is kept nowhere, are not repeated, and are unclear when they are', async () => {
		const settings = { externalKeyPlace: 'nowhere' };
		const { server, helpline, id } = await start(settings, `nowhere-${table}`);
		await write(helpline, id, keyOf('17'));
		server.meet(post, 'cut after');
		const unclear = await codeOf(write(helpline, id, keyOf('18')));

		const again = await open(server, settings, `nowhere-${table}`);

		expect((await write(again.helpline, id, keyOf('17'))).outcome).toBe('already_there');
		expect(unclear).toBe('unclear_outcome');
		expect(await codeOf(write(again.helpline, id, keyOf('18')))).toBe('unclear_outcome');
		expect(JSON.stringify(server.below[table])).not.toContain('External-Ref');
		expect(server.seen(post)).toHaveLength(2);
	});

	it('say that the case is not there', async () => {
		const { helpline } = await start();

		const error = await write(helpline, 5, keyOf()).catch((each: unknown) => each);

		expect(reasonOf(error)).toMatchObject({ code: 'not_found', field: 'id' });
	});

	it.each([404, 405, 501])('say that this server has no such call: %i', async (status) => {
		const server = new FakeServer({ lacks: { [post]: status } });
		const { id } = server.addCase();
		const { helpline } = await open(server);

		const error = await write(helpline, id as number, keyOf()).catch((each: unknown) => each);

		expect(reasonOf(error)?.code).toBe('not_offered');
		expect(reasonOf(error)?.message).toMatch(/not offered by this OpenCHS/);
	});

	it.each([404, 405, 501])('say that this server has no such list, once: %i', async (status) => {
		const server = new FakeServer({ lacks: { [list]: status } });
		const { id } = server.addCase();
		const { helpline } = await open(server);
		const read = async () =>
			await (table === 'activities'
				? helpline.listActivities(id as number, undefined, 0)
				: table === 'communications'
					? helpline.listCommunications(id as number, 'all', undefined, 0)
					: helpline.listAttachments(id as number, undefined, 0));

		expect([await codeOf(read()), await codeOf(read())]).toEqual(['not_offered', 'not_offered']);
		expect(server.seen(list)).toHaveLength(1);
	});

	it.each<Fault>(['400', '500', 'cut after', 'html after', 'timeout'])(
		'leave nothing of their words in an error: "%s"',
		async (fault) => {
			const { server, helpline, id } = await start();
			server.meet(post, fault, fault, fault).meet(list, '500', '500', '500');
			const ends = await Promise.all(
				[
					helpline.addActivity(
						id,
						{ activity_type: 'note', description: planted('note') },
						keyOf(),
						0,
					),
					helpline.logCommunication(id, { message: planted('message') }, keyOf(), 0),
					helpline.uploadAttachment(
						id,
						file(planted('file')),
						{ file_type: 'other', description: planted('description') },
						keyOf(),
						0,
					),
				].map(async (work) => await work.catch((error: unknown) => error)),
			);

			expect(findMarker(ends.filter((end) => end instanceof Error))).toEqual([]);
		},
	);
});

describe('the lists below a case', () => {
	it('show words without the reference line, and the key beside them', async () => {
		const server = new FakeServer();
		const { id } = server.addCase();
		const { helpline } = await open(server);
		await helpline.addActivity(
			id as number,
			{ activity_type: 'note', description: 'Words' },
			mapped('note-1'),
			0,
		);

		const { found, total } = await helpline.listActivities(id as number, undefined, 0);

		expect(total).toBe(1);
		expect(found[0]?.record).toMatchObject({
			activity_type: 'note',
			description: 'Words',
			external_key: 'note-1',
		});
		expect(found[0]?.raw.description).toBe('Words\n\nExternal-Ref: note-1');
	});

	it.each([
		['all', ['call', 'sms', 'whatsapp']],
		['calls', ['call']],
		['messages', ['sms', 'whatsapp']],
	] as const)('choose communications by type: %s', async (type, kinds) => {
		const server = new FakeServer();
		const { id } = server.addCase();
		const { helpline } = await open(server);
		for (const contact_type of ['call', 'sms', 'whatsapp']) {
			await helpline.logCommunication(id as number, { contact_type }, keyOf(contact_type), 0);
		}

		const { found } = await helpline.listCommunications(id as number, type, undefined, 0);

		expect(found.map(({ record }) => record.contact_type)).toEqual(kinds);
	});

	it('keep members that nobody knows in raw, and stop at the limit', async () => {
		const server = new FakeServer();
		const { id } = server.addCase();
		server.below.activities = Array.from({ length: 150 }, (_, index) => ({
			id: index + 1,
			case_id: String(id),
			colour: 'green',
		}));
		const { helpline } = await open(server);

		const some = await helpline.listActivities(id as number, 3, 0);
		const all = await helpline.listActivities(id as number, undefined, 0);

		expect(some.found.map(({ record }) => record.id)).toEqual([1, 2, 3]);
		expect(all.found).toHaveLength(150);
		expect(all.found[0]?.raw.colour).toBe('green');
		expect(all.found[0]?.record.colour).toBeUndefined();
	});
});

describe('an attachment', () => {
	it('is another one when the file is another, also under the same key', async () => {
		const server = new FakeServer();
		const { id } = server.addCase();
		const { helpline } = await open(server);
		const upload = async (text: string) =>
			await helpline.uploadAttachment(
				id as number,
				file(text),
				{ file_type: 'document', description: '' },
				mapped('form-1'),
				0,
			);

		const outcomes = [await upload('one'), await upload('two'), await upload('one')];

		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'already_there']);
		expect(server.below.attachments).toHaveLength(2);
	});
});
