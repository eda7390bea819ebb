import { MARK_BYTES } from '../../../../../nodes/shared/changes/change';
import type { EventName } from '../../../../../nodes/shared/changes/events';
import { reasonOf } from '../../../../../nodes/shared/transport/errors';
import { asking, CASE_EVENTS, FeedServer, ITEM, kept, readAll, T } from './changesServer';

const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '');
const only = (...events: EventName[]) => new Set<EventName>(events);

async function begun(server: FeedServer, events: ReadonlySet<EventName> = new Set(CASE_EVENTS)) {
	const { helpline, asked } = await server.open();
	const { mark } = await helpline.readChanges(asking({ events }), ITEM);
	asked.length = 0;
	const read = async (given: Parameters<typeof asking>[0] = {}) =>
		await helpline.readChanges(asking({ mark: kept(mark), events, ...given }), ITEM);
	return { helpline, asked, mark: kept(mark), read };
}

async function refusal(promise: Promise<unknown>) {
	return reasonOf(await promise.catch((error: unknown) => error));
}

describe('where reading begins', () => {
	it('hands nothing over that is there already when it begins now', async () => {
		const server = new FeedServer();
		for (let id = 1; id <= 300; id++) server.activity(id);
		const { helpline } = await server.open();

		const first = await helpline.readChanges(asking(), ITEM);
		server.activity(301);
		const second = await helpline.readChanges(asking({ mark: kept(first.mark) }), ITEM);

		expect(first).toMatchObject({ changes: [], isMore: false, restored: null, stopped: null });
		expect(second.changes.map(({ version }) => version)).toEqual([`301.${T}`]);
	});

	it('hands over all since a chosen second, and nothing from before', async () => {
		const server = new FeedServer();
		for (let id = 1; id <= 400; id++) server.activity(id, { created_on: T + id });
		const { helpline } = await server.open();

		const { slices } = await readAll(helpline, { from: iso(T + 200) });

		const versions = slices.flatMap(({ changes }) => changes.map(({ version }) => version));
		expect(versions[0]).toBe(`200.${T + 200}`);
		expect(versions).toHaveLength(201);
	});

	it('begins at the first line when all came since, and waits when nothing did', async () => {
		const server = new FeedServer();
		server.activity(20_001);
		const { helpline } = await server.open();

		const all = await helpline.readChanges(asking({ from: iso(T - 9_000) }), ITEM);
		const none = await helpline.readChanges(asking({ from: iso(T + 9_000) }), ITEM);

		expect([all.changes.length, none.changes.length]).toEqual([1, 0]);
	});

	it('begins now with a feed that nobody waited for before', async () => {
		const server = new FeedServer();
		server.activity(1);
		server.tables.messages?.push({ id: 1, created_on: T, src_vector: 1, src_callid: 'chat-1' });
		const { helpline, mark } = await begun(server);
		const events = only('caseUpdated', 'communicationReceived');

		const first = await helpline.readChanges(asking({ mark, events }), ITEM);
		server.tables.messages?.push({ id: 2, created_on: T, src_vector: 1, src_callid: 'chat-1' });
		const second = await helpline.readChanges(asking({ mark: kept(first.mark), events }), ITEM);

		expect([first.changes.length, second.changes.map(({ id }) => id)]).toEqual([0, ['2']]);
	});

	it('takes no mark of another kind of server, and says when its own cannot be read', async () => {
		const server = new FeedServer();
		server.activity(1);
		const { helpline } = await server.open();

		const other = await helpline.readChanges(asking({ mark: { since: 'x' } }), ITEM);
		const broken = { server: 'deployed', activities: { cursor: 'x' } };
		const calls = { server: 'deployed', calls: { since: 1 } };

		expect(other.mark).toMatchObject({ server: 'deployed', activities: { cursor: 1 } });
		expect(await refusal(helpline.readChanges(asking({ mark: broken }), ITEM))).toMatchObject({
			code: 'setting',
		});
		const events = only('recordingAvailable');
		expect(
			await refusal(helpline.readChanges(asking({ mark: calls, events }), ITEM)),
		).toMatchObject({ code: 'setting' });
	});
});

