import type { IDataObject } from 'n8n-workflow';

import { FilePart } from '../../../../../nodes/shared/transport/multipart';
import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import { recording } from '../../../../support/recordings.mts';
import type { Asked, Reply, Server } from './door';
import { caseRow, helplineOver, keyOf, rowsOf, wholeCase } from './door';

const ITEM = 1;
const CASE = '100001';

async function refusal(promise: Promise<unknown>) {
	const error: unknown = await promise.then(
		() => undefined,
		(each: unknown) => each,
	);
	return reasonOf(error);
}

/** A case with what hangs on it, in lists of its own; `answer` comes first. */
function withLists(
	lists: Record<string, IDataObject[]>,
	answer: Server = () => undefined,
	row: IDataObject = {},
): Server {
	return (asked) => {
		const special = answer(asked);
		if (special) return special;
		const { method, path, query } = asked;
		if (path === `/cases/${CASE}`) return { body: wholeCase(row) };
		if (path.startsWith('/cases/')) return { body: { ...wholeCase(), cases: [] } };
		const resource = path.split('/')[1] ?? '';
		const rows = lists[resource];
		if (method !== 'GET' || !rows) return undefined;
		const found = rows.filter((each) =>
			Object.entries(query).every(
				([name, value]) =>
					name.startsWith('_') || String(value).split(',').includes(String(each[name])),
			),
		);
		return { body: rowsOf(resource, found, { query }) };
	};
}

/** Saves what is posted to a list and answers its row. */
function saving(list: IDataObject[], resource: string, answer?: Reply): Server {
	return ({ method, path, body }: Asked) => {
		if (method !== 'POST' || !path.startsWith(`/${resource}`)) return undefined;
		list.unshift({ id: 501 + list.length, aub_id: 0, ...body });
		return answer ?? { status: 201, body: rowsOf(resource, list.slice(0, 1)) };
	};
}

describe('notes', () => {
	it('prove the case first, because the server does not (recording 69)', async () => {
		const { helpline, asked } = await helplineOver(withLists({ case_activities: [] }));

		const note = { activity_type: 'note', description: 'Called back' };
		const reason = await refusal(helpline.addActivity('999999', note, keyOf('n'), ITEM));

		expect(reason?.code).toBe('not_found');
		expect(asked.map(({ method }) => method)).toEqual(['GET']);
	});

	it.each<[string, Reply | undefined]>([
		['answered', undefined],
		['hidden by a fault page', { body: recording(95).response.text }],
		['lost on the way back', { lost: 'ECONNRESET' }],
	])('are written once when the answer is %s, and not again by a repeat', async (_how, reply) => {
		const lines: IDataObject[] = [];
		const { helpline } = await helplineOver(
			withLists({ case_activities: lines }, saving(lines, 'case_activities', reply)),
		);
		const add = async () =>
			await helpline.addActivity(
				CASE,
				{ activity_type: 'escalation', description: 'Called back' },
				keyOf('note-1'),
				ITEM,
			);

		const outcomes = [await add(), await add()];

		expect(lines).toMatchObject([
			{ case_id: CASE, activity: '2', detail: 'Called back', src_uid: 'note-1-note' },
		]);
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['created', 'already_there']);
		expect(outcomes[0]?.notSent).toEqual(['activity_type']);
	});

	it('are told from changes in the history', async () => {
		const lines = [
			{ id: 2, case_id: 100001, activity: 2, aub_id: 0, detail: 'A note' },
			{ id: 1, case_id: 100001, activity: 1, aub_id: 7, detail: 'Plan' },
		];
		const { helpline } = await helplineOver(withLists({ case_activities: lines }));

		const { found } = await helpline.listActivities(CASE, undefined, ITEM);

		expect(found.map(({ record }) => record.activity_type)).toEqual(['note', 'created']);
	});
});

