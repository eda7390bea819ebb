import fc from 'fast-check';

import { changeKey } from '../../../../../nodes/shared/changes/changeKey';
import { NOON, ORDERS, Reader, WindowServer } from './windowServer';

const AT_NOON = new Date(NOON).toISOString();

async function started(
	server = new WindowServer(),
): Promise<{ server: WindowServer; reader: Reader }> {
	const reader = new Reader(server);
	await reader.read();
	server.pass(60_000);
	return { server, reader };
}

describe('beginning', () => {
	test('from now: what is there already is not told, what comes after is', async () => {
		const server = new WindowServer();
		server.create();
		const { reader } = await started(server);
		const id = server.create();
		await reader.read();
		expect(reader.got.map((change) => [change.id, change.events])).toEqual([[id, ['caseCreated']]]);
	});

	test('from a time: that moment is included, and what came before is not told', async () => {
		const server = new WindowServer();
		server.now -= 1000;
		const old = server.create();
		server.now += 1000;
		const id = server.create();
		server.pass(5000);
		server.update(old, { status: 'closed' });
		const reader = new Reader(server, undefined, AT_NOON);
		await reader.readAll();
		expect(reader.got.map((change) => [change.id, change.events])).toEqual([
			[id, ['caseCreated']],
			[old, ['caseUpdated']],
		]);
	});

	test('from now, after an import: a restart does not tell what was there', async () => {
		const server = new WindowServer();
		for (let count = 0; count < 4000; count++) server.create();
		const { reader } = await started(server);
		reader.kill();
		server.pass(3_600_000);
		await reader.readAll();
		expect(reader.got).toEqual([]);
	});
});

describe('an idle read', () => {
	test('costs one request, soon after a change and long after', async () => {
		const { server, reader } = await started();
		server.create();
		await reader.readAll();
		for (const minutes of [1, 1, 1, 1, 60, 600]) {
			server.pass(minutes * 60_000);
			await reader.read();
			expect([minutes, reader.requests]).toEqual([minutes, 1]);
		}
		expect(reader.got).toHaveLength(1);
	});

	test('costs one request after many changes in one second, once it is old', async () => {
		const { server, reader } = await started();
		for (let count = 0; count < 300; count++) server.create();
		await reader.readAll();
		server.pass(300_000);
		await reader.read();
		server.pass(60_000);
		await reader.read();
		expect(reader.requests).toBe(1);
		expect(reader.got).toHaveLength(300);
	});
});