describe('requests', () => {
	it('asks one for each feed that somebody waits for when nothing is new', async () => {
		const server = new FeedServer();
		for (let id = 1; id <= 300; id++) server.activity(id);
		for (let id = 1; id <= 300; id++) server.tables.messages?.push({ id, created_on: T });
		for (let n = 1; n <= 300; n++) {
			server.tables.calls?.push({ uniqueid: `1695700005.${n}`, chan_ts: T + n, vector: 1 });
		}
		const events = only(...CASE_EVENTS, 'communicationReceived', 'recordingAvailable');
		const { read, asked, mark } = await begun(server, events);

		const slice = await read();

		expect(asked.map(({ path }) => path)).toEqual(['/case_activities', '/messages', '/calls']);
		expect(slice).toMatchObject({ changes: [], isMore: false, mark });
		asked.length = 0;
		await read({ events: only('caseCreated') });
		await read({ events: only('recordingAvailable') });
		expect(asked.map(({ path }) => path)).toEqual(['/case_activities', '/calls']);
	});

	it('reads 50 new lines of 50 cases with three: lines, cases, audits', async () => {
		const server = new FeedServer();
		server.activity(1_000);
		const { read, asked } = await begun(server);
		for (let n = 1; n <= 50; n++) server.activity(1_000 + n, { case_id: n });

		const { changes } = await read();

		expect(changes.map(({ id }) => id)).toEqual(
			Array.from({ length: 50 }, (_, n) => String(n + 1)),
		);
		expect(asked.map(({ path }) => path)).toEqual(['/case_activities', '/cases', '/au']);
	});

	it('asks for no audits when nobody waits for what they tell', async () => {
		const server = new FeedServer();
		server.activity(1_000);
		const events = only('caseUpdated', 'caseCreated', 'noteAdded');
		const { read, asked } = await begun(server, events);
		server.activity(1_001, { status: 2 });

		const { changes } = await read();

		expect(asked.map(({ path }) => path)).toEqual(['/case_activities', '/cases']);
		expect(changes[0]).toMatchObject({
			events: ['caseUpdated'],
			change: { status: { from: null, to: 'closed' } },
		});
	});
});

describe('10,000 changes of one second on a server that gives 100 rows at most', () => {
	it('come all, in order for each case, in slices of 500', async () => {
		const server = new FeedServer();
		server.cap = 100;
		server.activity(5_000);
		const events = only('caseUpdated');
		const { helpline, mark, asked } = await begun(server, events);
		for (let n = 1; n <= 10_000; n++) server.activity(5_000 + n, { case_id: 1 + (n % 700) });

		const { slices, mark: after } = await readAll(helpline, { mark, events });

		const changes = slices.flatMap((slice) => slice.changes);
		expect(changes.map(({ version }) => version)).toEqual(
			Array.from({ length: 10_000 }, (_, n) => `${5_001 + n}.${T}`),
		);
		expect(slices.map((slice) => slice.changes.length)).toEqual(Array<number>(20).fill(500));
		// Each slice: the newest page, a page that turns out short, six pages of lines and their cases.
		expect(asked.length).toBeLessThanOrEqual(20 * 14);
		expect(JSON.stringify(after).length).toBeLessThan(500);
	}, 60_000);
});

describe('what is passed over', () => {
	it('skips people of no case and cases that do not exist', async () => {
		const server = new FeedServer();
		server.activity(1);
		const { read } = await begun(server);
		server.activity(2, { case_id: 77 });
		server.activity(3);
		server.tables.case_activities?.push({ id: 4, created_on: T, case_id: 0, activity: '' });
		server.tables.case_activities?.push({ id: 5, created_on: T, case_id: 999, activity: 2 });

		const { changes, mark, isMore } = await read();

		expect(changes.map(({ id }) => id)).toEqual(['77', '100001']);
		expect(mark).toMatchObject({ activities: { cursor: 5 } });
		expect(isMore).toBe(false);
	});

	it('names a case that is damaged instead of losing it without a word', async () => {
		const server = new FeedServer();
		server.activity(1);
		const { read } = await begun(server);
		server.activity(2);
		server.broken = (path) =>
			path === '/cases'
				? {
						body: '{"cases":[["100001","caf\\u00"]],"cases_k":{"id":["0","id"]},"cases_ctx":[["0","1","1","1","1","",""]]}',
					}
				: undefined;

		const { changes, remarks } = await read();

		expect(changes).toEqual([]);
		expect(remarks.join()).toContain('damaged');
	});
});