describe('people', () => {
	it('are added through their case, once', async () => {
		const clients: IDataObject[] = [];
		const { helpline, writes } = await helplineOver(
			withLists({ clients }, ({ method, path, body }) => {
				if (method !== 'POST' || path !== `/cases/${CASE}/clients`) return undefined;
				clients.push({ id: 8001, case_id: CASE, case_id_: CASE, contact_fullname: 'A B', ...body });
				return { body: recording(95).response.text };
			}),
		);
		const person = { name: 'Ada Bee', age: 9, sex: 'Female', school_name: 'Hill' };
		const add = async () =>
			await helpline.addPerson(CASE, 'client', person, keyOf('p', { isMapped: true }), ITEM);

		const outcomes = [await add(), await add()].map(({ outcome }) => outcome);

		expect(outcomes).toEqual(['created', 'already_there']);
		expect(writes()).toMatchObject([
			{
				path: `/cases/${CASE}/clients`,
				body: {
					fname: 'Ada',
					lname: 'Bee',
					age: '9',
					age_group_id: '361951',
					sex_id: '122',
					school_name: 'Hill',
					src_uid: 'p-client',
				},
			},
		]);
	});

	it.each<[IDataObject, string]>([
		[{ age: 9 }, 'name'],
		[{ name: 'A', phone: '12' }, 'phone'],
		[{ name: 'A', age: 'nine' }, 'age'],
		[{ name: 'A', sex: 'none' }, 'sex'],
		[{ name: 'A', in_school: 'perhaps' }, 'in_school'],
		[{ name: 'A', national_id_: '1' }, 'national_id_'],
		[{ name: 'é'.repeat(60) }, 'name'],
	])('%j is refused by name before anything is sent', async (fields, field) => {
		const { helpline, writes } = await helplineOver(withLists({ clients: [] }));

		const reason = await refusal(helpline.addPerson(CASE, 'client', fields, keyOf('p'), ITEM));

		expect(reason?.field).toBe(field);
		expect(writes()).toEqual([]);
	});

	it('are changed with the case named, and left alone when nothing differs', async () => {
		const clients = [
			{ id: 8001, case_id: 100001, case_id_: 100001, contact_phone: '254300000009' },
		];
		const { helpline, writes } = await helplineOver(
			withLists({ clients }, ({ method, path, body }) =>
				method === 'POST' && path === '/clients/8001'
					? { status: 202, body: rowsOf('clients', [{ ...clients[0], contact_fname: body.fname }]) }
					: undefined,
			),
		);

		const same = await helpline.updatePerson(CASE, 'client', 8001, { phone: '0300000009' }, ITEM);
		const other = await helpline.updatePerson(CASE, 'client', 8001, { name: 'Ada' }, ITEM);

		expect([same.outcome, other.outcome]).toEqual(['unchanged', 'updated']);
		expect(writes().map(({ body }) => body)).toEqual([{ fname: 'Ada', case_id: CASE }]);
	});

	it('are taken off by a flag; twice is as good as once (recording 61)', async () => {
		const clients: IDataObject[] = [{ id: 8001, case_id: 100001, case_id_: 100001 }];
		const { helpline, writes } = await helplineOver(
			withLists({ clients }, ({ method, path }) => {
				if (method !== 'POST' || path !== '/clients%5Edel/8001') return undefined;
				Object.assign(clients[0] ?? {}, { case_id_: -9, is_delete: 1 });
				return { status: 202, body: rowsOf('clients_del', clients) };
			}),
		);

		await helpline.removePerson(CASE, 'client', 8001, ITEM);
		await helpline.removePerson(CASE, 'client', 8001, ITEM);
		const reason = await refusal(helpline.removePerson(CASE, 'client', 9999, ITEM));

		expect(writes().map(({ body }) => body)).toEqual([{ is_delete: '1', case_id: CASE }]);
		expect(reason?.code).toBe('not_found');
	});
});

