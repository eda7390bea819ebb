import type { IDataObject } from 'n8n-workflow';

import type { EventName } from '../../../../../nodes/shared/changes/events';
import { recording } from '../../../../support/recordings.mts';
import { helplineOver, rowsOf } from './door';
import { asking, FeedServer, ITEM, kept, readAll, T } from './changesServer';

const RECEIVED = new Set<EventName>(['communicationReceived']);
const RECORDED = new Set<EventName>(['recordingAvailable']);

async function begun(server: FeedServer, events: ReadonlySet<EventName>) {
	const { helpline, asked } = await server.open();
	let { mark } = await helpline.readChanges(asking({ events }), ITEM);
	asked.length = 0;
	const read = async (most = 500) => {
		const slice = await helpline.readChanges(asking({ mark: kept(mark), events, most }), ITEM);
		({ mark } = slice);
		return slice;
	};
	return { helpline, asked, read };
}

const message = (id: number, row: IDataObject = {}): IDataObject => ({
	id,
	created_on: T + id,
	src: 'sms',
	src_uid: `chat-0001/${id}`,
	src_vector: 1,
	src_callid: 'chat-0001',
	src_msg: 'Hello',
	...row,
});

const call = (n: number, row: IDataObject = {}): IDataObject => ({
	uniqueid: `${1_695_700_000 + n}.${n}`,
	chan_ts: T + n,
	phone: '254300001005',
	talk_time: 300,
	vector: 1,
	...row,
});

describe('messages', () => {
	it('tells those that come in, in the words of a communication (recording 78)', async () => {
		const { helpline } = await helplineOver(({ path, query }) => {
			const recorded = JSON.parse(recording(78).response.text) as IDataObject;
			const context = rowsOf('messages', [{}], { query }).messages_ctx;
			return path === '/messages' ? { body: { ...recorded, messages_ctx: context } } : undefined;
		});
		const from = '2026-11-24T00:00:00Z';
		const place = { cursor: 0, at: null, rank: 0, gaps: [], since: 0 };
		const mark = { server: 'deployed', messages: place, calls: { since: T, seen: '' } };

		const { changes } = await helpline.readChanges(asking({ events: RECEIVED, mark, from }), ITEM);

		expect(changes).toMatchObject([
			{
				kind: 'message',
				id: '1',
				version: '1.1795479571',
				at: '2026-11-24T00:19:31Z',
				events: ['communicationReceived'],
				change: {},
				about: null,
				found: {
					record: {
						id: '1',
						case_id: null,
						contact_type: 'whatsapp',
						direction: 'inbound',
						contact_address: '0300000077',
						message: 'Hello, I need help',
						external_key: 'chat-0001/1',
					},
				},
			},
		]);
	});

	it('leaves out what goes out', async () => {
		const server = new FeedServer();
		server.tables.messages?.push(message(1));
		const { read } = await begun(server, RECEIVED);
		server.tables.messages?.push(message(2, { src_vector: 2 }), message(3));

		expect((await read()).changes.map(({ id }) => id)).toEqual(['3']);
	});

	it('names the case of a conversation: its own, or the one that came from it', async () => {
		const server = new FeedServer();
		server.case(7);
		server.case(8, { src_callid: 'chat-0001' });
		server.case(9, { src_callid: 'chat-0002' });
		server.case(10, { src_callid: 'chat-0002' });
		const { read, asked } = await begun(server, RECEIVED);
		const sessions = ['case-7', 'chat-0001', 'chat-0002', 'chat-0003', 'case-99', 'ça "va"', ''];
		sessions.forEach((src_callid, n) => {
			server.tables.messages?.push(message(n + 1, { src_callid }));
		});

		const { changes } = await read();

		expect(changes.map(({ about }) => about?.record.id ?? null)).toEqual([
			'7',
			'8',
			null,
			null,
			null,
			null,
			null,
		]);
		expect(changes.map(({ found }) => found.record.case_id).slice(0, 3)).toEqual(['7', '8', null]);
		expect(asked.map(({ path }) => path)).toEqual(['/messages', '/cases', '/cases', '/calls']);
	});

	it('come in their order in time between the lines of other feeds', async () => {
		const server = new FeedServer();
		server.activity(1);
		const { read } = await begun(server, new Set<EventName>(['caseUpdated', ...RECEIVED]));
		server.activity(2, { created_on: T + 1 });
		server.activity(3, { created_on: T + 5 });
		server.tables.messages?.push(message(3), message(7));
		server.tables.calls?.push(call(4));

		const { changes } = await read();

		expect(changes.map(({ kind, at }) => `${kind} ${String(at).slice(-3, -1)}`)).toEqual([
			'case 32',
			'message 34',
			'communication 35',
			'case 36',
			'message 38',
		]);
	});

	it('are not kept waiting by a busy activity feed', async () => {
		const server = new FeedServer();
		server.activity(1);
		const { read } = await begun(server, new Set<EventName>(['caseUpdated', ...RECEIVED]));
		for (let n = 2; n <= 100; n++) server.activity(n);
		server.tables.messages?.push(message(1));

		const { changes, isMore } = await read(30);

		expect(changes.filter(({ kind }) => kind === 'message')).toHaveLength(1);
		expect([changes.length, isMore]).toEqual([31, true]);
	});
});