describe('a read that ends early', () => {
	const at = 1_000;
	async function backlog(server: FeedServer) {
		server.activity(at);
		const started = await begun(server, only('caseUpdated'));
		for (let n = 1; n <= 900; n++) server.activity(at + n, { case_id: 1 + (n % 5) });
		return started;
	}

	it('hands over what is complete, says why it stopped and goes on from there', async () => {
		const server = new FeedServer();
		const { read, helpline } = await backlog(server);
		let batches = 0;
		server.broken = (path) => {
			if (path === '/cases') batches += 1;
			return batches > 1 ? { status: 501 } : undefined;
		};

		const slice = await read({ most: 900 });
		server.broken = () => undefined;
		const events = only('caseUpdated');
		const rest = await readAll(helpline, { mark: kept(slice.mark), events });

		expect(slice.changes).toHaveLength(500);
		expect(slice).toMatchObject({ isMore: true, stopped: { code: 'server_error' } });
		const versions = [slice, ...rest.slices].flatMap(({ changes }) =>
			changes.map(({ version }) => version),
		);
		expect(versions).toEqual(Array.from({ length: 900 }, (_, n) => `${at + 1 + n}.${T}`));
	});

	it('is ended by too many requests as well', async () => {
		const server = new FeedServer();
		const { read } = await backlog(server);
		let batches = 0;
		server.broken = (path) => {
			if (path === '/cases') batches += 1;
			return batches > 1 ? { status: 429, headers: { 'retry-after': '3600' } } : undefined;
		};

		const slice = await read({ most: 900 });

		expect(slice.changes).toHaveLength(500);
		expect(slice).toMatchObject({ isMore: true, stopped: { code: 'too_many_requests' } });
	});

	it('throws when not even the first lines are complete', async () => {
		const server = new FeedServer();
		const { read } = await backlog(server);
		server.broken = (path) => (path === '/cases' ? { status: 501 } : undefined);

		expect(await refusal(read())).toMatchObject({ code: 'server_error', status: 501 });
	});

	it('keeps what the activity feed told when the messages fail', async () => {
		const server = new FeedServer();
		server.activity(1);
		const events = only('caseUpdated', 'communicationReceived');
		const { read, mark } = await begun(server, events);
		server.activity(2);
		server.broken = (path) => (path === '/messages' ? { status: 501 } : undefined);

		const slice = await read();

		expect(slice.changes.map(({ version }) => version)).toEqual([`2.${T}`]);
		expect(slice).toMatchObject({ isMore: true, stopped: { code: 'server_error' } });
		expect(slice.mark).toMatchObject({ messages: mark.messages, calls: mark.calls });
		expect(await refusal(read({ mark: kept(slice.mark) }))).toMatchObject({ status: 501 });
	});
});

