import { NOON, ORDERS, Reader, WindowServer } from '../nodes/shared/helpline/published/windowServer';

/** So many cases take long on a machine with much to do. */
jest.setTimeout(120_000);

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

async function started(): Promise<{ server: WindowServer; reader: Reader }> {
	const server = new WindowServer();
	const reader = new Reader(server);
	await reader.read();
	server.pass(MINUTE);
	return { server, reader };
}

test.each(ORDERS)('2,000 cases of one second, %s first: all come once', async (order) => {
	const { server, reader } = await started();
	server.order = order;
	for (let count = 0; count < 2000; count++) server.create();
	await reader.readAll();
	server.pass(10 * MINUTE);
	await reader.readAll();
	expect(reader.got.map(({ id }) => Number(id))).toEqual(upTo(2000));
});

describe('10,000 cases of one second, pages of 100', () => {
	test('all come once, in order', async () => {
		const { server, reader } = await started();
		server.order = 'scattered';
		for (let count = 0; count < 10_000; count++) server.create();
		await reader.readAll();
		expect(reader.got.map(({ id }) => Number(id))).toEqual(upTo(10_000));
	});

	test('n8n ends in the middle: every case comes at least once, a repeat under its name', async () => {
		const { server, reader } = await started();
		for (let count = 0; count < 10_000; count++) server.create();
		let mark = reader.mark;
		for (let slice = 0; slice < 9; slice++) {
			mark = reader.mark;
			await reader.read();
		}
		reader.kill(mark);
		await reader.readAll();
		expect(new Set(reader.keys()).size).toBe(10_000);
		const afterwards = reader.got.length;
		expect(afterwards).toBeGreaterThan(10_000);
		expect(afterwards).toBeLessThan(14_000);
	});

	test('a second that has settled before it is read: a restart repeats the last slice and no more', async () => {
		const { server, reader } = await started();
		for (let count = 0; count < 10_000; count++) server.create();
		server.pass(5 * MINUTE);
		for (let slice = 0; slice < 8; slice++) await reader.read();
		const mark = reader.mark;
		await reader.read();
		reader.kill(mark);
		await reader.readAll();
		expect(new Set(reader.keys()).size).toBe(10_000);
		expect(reader.got).toHaveLength(10_500);
	});
});

test('a window of more cases than are kept is read again for the rest: all come once', async () => {
	const { server, reader } = await started();
	Object.assign(server, { order: 'scattered', ignoresLimit: true, pageCap: 3000 });
	for (let count = 0; count < 12_000; count++) server.create();
	let reads = 0;
	for (let isMore = true; isMore; ) {
		({ isMore } = await reader.read());
		if (reader.requests > 0) reads += 1;
	}
	expect(reader.got.map(({ id }) => Number(id))).toEqual(upTo(12_000));
	expect(reads).toBe(2);
});

describe('5,000 changes of a week', () => {
	async function aWeekLater(): Promise<{ server: WindowServer; reader: Reader }> {
		const server = new WindowServer();
		const old = Array.from({ length: 1000 }, () => server.create());
		server.pass(DAY);
		const reader = new Reader(server);
		await reader.read();
		for (let count = 0; count < 2500; count++) {
			server.pass((7 * DAY) / 2500);
			server.create();
			server.update(old[count % 1000] ?? 1, { status: `closed` });
		}
		server.pass(MINUTE);
		return { server, reader };
	}

	/** An old case that changed several times shows its last state only. */
	const EXPECTED = 3500;

	test('come in slices of 500 from one read of the window', async () => {
		const { server, reader } = await aWeekLater();
		const sizes: number[] = [];
		const requests: number[] = [];
		for (let isMore = true; isMore; ) {
			const slice = await reader.read();
			sizes.push(slice.changes.length);
			requests.push(reader.requests);
			isMore = slice.isMore;
		}
		expect(sizes).toEqual(Array<number>(7).fill(500));
		// 3,500 rows in pages of 100, each of which shares 5 with the one before.
		expect(requests).toEqual([37, 0, 0, 0, 0, 0, 0]);
		const times = reader.got.map(({ at }) => Date.parse(at ?? ''));
		expect(times).toEqual([...times].sort((a, b) => a - b));
		expect(times[0]).toBeGreaterThan(NOON);
		server.pass(10 * MINUTE);
		await reader.read();
		expect(reader.requests).toBe(1);
	});

	test('n8n ends after each slice and goes on from the mark of the slice before: all come', async () => {
		const { reader } = await aWeekLater();
		let before = reader.mark;
		for (let tick = 0; tick < 20; tick++) {
			const mark = reader.mark;
			await reader.read();
			// The mark of this slice is stored with the next one, so that the last one comes again.
			const repeat = reader.got.length;
			reader.kill(mark);
			await reader.read();
			expect(reader.got.length).toBeGreaterThanOrEqual(repeat);
			before = reader.mark;
		}
		reader.kill(before);
		await reader.readAll();
		expect(new Set(reader.keys()).size).toBe(EXPECTED);
	});

	test('a restart with the mark of before the last slice repeats that slice only', async () => {
		const { reader } = await aWeekLater();
		await reader.read();
		await reader.read();
		const mark = reader.mark;
		await reader.read();
		reader.kill(mark);
		await reader.readAll();
		expect(new Set(reader.keys()).size).toBe(EXPECTED);
		expect(reader.got).toHaveLength(EXPECTED + 500);
	});
});

function upTo(last: number): number[] {
	return Array.from({ length: last }, (_, place) => place + 1);
}