describe('calls', () => {
	it('tells a call that came in, and that it can be listened to (recording 80)', async () => {
		const { helpline, asked } = await helplineOver(({ path, query }) => {
			if (path !== '/calls') return undefined;
			const recorded = JSON.parse(recording(80).response.text) as Record<string, unknown>;
			const columns = rowsOf('calls', [], { query }).calls_k;
			const calls_ctx = [['0', '500', '1', '2', '2', '', 'chan_ts']];
			return { body: { ...recorded, calls_k: columns, calls_ctx } };
		});
		const from = '2026-11-01T00:00:00Z';

		const { changes } = await helpline.readChanges(asking({ events: RECORDED, from }), ITEM);

		expect(changes).toMatchObject([
			{
				kind: 'communication',
				id: '1695700005.5',
				version: '1795476566.recorded',
				at: '2026-11-23T23:29:26Z',
				events: ['recordingAvailable', 'communicationReceived'],
				found: {
					record: {
						id: '1695700005.5',
						contact_type: 'call',
						direction: 'inbound',
						duration: 300,
						call_status: 'answered',
					},
				},
				about: null,
			},
			{ id: '1695700004.4', version: '1795477166.recorded' },
		]);
		expect(asked[0]?.query).toMatchObject({ sort: 'chan_ts' });
	});

	it('hands nothing over that is there already, and what is written late or begins later', async () => {
		const server = new FeedServer();
		for (let n = 1; n <= 900; n++) server.tables.calls?.push(call(n * 10));
		const { read, asked } = await begun(server, RECEIVED);

		expect((await read()).changes).toEqual([]);
		expect(asked.map(({ path }) => path)).toEqual(['/messages', '/calls']);
		server.tables.calls?.push(call(8_505), call(9_100));

		expect((await read()).changes.map(({ at }) => at)).toEqual([
			new Date((T + 8_505) * 1000).toISOString().replace('.000', ''),
			new Date((T + 9_100) * 1000).toISOString().replace('.000', ''),
		]);
		expect((await read()).changes).toEqual([]);
	});

	it('tells a call under way when it begins, and again when it can be listened to', async () => {
		const server = new FeedServer();
		const row = call(5, { talk_time: 0 });
		const { read } = await begun(server, RECEIVED);
		server.tables.calls?.push(row);

		const ringing = await read();
		row.talk_time = 60;
		const over = await read();
		const later = await read();

		expect(ringing.changes).toMatchObject([
			{ version: String(T + 5), events: ['communicationReceived'] },
		]);
		expect(over.changes).toMatchObject([
			{ version: `${T + 5}.recorded`, events: ['recordingAvailable', 'communicationReceived'] },
		]);
		expect(later.changes).toEqual([]);
	});

	it('tells of outgoing calls only that they can be listened to', async () => {
		const server = new FeedServer();
		const { read } = await begun(server, RECORDED);
		server.tables.calls?.push(call(1, { vector: 2, talk_time: 0 }), call(2, { vector: 2 }));

		expect((await read()).changes.map(({ events }) => events)).toEqual([['recordingAvailable']]);
	});

	it('names the case that was opened in the call', async () => {
		const server = new FeedServer();
		server.case(7, { src_uid: '1695700001.1', src_callid: '1695700001.1-1' });
		server.case(8, { src_uid: '1695700002.2', src_callid: '' });
		server.case(9, { src_uid: '1695700002.2', src_callid: '' });
		const { read } = await begun(server, RECORDED);
		server.tables.calls?.push(call(1), call(2), call(3), call(4, { uniqueid: 'pbx' }));

		const { changes } = await read();

		expect(changes.map(({ about }) => about?.record.id ?? null)).toEqual(['7', null, null, null]);
		expect(changes[0]?.found.record.case_id).toBe('7');
	});

	it('reads a long backlog from its old end, in slices and not all at once', async () => {
		const server = new FeedServer();
		const { helpline, asked } = await server.open();
		for (let n = 1; n <= 3_000; n++) server.tables.calls?.push(call(n * 60));
		const from = new Date(T * 1000).toISOString();

		const first = await helpline.readChanges(asking({ events: RECORDED, from, most: 300 }), ITEM);
		const pages = asked.filter(({ path }) => path === '/calls').length;
		const { slices } = await readAll(helpline, {
			events: RECORDED,
			mark: kept(first.mark),
			most: 300,
		});

		expect([first.changes.length, first.isMore, pages]).toEqual([300, true, 1]);
		const ids = [first, ...slices].flatMap(({ changes }) => changes.map(({ id }) => id));
		expect(ids).toEqual(
			Array.from({ length: 3_000 }, (_, n) => `${1_695_700_000 + 60 * (n + 1)}.${60 * (n + 1)}`),
		);
	});

	it('reads to the end where the server does not sort', async () => {
		const server = new FeedServer();
		const { helpline } = await server.open();
		for (let n = 1; n <= 1_200; n++)
			server.tables.calls?.push(call(n * 7, { chan_ts: T + (n % 97) }));
		server.broken = (_path, query) => {
			delete query.sort;
			return undefined;
		};
		const from = new Date(T * 1000).toISOString();

		const { slices } = await readAll(helpline, { events: RECORDED, from, most: 500 });

		const ids = slices.flatMap(({ changes }) => changes.map(({ id }) => id));
		expect(new Set(ids).size).toBe(1_200);
	});
});
