import type { EventName } from '../../../../../nodes/shared/changes/events';
import { sampleChanges } from '../../../../../nodes/shared/helpline/published/changes';
import { open } from './fakeServer';
import { Reader, WindowServer } from './windowServer';

async function started(
	...events: EventName[]
): Promise<{ server: WindowServer; reader: Reader; id: number }> {
	const server = new WindowServer();
	const id = server.create();
	server.pass(600_000);
	const reader = new Reader(server, events);
	await reader.read();
	server.pass(60_000);
	return { server, reader, id };
}

function told(reader: Reader): unknown[] {
	return reader.got.map(({ kind, id, events }) => [kind, id, ...events]);
}

describe('communications and recordings of changed cases', () => {
	test('each is a change of its own, once, with the case it is about', async () => {
		const { server, reader, id } = await started('communicationReceived', 'recordingAvailable');
		const call = server.hang('communications', id, { direction: 'inbound', contact_type: 'call' });
		server.hang('communications', id, { direction: 'outbound', contact_type: 'sms' });
		server.pass(1000);
		const file = server.hang('attachments', id, { file_type: 'audio' });
		server.hang('attachments', id, { file_type: 'document' });
		await reader.read();
		const all = [
			['communication', call, 'communicationReceived'],
			['recording', file, 'recordingAvailable'],
		];
		expect(told(reader)).toEqual(all);
		expect(reader.got.map(({ about }) => about?.record.id)).toEqual([id, id]);
		expect(reader.keys()[0]).toBe(`demo:communication:${call}:2026-03-01T12:11:00.000Z`);
		for (let minute = 0; minute < 6; minute++) {
			server.pass(60_000);
			if (minute === 4) server.update(id, { status: 'closed' });
			await reader.readAll();
		}
		expect(told(reader)).toEqual(all);
	});

	test('one that comes within the second in which its case was read comes when the second has settled', async () => {
		const { server, reader, id } = await started('communicationReceived');
		server.update(id, { status: 'closed' });
		await reader.read();
		const call = server.hang('communications', id, { direction: 'inbound' });
		for (let minute = 0; minute < 6; minute++) {
			server.pass(60_000);
			await reader.read();
		}
		expect(told(reader)).toEqual([['communication', call, 'communicationReceived']]);
		expect(reader.requests).toBe(1);
	});

	test('one that becomes visible a minute late comes once', async () => {
		const { server, reader, id } = await started('communicationReceived');
		const late = server.hang('communications', id, { direction: 'inbound' }, 60_000);
		server.pass(5000);
		const first = server.hang('communications', id, { direction: 'inbound' });
		await reader.read();
		for (let minute = 0; minute < 6; minute++) {
			server.pass(60_000);
			await reader.read();
		}
		expect(told(reader)).toEqual([
			['communication', first, 'communicationReceived'],
			['communication', late, 'communicationReceived'],
		]);
	});

	test('one that came late comes with the next change of its case, however far others have carried the place', async () => {
		const server = new WindowServer();
		const id = server.create();
		const other = server.create();
		server.pass(600_000);
		const reader = new Reader(server, ['caseUpdated', 'communicationReceived'], null, 1);
		await reader.readAll();
		server.pass(60_000);
		server.update(id, { title: 'Made up' });
		const late = server.hang('communications', id, { direction: 'inbound' }, 20_000);
		await reader.readAll();
		server.pass(60_000);
		server.update(other, { title: 'Made up' });
		server.pass(60_000);
		server.update(id, { status: 'closed' });
		server.pass(600_000);
		await reader.readAll();
		expect(told(reader)).toContainEqual(['communication', late, 'communicationReceived']);
		server.pass(600_000);
		await reader.readAll();
		expect(new Set(reader.keys()).size).toBe(reader.got.length);
	});

	test('those of a case that changed again and again during a pause come, also when n8n ends in between', async () => {
		const { server, reader, id } = await started('caseUpdated', 'communicationReceived');
		const call = server.hang('communications', id, { direction: 'inbound' });
		const others = Array.from({ length: 600 }, () => {
			server.pass(60_000);
			return server.create();
		});
		for (const other of others) server.update(other, { status: 'closed' });
		server.pass(600_000);
		server.update(id, { status: 'closed' });
		server.pass(600_000);
		await reader.read();
		reader.kill();
		await reader.readAll();
		expect(told(reader)).toContainEqual(['communication', call, 'communicationReceived']);
	});

	test('a case that was deleted before its lists were read holds nothing up', async () => {
		const { server, reader, id } = await started('caseUpdated', 'communicationReceived');
		server.update(id, { status: 'closed' });
		server.before = () => {
			if (server.asked.at(-1) === `/cases/${id}/communications`) server.remove(id);
		};
		await reader.read();
		expect(told(reader)).toEqual([['case', id, 'caseUpdated']]);
	});

	test('a server without the list says so and tells of the cases all the same', async () => {
		const { server, reader, id } = await started('caseUpdated', 'communicationReceived');
		server.lacks = ['communications'];
		server.update(id, { title: 'Another title' });
		const slice = await reader.read();
		expect(slice.remarks).toEqual([
			'Communications: not offered by this OpenCHS, so events that only this list tells of do not come.',
		]);
		expect(reader.got).toHaveLength(1);
	});
});