describe('what is easily lost', () => {
	test('a creation keeps its name when the case changes before it is read', async () => {
		const { server, reader } = await started();
		const created = server.time();
		const id = server.create();
		server.pass(5000);
		server.update(id, { status: 'closed' });
		await reader.read();
		expect(reader.keys()).toEqual([
			`demo:case:${id}:${new Date(created).toISOString()}`,
			`demo:case:${id}:${new Date(server.now).toISOString()}`,
		]);
		expect(reader.got.map(({ events }) => events)).toEqual([['caseCreated'], ['caseUpdated']]);
	});

	test('a second change within the second is seen by its content and has a name of its own', async () => {
		const { server, reader } = await started();
		const id = server.create();
		await reader.read();
		server.update(id, { status: 'closed' });
		await reader.read();
		server.update(id, { priority: 'high' });
		await reader.read();
		expect(reader.got.map(({ events }) => events)).toEqual([
			['caseCreated'],
			['statusChanged', 'caseUpdated'],
			['priorityRaised', 'caseUpdated'],
		]);
		expect(new Set(reader.keys()).size).toBe(3);
	});

	test('a member that the server works out anew with each answer is no change', async () => {
		const { server, reader } = await started();
		const id = server.create({ minutes_open: 1 });
		await reader.read();
		server.poke(id, { minutes_open: 2 });
		server.pass(1000);
		await reader.read();
		expect(reader.got).toHaveLength(1);
	});

	test.each([-60_000, 0, 60_000])(
		'what becomes visible up to 60 s late comes, the clock of the answers %d ms ahead',
		async (skewMs) => {
			const server = new WindowServer();
			server.skewMs = skewMs;
			const reader = new Reader(server);
			await reader.read();
			server.pass(120_000);
			const expected: number[] = [];
			for (let count = 0; count < 60; count++) {
				expected.push(server.create({}, count % 2 === 0 ? 60_000 : 0));
				server.pass(count % 3 === 0 ? 7000 : 1000);
				if (count % 4 === 0) await reader.read();
			}
			for (let minute = 0; minute < 5; minute++) {
				server.pass(60_000);
				await reader.read();
			}
			expect(reader.got.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(expected);
		},
	);

	test('an update that becomes visible after a newer one comes all the same', async () => {
		const { server, reader } = await started();
		const id = server.create();
		await reader.read();
		server.pass(10_000);
		server.update(id, { status: 'assigned' }, 40_000);
		server.pass(10_000);
		server.update(id, { priority: 'high' });
		await reader.read();
		server.pass(60_000);
		await reader.read();
		expect(reader.got).toHaveLength(3);
		expect(reader.got[2]?.about?.record.status).toBe('assigned');
	});

	test('a case with a time far in the future holds nothing up', async () => {
		const { server, reader } = await started();
		server.create({ updated_at: '2031-01-01T00:00:00Z' });
		await reader.read();
		server.pass(600_000);
		await reader.read();
		const id = server.create();
		server.pass(600_000);
		await reader.read();
		expect(reader.got.map((change) => change.id)).toEqual([1, 1, id]);
	});

	test('a case without times comes once, and again when it is another', async () => {
		const { server, reader } = await started();
		server.isInclusive = true;
		const id = server.create({ created_at: null, updated_at: null });
		// Such a server cannot ask by time: it shows the case always.
		server.showsAll = true;
		for (let count = 0; count < 3; count++) {
			await reader.read();
			server.pass(600_000);
		}
		expect(reader.got.map(({ at, events }) => [at, events])).toEqual([[null, ['caseUpdated']]]);
		server.poke(id, { status: 'closed' });
		await reader.read();
		expect(reader.got).toHaveLength(2);
		expect(new Set(reader.keys()).size).toBe(2);
	});

	test.each([
		['excludes its bound', false, true],
		['sends no pagination', true, false],
	])('a server that %s loses nothing', async (_, isInclusive, hasPagination) => {
		const { server, reader } = await started();
		Object.assign(server, { isInclusive, hasPagination, pageCap: 7 });
		const ids = Array.from({ length: 40 }, () => server.create());
		await reader.readAll();
		server.pass(200_000);
		await reader.readAll();
		ids.push(server.create());
		await reader.readAll();
		expect(reader.got.map(({ id }) => id)).toEqual(ids);
	});
});

describe('a read that is cut', () => {
	async function halfRead(most = 500): Promise<{ server: WindowServer; reader: Reader }> {
		const server = new WindowServer();
		const reader = new Reader(server, undefined, null, most);
		await reader.read();
		server.pass(60_000);
		for (let count = 0; count < 1000; count++) server.create();
		server.refuse = { after: 4, times: 3 };
		await expect(reader.read()).rejects.toThrow('too many requests');
		expect(reader.requests).toBe(5);
		return { server, reader };
	}

	test('goes on where it stood, and tells nothing before the window is whole', async () => {
		const { server, reader } = await halfRead();
		expect(reader.got).toEqual([]);
		await expect(reader.read()).rejects.toThrow('too many requests');
		await expect(reader.read()).rejects.toThrow('too many requests');
		expect(server.refuse).toBeNull();
		await reader.read();
		// 1,000 rows are eleven pages, of which four had come.
		expect(reader.requests).toBe(7);
		await reader.readAll();
		expect(new Set(reader.keys()).size).toBe(1000);
		expect(reader.got).toHaveLength(1000);
	});

	test('loses nothing when others write before it goes on', async () => {
		const { server, reader } = await halfRead();
		server.refuse = null;
		server.pass(900_000);
		for (let id = 1; id <= 1000; id += 3) server.update(id, { status: 'closed' });
		server.create();
		await reader.readAll();
		server.pass(300_000);
		await reader.readAll();
		const closed = reader.got.filter(({ about }) => about?.record.status === 'closed');
		expect(new Set(closed.map(({ id }) => id)).size).toBe(334);
		expect(new Set(reader.got.map(({ id }) => id)).size).toBe(1001);
	});

	test('begins anew after n8n ended', async () => {
		const { server, reader } = await halfRead();
		server.refuse = null;
		reader.kill();
		await reader.readAll();
		expect(new Set(reader.keys()).size).toBe(1000);
	});
});

describe('a restored server', () => {
	test('is told once, and what changes after it comes', async () => {
		const { server, reader } = await started();
		server.create();
		await reader.read();
		server.pass(3_600_000);
		const backup = server.copy();
		const lost = [server.create(), server.create()];
		await reader.read();
		server.pass(3_600_000);
		await reader.read();
		server.restore(backup);
		server.pass(60_000);
		await reader.read();
		expect(reader.restored).toEqual(['server_restored']);
		const reused = server.create({ title: 'Another made-up case' });
		expect(lost).toContain(reused);
		server.pass(60_000);
		await reader.readAll();
		await reader.read();
		expect(reader.restored).toHaveLength(1);
		expect(reader.got.at(-1)).toMatchObject({ id: reused, events: ['caseCreated'] });
	});

	test('is noticed by a case that went back in time', async () => {
		const { server, reader } = await started();
		const id = server.create();
		server.pass(3_600_000);
		const backup = server.copy();
		server.update(id, { status: 'closed' });
		await reader.readAll();
		server.restore(backup);
		server.pass(60_000);
		await reader.read();
		expect(reader.restored).toEqual(['server_restored']);
	});

	test('is not seen in a case that changes, nor in one of several that is deleted', async () => {
		const { server, reader } = await started();
		const ids = [server.create(), server.create(), server.create()];
		await reader.read();
		for (const id of ids) {
			server.pass(600_000);
			server.update(id, { status: 'closed' });
			await reader.read();
		}
		server.remove(ids[1] ?? 0);
		server.pass(600_000);
		await reader.read();
		expect(reader.restored).toEqual([]);
	});

	test('an id that was used before belongs to a new case', async () => {
		const { server, reader } = await started();
		const id = server.create();
		await reader.read();
		server.pass(20_000);
		const time = server.time();
		server.poke(id, { title: 'Another made-up case', created_at: time, updated_at: time });
		await reader.read();
		expect(reader.got.map(({ events }) => events)).toEqual([['caseCreated'], ['caseCreated']]);
	});
});

test('a mark that is none is an error in words, never a silent start', async () => {
	const reader = new Reader(new WindowServer());
	reader.mark = { cursor: 7 };
	await expect(reader.read()).rejects.toThrow('What this node remembers');
});

/** What happens while pages are read, a step between two requests. */
const step = fc.record({
	what: fc.constantFrom('create', 'update', 'late update', 'late create', 'delete', 'wait'),
	which: fc.nat(400),
	ms: fc.integer({ min: 0, max: 20_000 }),
});

test('rows that move between pages while others write: nothing is lost, and a creation comes first', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(step, { minLength: 20, maxLength: 80 }),
			fc.constantFrom(...ORDERS),
			fc.integer({ min: 11, max: 40 }),
			fc.integer({ min: -60_000, max: 60_000 }),
			fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
			async (steps, order, pageCap, skewMs, kills) => {
				const server = new WindowServer();
				Object.assign(server, { order, pageCap, skewMs });
				for (let count = 0; count < 120; count++) server.create();
				const reader = new Reader(server, undefined, null, 50);
				await reader.read();
				server.pass(1000);
				const expected = new Set<string>();
				const newest = new Map<number, string>();
				let at = 0;
				const act = () => {
					const { what, which, ms } = steps[at++] ?? { what: 'wait', which: 0, ms: 0 };
					const ids = [...server.cases.keys()];
					const id = ids[which % ids.length] ?? 1;
					const lateMs = what.startsWith('late') ? 60_000 : 0;
					if (what.endsWith('create')) {
						const created = server.create({}, lateMs);
						expected.add(nameOf(created, server.time()));
						newest.set(created, server.time());
					} else if (what.endsWith('update')) {
						server.update(id, { status: `s${at}` }, lateMs);
						newest.set(id, server.time());
					} else if (what === 'delete') {
						server.remove(id);
						newest.delete(id);
					}
					server.pass(ms);
				};
				server.before = act;
				for (const isKilled of kills) {
					await reader.read();
					server.pass(30_000);
					if (isKilled) reader.kill();
				}
				while (at < steps.length) act();
				server.before = null;
				for (let minute = 0; minute < 6; minute++) {
					server.pass(60_000);
					await reader.readAll();
				}
				const told = new Set(reader.keys());
				// The last version of each case that is left stays, so that it must have been seen.
				for (const [id] of newest) {
					const row = server.cases.get(id);
					if (!row) continue;
					const name = nameOf(id, String(row.updated_at));
					if (![...told].some((key) => key.startsWith(name))) throw new Error(`Lost ${name}`);
				}
				for (const name of expected) {
					const id = Number(name.split(':')[2]);
					if (server.cases.has(id) && !told.has(name)) throw new Error(`Lost creation ${name}`);
				}
				for (const id of newest.keys()) {
					const first = reader.got.find((change) => change.id === id);
					const isNewCase = expected.has(nameOf(id, String(server.cases.get(id)?.created_at)));
					if (isNewCase) expect(first?.events).toEqual(['caseCreated']);
				}
				expect(reader.restored).toEqual([]);
			},
		),
		{ numRuns: 30 },
	);
}, 120_000);

function nameOf(id: number, time: string): string {
	return changeKey('demo', { kind: 'case', id, version: new Date(time).toISOString() });
}