describe('communications', () => {
	it('that came in are messages in a conversation of the case, all seven members sent', async () => {
		const messages: IDataObject[] = [];
		const { helpline, writes } = await helplineOver(
			withLists({ messages, case_activities: [] }, ({ method, path, body }) => {
				if (method !== 'POST' || path !== '/msg') return undefined;
				messages.push({
					id: 1,
					src: body.channel,
					src_callid: body.session_id,
					src_uid: body.message_id,
					src_msg: body.message,
					src_vector: 1,
				});
				return { status: 201, body: rowsOf('messages', messages) };
			}),
		);
		const sms = { contact_type: 'sms', direction: 'inbound', message: 'Help' };

		const logged = await helpline.logCommunication(CASE, sms, keyOf('m'), ITEM);
		const { found } = await helpline.listCommunications(CASE, 'messages', undefined, ITEM);

		expect(Object.keys(writes()[0]?.body ?? {}).sort()).toEqual(
			['channel', 'from', 'message', 'message_id', 'mime', 'session_id', 'timestamp'].sort(),
		);
		expect(logged.record).toMatchObject({ contact_type: 'sms', direction: 'inbound' });
		expect(found.map(({ record }) => record.message)).toEqual(['Help']);
	});

	it.each([
		[{ contact_type: 'call', direction: 'inbound', duration: 120, message: 'Told me' }, 'calls'],
		[{ contact_type: 'sms', direction: 'outbound', message: 'We called' }, 'messages'],
	] as const)(
		'%j becomes a line of the history, and nothing is sent to anybody',
		async (given, type) => {
			const lines: IDataObject[] = [];
			const { helpline, writes } = await helplineOver(
				withLists({ case_activities: lines, messages: [] }, saving(lines, 'case_activities')),
			);

			await helpline.logCommunication(CASE, { ...given }, keyOf('c'), ITEM);
			const { found } = await helpline.listCommunications(CASE, type, undefined, ITEM);

			expect(writes().map(({ path }) => path)).toEqual(['/case_activities']);
			expect(found[0]?.record).toMatchObject({
				contact_type: given.contact_type,
				direction: given.direction,
				message: expect.stringContaining(given.message),
			});
		},
	);

	it('without words are refused, because they would leave an empty conversation', async () => {
		const { helpline, asked } = await helplineOver(withLists({}));

		const reason = await refusal(
			helpline.logCommunication(CASE, { contact_type: 'sms' }, keyOf('c'), ITEM),
		);

		expect(reason?.field).toBe('message');
		expect(asked).toEqual([]);
	});

	it('list the calls of the session that the case came from (recording 80)', async () => {
		const calls = [{ uniqueid: '1695700005.5', talk_time: 300, phone: '254', vector: 1 }];
		const lists = { calls, messages: [], case_activities: [] };
		const { helpline } = await helplineOver(
			withLists(lists, undefined, { src_callid: '1695700005.5-1' }),
		);

		const { found } = await helpline.listCommunications(CASE, 'all', undefined, ITEM);

		expect(found.map(({ record }) => [record.id, record.duration])).toEqual([
			['1695700005.5', 300],
		]);
	});
});

const bytesOf = (text: string) =>
	(async function* () {
		yield Buffer.from(text);
	})();

async function textOf(content: unknown): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of content as AsyncIterable<Uint8Array>) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}

describe('files', () => {
	const part = (text: string) =>
		new FilePart(
			text.length,
			'note é.txt',
			'text/plain',
			async () => await Promise.resolve(bytesOf(text)),
		);
	const attached = {
		id: 6001,
		file_id: '17954795667747',
		file_name: 'note é.txt',
		file_mime: 'text/plain',
		file_size: 5,
		case_id: 100001,
		case_id_: 100001,
	};
	const storing =
		(attachments: IDataObject[]): Server =>
		(asked) => {
			const { method, path, body } = asked;
			if (path.startsWith('/files/') && method === 'GET') {
				// n8n hands a stream on; its headers are escaped text (recording 87).
				const content: unknown = bytesOf('hello');
				return { body: content, headers: { 'content-type': 'text\\/plain' } };
			}
			if (path === '/files/') {
				return { status: 201, body: rowsOf('files', [{ id: '17954795667747', movestatus: 'ok' }]) };
			}
			if (path === '/attachments' && method === 'POST') {
				attachments.push({ ...attached, file_id: body.file_id });
				return { body: recording(95).response.text };
			}
			return undefined;
		};

	it('go up in two steps, under the one part name that works, and are linked once', async () => {
		const attachments: IDataObject[] = [];
		const { helpline, writes } = await helplineOver(
			withLists({ attachments }, storing(attachments)),
		);
		const what = { file_type: 'document', description: 'A note' };

		const { outcome, notSent } = await helpline.uploadAttachment(
			CASE,
			part('hello'),
			what,
			keyOf('f'),
			ITEM,
		);

		const form = writes()[0]?.body as unknown as Iterable<[string, unknown]>;
		expect([...form].map(([name]) => name)).toEqual(['file[]']);
		expect(writes()[1]?.body).toEqual({ file_id: '17954795667747', case_id: CASE });
		expect(attachments).toHaveLength(1);
		expect([outcome, notSent]).toEqual(['created', ['description']]);
	});

	it.each([
		['hello', 'already_there', 1],
		['hallo', 'created', 2],
	])(
		'%s is %s when a repeat finds a file of the same name and size',
		async (text, outcome, count) => {
			const attachments: IDataObject[] = [{ ...attached }];
			const { helpline } = await helplineOver(
				withLists({ attachments }, (asked) => {
					const reply = storing(attachments)(asked);
					return asked.path === '/attachments' && reply
						? { status: 201, body: rowsOf('attachments', attachments.slice(-1)) }
						: reply;
				}),
			);

			const written = await helpline.uploadAttachment(
				CASE,
				part(text),
				{ file_type: 'document', description: '' },
				keyOf('f', { isMapped: true }),
				ITEM,
			);

			expect(written.outcome).toBe(outcome);
			expect(attachments).toHaveLength(count);
		},
	);

	it('come down with type and name of the list (recording 87)', async () => {
		const { helpline } = await helplineOver(withLists({ attachments: [attached] }, storing([])));

		const download = await helpline.downloadAttachment(CASE, 6001, ITEM);

		expect(download).toMatchObject({ fileName: 'note é.txt', mimeType: 'text/plain' });
		expect(await textOf(download.content)).toBe('hello');
	});

	it('a recording is fetched by the id of its call; none is not found', async () => {
		const { helpline, asked } = await helplineOver(({ path }) =>
			path === '/calls/1695700005.5'
				? { body: bytesOf('OggS') as unknown, headers: { 'content-type': 'audio/ogg' } }
				: { status: 404, body: '' },
		);

		const download = await helpline.downloadRecording(CASE, '1695700005.5', ITEM);
		const reason = await refusal(helpline.downloadRecording(CASE, '1.1', ITEM));

		expect(download.mimeType).toBe('audio/ogg');
		expect(asked[0]?.query).toEqual({ file: 'wav' });
		expect(reason?.code).toBe('not_found');
	});
});