describe('activities', () => {
	test('are read when an event needs them, and not otherwise', async () => {
		for (const [event, requests] of [
			['noteAdded', 2],
			['caseUpdated', 1],
		] as const) {
			const { server, reader, id } = await started(event);
			server.hang('activities', id, { activity_type: 'note', description: 'Called back' });
			await reader.read();
			expect([event, reader.requests]).toEqual([event, requests]);
			expect(reader.got).toHaveLength(1);
		}
	});

	test('count for one change only', async () => {
		const { server, reader, id } = await started('noteAdded', 'statusChanged');
		server.hang('activities', id, { activity_type: 'note', description: 'Called back' });
		await reader.read();
		server.pass(1000);
		server.hang('activities', id, {
			activity_type: 'status_change',
			description: 'Status changed from assigned to open',
		});
		await reader.read();
		expect(told(reader)).toEqual([
			['case', id, 'noteAdded', 'caseUpdated'],
			['case', id, 'statusChanged', 'caseUpdated'],
		]);
		expect(reader.got[1]?.change).toEqual({ status: { from: 'open', to: 'open' } });
	});

	test('a note of the second in which its case was read is told when that second has settled, by a name of its own', async () => {
		const { server, reader, id } = await started('noteAdded');
		server.hang('activities', id, { activity_type: 'note', description: 'One' });
		await reader.read();
		server.hang('activities', id, { activity_type: 'note', description: 'Two' });
		for (let minute = 0; minute < 5; minute++) {
			server.pass(60_000);
			await reader.read();
		}
		expect(told(reader)).toEqual(Array(2).fill(['case', id, 'noteAdded', 'caseUpdated']));
		expect(new Set(reader.keys()).size).toBe(2);
	});
});

describe('a slice that ends early', () => {
	async function manyChanged(): Promise<{ server: WindowServer; reader: Reader }> {
		const { server, reader } = await started('caseCreated', 'communicationReceived');
		for (let count = 0; count < 5; count++) {
			const id = server.create();
			server.hang('communications', id, { direction: 'inbound' });
			server.pass(1000);
		}
		return { server, reader };
	}

	test('tells what is whole, why it ended, and goes on there without reading the window again', async () => {
		const { server, reader } = await manyChanged();
		server.refuse = { after: 3, times: 1 };
		const slice = await reader.read();
		expect([slice.stopped?.code, slice.isMore, slice.changes.length]).toEqual([
			'too_many_requests',
			true,
			4,
		]);
		await reader.read();
		expect(reader.requests).toBe(3);
		expect(reader.got).toHaveLength(10);
		expect(new Set(reader.keys()).size).toBe(10);
	});

	test('is an error when nothing is whole yet', async () => {
		const { server, reader } = await manyChanged();
		server.refuse = { after: 1, times: 1 };
		await expect(reader.read()).rejects.toThrow('too many requests');
		await reader.read();
		expect(reader.got).toHaveLength(10);
	});
});

test('what nobody waits for takes no place in a slice', async () => {
	const { server, reader, id } = await started('caseCreated');
	for (let count = 0; count < 10; count++) {
		server.update(id, { title: `Title ${count}` });
		server.pass(1000);
	}
	const created = server.create();
	await reader.read();
	expect(told(reader)).toEqual([['case', created, 'caseCreated']]);
});

describe('a sample', () => {
	test('is of the newest cases, the newest first, and costs little', async () => {
		const server = new WindowServer();
		for (let count = 0; count < 30; count++) {
			server.create();
			server.pass(1000);
		}
		server.update(2, { status: 'closed' });
		const { connection } = await open(server);
		const changes = await sampleChanges(connection, new Set(['caseCreated', 'caseUpdated']), 0);
		expect(changes.map(({ id, events }) => [id, events])).toEqual([
			[2, ['caseUpdated']],
			[30, ['caseCreated']],
			[29, ['caseCreated']],
			[2, ['caseCreated']],
		]);
		expect(server.asked).toHaveLength(1);
	});

	test('holds five changes at most', async () => {
		const server = new WindowServer();
		const id = server.create();
		for (let count = 0; count < 20; count++) {
			server.hang('communications', id, { direction: 'inbound' });
			server.pass(1000);
		}
		const { connection } = await open(server);
		const changes = await sampleChanges(connection, new Set(['communicationReceived']), 0);
		expect(changes.map((change) => change.id)).toEqual([21, 20, 19, 18, 17]);
	});

	test('is empty on a server without cases', async () => {
		const { connection } = await open(new WindowServer());
		expect(await sampleChanges(connection, new Set(['caseCreated']), 0)).toEqual([]);
	});
});