describe('a server restored from a backup', () => {
	it('is told once, and reading goes on by time with what came since', async () => {
		const server = new FeedServer();
		for (let id = 1; id <= 300; id++) server.activity(id, { created_on: T + id });
		const { read, helpline } = await begun(server);
		server.tables.case_activities?.splice(200);
		for (let id = 201; id <= 310; id++) server.activity(id, { created_on: T + 5_000 + id });

		const told = await read();
		const { slices } = await readAll(helpline, { mark: kept(told.mark) });

		expect(told).toMatchObject({
			changes: [],
			restored: { code: 'server_restored' },
			isMore: true,
		});
		expect(slices.map(({ restored }) => restored)).toEqual([null]);
		// All ids are those of other changes now, so the times are part of the names.
		expect(slices[0]?.changes.map(({ version }) => version)).toEqual(
			Array.from({ length: 110 }, (_, n) => `${201 + n}.${T + 5_201 + n}`),
		);
	});

	it('repeats the last minute before it, which may have been lost with the backup', async () => {
		const server = new FeedServer();
		for (let id = 1; id <= 300; id++) server.activity(id, { created_on: T + id });
		const { read, helpline } = await begun(server);
		server.tables.case_activities?.splice(280);

		const told = await read();
		const { slices } = await readAll(helpline, { mark: kept(told.mark) });

		const versions = slices.flatMap(({ changes }) => changes.map(({ version }) => version));
		expect(versions).toEqual(Array.from({ length: 41 }, (_, n) => `${240 + n}.${T + 240 + n}`));
	});

	it('takes the messages along', async () => {
		const server = new FeedServer();
		const events = only('communicationReceived', 'caseUpdated');
		server.activity(1);
		for (let id = 1; id <= 9; id++) {
			server.tables.messages?.push({ id, created_on: T + id * 100, src_vector: 1 });
		}
		const { read, helpline } = await begun(server, events);
		server.tables.messages?.splice(4);
		server.activity(2);

		const told = await read();
		server.tables.messages?.push({ id: 5, created_on: T + 9_000, src_vector: 1 });
		const next = await helpline.readChanges(asking({ mark: kept(told.mark), events }), ITEM);

		expect(told).toMatchObject({ changes: [], restored: { code: 'server_restored' } });
		expect(next.changes.map(({ version }) => version)).toEqual([
			`1.${T}`,
			`2.${T}`,
			`5.${T + 9_000}`,
		]);
	});

	it('has nothing to go back to in a feed that was empty', async () => {
		const server = new FeedServer();
		const events = only('communicationReceived', 'caseUpdated');
		for (let id = 1; id <= 3; id++) server.activity(id, { created_on: T + id });
		const { read, helpline, asked } = await begun(server, events);
		server.tables.case_activities?.splice(1);

		const told = await read();
		server.tables.messages?.push({ id: 1, created_on: T + 9_000, src_vector: 1 });
		const next = await helpline.readChanges(asking({ mark: kept(told.mark), events }), ITEM);

		expect(told).toMatchObject({ changes: [], restored: { code: 'server_restored' } });
		expect(JSON.stringify(asked)).not.toContain(';-');
		expect(next.changes.map(({ version }) => version)).toEqual([`1.${T + 1}`, `1.${T + 9_000}`]);
	});

	it('goes on from the beginning when nothing is left', async () => {
		const server = new FeedServer();
		server.activity(50);
		const { read, helpline } = await begun(server);
		server.tables.case_activities = [];

		const told = await read();
		server.activity(1, { created_on: T + 10 });
		const { slices } = await readAll(helpline, { mark: kept(told.mark) });

		expect(told.restored?.code).toBe('server_restored');
		expect(slices.map(({ changes }) => changes.length)).toEqual([1]);
	});
});

it('keeps a mark small whatever happens', async () => {
	const server = new FeedServer();
	const big = 9_000_000_000_000;
	const events = only('caseUpdated', 'communicationReceived', 'recordingAvailable');
	server.activity(big);
	const { helpline, mark } = await begun(server, events);
	for (let n = 1; n <= 700; n++) {
		server.activity(big + n * 203);
		server.tables.messages?.push({ id: big + n * 203, created_on: T, src_vector: 2 });
		server.tables.calls?.push({ uniqueid: `1695700005.${n}`, chan_ts: T + n, vector: 1 });
	}

	const { mark: after } = await readAll(helpline, { mark, events });

	const length = JSON.stringify(after).length;
	expect(length).toBeGreaterThan(40_000);
	expect(length).toBeLessThan(MARK_BYTES);
});

describe('a sample', () => {
	it('holds the newest few of what is waited for, oldest first, in few requests', async () => {
		const server = new FeedServer();
		for (let id = 1; id <= 80; id++) server.activity(id, { activity: id % 2 === 0 ? 1 : 2 });
		const { helpline, asked } = await server.open();

		const changes = await helpline.sampleChanges(only('caseCreated'), ITEM);

		expect(changes.map(({ version }) => version)).toEqual(
			[72, 74, 76, 78, 80].map((id) => `${id}.${T}`),
		);
		expect(asked).toHaveLength(2);
	});

	it('is empty on a server without anything, for every feed', async () => {
		const { helpline } = await new FeedServer().open();

		expect(await helpline.sampleChanges(only(...CASE_EVENTS, 'recordingAvailable'), ITEM)).toEqual(
			[],
		);
	});
});