describe('server, users and lists', () => {
	it.each([
		[2, 0],
		[99, 0],
		[1, 1],
		[4, 1],
	])('says of role %i what its lists leave out: %i remarks', async (role, count) => {
		const { helpline } = await helplineOver(() => ({
			body: rowsOf('auth', [{ id: 1, usn: 'x', role }]),
		}));

		expect((await helpline.checkServer(ITEM)).remarks).toHaveLength(count);
	});

	it('lists active users with their roles in words', async () => {
		const { helpline } = await helplineOver(() => undefined);

		const { found } = await helpline.listUsers({ isActive: true }, undefined, ITEM);

		expect(found.map(({ record }) => [record.username, record.role])).toEqual([
			['sup1', 'supervisor'],
		]);
	});

	it('reads a tree once per run, with paths, below the root of the credential', async () => {
		const { helpline, asked } = await helplineOver(() => undefined, {
			installation: { roots: { sexRoot: '362557' } },
		});

		await helpline.listReference('sexes', ITEM);
		const { found } = await helpline.listReference('categories', ITEM);

		expect(asked.map(({ query }) => query.root_id_)).toEqual(['362557']);
		expect(found.map(({ record }) => record.path)).toContain('Abuse > Physical Abuse > Beating');
	});

	it('counts by pivots with both axes, within the window alone (recording 83)', async () => {
		const { helpline, asked } = await helplineOver(({ path, query }) =>
			path === '/cases'
				? {
						body: {
							...rowsOf('cases', [], { query }),
							cases:
								query.xaxis === 'cat_0'
									? [
											['Abuse', '1', '5'],
											['Abuse', '2', '2'],
											['', '1', '1'],
										]
									: [['3', '1', '6']],
						},
					}
				: undefined,
		);

		const { record } = await helpline.caseStatistics(
			{ start_date: '2026-11-01T00:00:00Z', end_date: '2026-12-01T00:00:00Z' },
			ITEM,
		);

		expect(record).toMatchObject({
			total_cases: 8,
			by_status: { open: 6, closed: 2 },
			by_category: { Abuse: 7, not_set: 1 },
			by_priority: { high: 6 },
		});
		expect(asked.every(({ query }) => query.yaxis === 'status' && query.created_on)).toBe(true);
	});

	it('links to the page of a case', async () => {
		const { helpline } = await helplineOver(() => undefined, {
			installation: {
				cases: { casePageTemplate: 'https://helpline.example.org/cases/{id}' },
			},
		});

		expect(helpline.casePage(CASE)).toBe('https://helpline.example.org/cases/100001');
		expect(caseRow().id).toBe(100_001);
	});
});
