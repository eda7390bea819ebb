import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Change, ChangesAsk } from '../../../nodes/shared/changes/change';
import { findMarker } from '../../support/markers';
import { FOUND, foundCase } from '../OpenChs/fakeHelpline';
import { caseChange, refusal, slice, Trigger } from './harness';

jest.mock('../../../nodes/shared/helpline/client');

const ENVELOPE = ['change', 'change_key', 'detected_at', 'event', 'events', 'helpline'];

async function deliver(parameters: INodeParameters, ...changes: Change[]): Promise<IDataObject[]> {
	const trigger = new Trigger(parameters);
	await trigger.check();
	trigger.changes = changes;
	return ((await trigger.check()) ?? []).map(({ json }) => json);
}

async function deliverOne(parameters: INodeParameters, change: Change): Promise<IDataObject> {
	const [json] = await deliver(parameters, change);
	if (!json) throw new Error('Nothing was delivered');
	return json;
}

const RAISED = caseChange(7, {
	events: ['caseUpdated', 'priorityRaised'],
	change: {
		priority: { from: 'low', to: 'high' },
		title: { from: 'Before', to: 'After' },
		column_of_the_server: { from: '1', to: '2' },
	},
});

const MESSAGE: Change = {
	...caseChange(7),
	kind: 'message',
	id: 12,
	version: '2026-01-06T08:00:00.000Z',
	events: ['communicationReceived'],
	found: FOUND.communication,
};

describe('an item', () => {
	it('tells what happened, under which key, and where', async () => {
		const json = await deliverOne({ events: ['priorityRaised', 'caseUpdated'] }, RAISED);

		expect(json).toMatchObject({
			id: 7,
			helpline: 'demo',
			event: 'priorityRaised',
			events: ['priorityRaised', 'caseUpdated'],
			change: { priority: { from: 'low', to: 'high' }, title: { from: 'Before', to: 'After' } },
			change_key: 'demo:case:7:v7',
			link: 'https://helpline.example/cases/7/view',
		});
		expect(Date.now() - Date.parse(String(json.detected_at))).toBeLessThan(60_000);
	});

	it('is named by the most specific event that was chosen, and tells all that apply', async () => {
		const json = await deliverOne({ events: ['caseUpdated'] }, RAISED);

		expect([json.event, json.events]).toEqual(['caseUpdated', ['priorityRaised', 'caseUpdated']]);
	});

	it('holds every known field of the case, and none that only the server knows', async () => {
		const json = await deliverOne({ events: ['caseUpdated'] }, RAISED);

		expect(json).toMatchObject({ title: expect.any(String), reporter_phone: expect.any(String) });
		expect(Object.keys(json)).not.toContain('something_new');
		expect(Object.keys(json.change as object)).toEqual(['priority', 'title']);
	});

	it('of a message holds the message, and the address of its case', async () => {
		const json = await deliverOne({ events: ['communicationReceived'] }, MESSAGE);

		expect(json).toMatchObject({
			id: 12,
			case_id: 7,
			direction: 'inbound',
			change_key: 'demo:message:12:2026-01-06T08:00:00.000Z',
			link: 'https://helpline.example/cases/7/view',
		});
		expect(Object.keys(json)).not.toContain('title');
	});

	it('of a call without a case has no address', async () => {
		const call: Change = { ...MESSAGE, kind: 'communication', about: null };

		const json = await deliverOne({ events: ['communicationReceived'] }, call);

		expect(json).toMatchObject({
			link: null,
			change_key: expect.stringMatching(/^demo:communication:/),
		});
	});

	it('leaves out what identifies somebody when it is asked to', async () => {
		const options = { leaveOutPersonal: true };

		const [one, message] = await deliver(
			{ events: ['priorityRaised', 'communicationReceived'], options },
			RAISED,
			MESSAGE,
		);

		expect(findMarker([one, message])).toEqual([]);
		expect(one).toMatchObject({ id: 7, priority: 'high', case_number: 'CASE-2026-000007' });
		expect(one?.change).toEqual({ priority: { from: 'low', to: 'high' } });
		expect(message).toMatchObject({ id: 12, direction: 'inbound' });
	});
});

describe("'Pointer Only'", () => {
	const POINTER = { options: { output: 'pointer' } };

	it('holds ID, number, priority and the address, and no change of another field', async () => {
		const json = await deliverOne({ ...POINTER, events: ['priorityRaised'] }, RAISED);

		expect(Object.keys(json).sort()).toEqual(
			[...ENVELOPE, 'id', 'case_number', 'priority', 'link'].sort(),
		);
		expect(json.change).toEqual({ priority: { from: 'low', to: 'high' } });
		expect(findMarker(json)).toEqual([]);
	});

	it('of a message names its case', async () => {
		const json = await deliverOne({ ...POINTER, events: ['communicationReceived'] }, MESSAGE);

		expect(Object.keys(json).sort()).toEqual(
			[...ENVELOPE, 'id', 'case_id', 'case_number', 'priority', 'link'].sort(),
		);
		expect(json).toMatchObject({
			id: 12,
			case_id: 7,
			case_number: 'CASE-2026-000007',
			priority: 'high',
		});
		expect(findMarker(json)).toEqual([]);
	});
});

describe("'Selected Fields'", () => {
	function selected(...outputFields: string[]) {
		return {
			events: ['priorityRaised', 'communicationReceived'],
			options: { output: 'selected', outputFields },
		};
	}

	it('lets nothing through that is not on the list, not even the ID', async () => {
		const json = await deliverOne(selected('status', 'link'), RAISED);

		expect(Object.keys(json).sort()).toEqual([...ENVELOPE, 'link', 'status'].sort());
		expect(json.change).toEqual({});
	});

	it('lets nothing through that only the server knows, whatever the list says', async () => {
		const json = await deliverOne(selected('status', 'something_new', 'raw'), RAISED);

		expect(Object.keys(json).sort()).toEqual([...ENVELOPE, 'status'].sort());
	});

	it('has an empty field where this OpenCHS has none', async () => {
		expect(await deliverOne(selected('ai_risk_level'), RAISED)).toMatchObject({
			ai_risk_level: null,
		});
	});

	it('takes what a message does not have from its case', async () => {
		const json = await deliverOne(selected('contact_type', 'status'), MESSAGE);

		expect(json).toMatchObject({ contact_type: 'call', status: 'open' });
	});

	it('stays closed to personal fields of the case when they are left out', async () => {
		const parameters = selected('title', 'message', 'status');

		const json = await deliverOne(
			{ ...parameters, options: { ...parameters.options, leaveOutPersonal: true } },
			MESSAGE,
		);

		expect(Object.keys(json).sort()).toEqual([...ENVELOPE, 'status'].sort());
	});
});

describe('filters', () => {
	const LOW = caseChange(2, { about: foundCase({ id: 2, priority: 'low' }) });

	it('keep a change back, which does not come later', async () => {
		const trigger = new Trigger({ filters: { priority: ['high'] } });
		await trigger.check();
		trigger.changes = [LOW];
		expect(await trigger.check()).toBeNull();
		trigger.add(3);

		expect(await trigger.deliver()).toEqual([3]);
	});

	it('let through what is about no known case', async () => {
		const delivered = await deliver(
			{ events: ['communicationReceived'], filters: { priority: ['low'] } },
			{ ...MESSAGE, about: null },
		);

		expect(delivered).toHaveLength(1);
	});

	it('are those of the login', async () => {
		const filters = { status: ['in_progress'] };

		expect(await deliver({ filters }, caseChange(1))).toHaveLength(1);
		expect(await deliver({ filters, authentication: 'apiKey' }, caseChange(1))).toEqual([]);
	});
});

describe('one check', () => {
	it('goes on through slices of which nothing is wanted', async () => {
		const trigger = new Trigger({ filters: { priority: ['low'] } });
		await trigger.check();
		trigger.sliceSize = 1;
		trigger.add(1, 2, 3);
		trigger.changes.push(caseChange(4, { about: foundCase({ id: 4, priority: 'low' }) }));

		expect(await trigger.deliver()).toEqual([4]);
		expect(trigger.end).toHaveBeenLastCalledWith(', 4 changes read, 1 delivered');
	});

	it('stops when it has what it may deliver, and says that more is waiting', async () => {
		const trigger = new Trigger({ options: { mostChanges: 2 } });
		await trigger.check();
		trigger.add(1, 2, 3);

		expect(await trigger.deliver()).toEqual([1, 2]);
		expect(trigger.end).toHaveBeenLastCalledWith(', 2 changes read, 2 delivered, more waiting');
		expect(await trigger.deliver()).toEqual([3]);
	});

	it('asks for what is still missing only', async () => {
		const trigger = new Trigger({ options: { mostChanges: 3 } });
		await trigger.check();
		trigger.sliceSize = 2;
		trigger.add(1, 2, 3);
		await trigger.check();

		expect(trigger.asks().map(({ most }) => most)).toEqual([3, 3, 1]);
	});

	it.each([
		['that n8n tells', 20_000, 20_000],
		['of the durable engine, although n8n would give more', 300_000, 36_000],
	])('ends within the time %s', async (_whose, budgetMilliseconds, expected) => {
		const trigger = new Trigger();
		const before = Date.now();
		await trigger.check({ budgetMilliseconds });

		const [{ deadline, retry, timeoutMs }] = trigger.opened as [
			{ deadline: number; retry: object; timeoutMs: number },
		];
		expect(deadline - before).toBeGreaterThanOrEqual(expected);
		expect(deadline - before).toBeLessThan(expected + 2_000);
		expect([retry, timeoutMs]).toEqual([
			{ attempts: 2, firstWaitMs: 1_000, patienceMs: 5_000 },
			15_000,
		]);
	});

	it('reads no further slice when its time is over', async () => {
		const trigger = new Trigger({ filters: { priority: ['low'] } });
		await trigger.check();
		trigger.sliceSize = 1;
		trigger.add(1, 2, 3);
		trigger.helpline.readChanges.mockClear();

		expect(await trigger.check({ budgetMilliseconds: -1 })).toBeNull();
		expect(trigger.helpline.readChanges).toHaveBeenCalledTimes(1);
	});

	it('delivers what it read before a later slice was refused, and goes on from there', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.sliceSize = 1;
		trigger.add(1, 2);
		const answer = trigger.helpline.readChanges.getMockImplementation();
		trigger.helpline.readChanges
			.mockImplementationOnce(async (ask: ChangesAsk) => (await answer?.(ask)) as unknown)
			.mockRejectedValueOnce(refusal('too_many_requests'));

		expect(await trigger.deliver()).toEqual([1]);
		expect(trigger.end).toHaveBeenLastCalledWith(
			', 1 changes read, 1 delivered, more waiting, ended early: too_many_requests',
		);
		expect(await trigger.deliver()).toEqual([2]);
	});

	it('delivers a slice that ended early, and reads no more', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.helpline.readChanges.mockClear();
		trigger.helpline.readChanges.mockResolvedValueOnce(
			slice({
				changes: [caseChange(1)],
				mark: { read: 1 },
				isMore: true,
				stopped: { code: 'too_many_requests', message: 'Later' },
			}),
		);

		expect(await trigger.deliver()).toEqual([1]);
		expect(trigger.helpline.readChanges).toHaveBeenCalledTimes(1);
	});

	it('ends when a server promises more and gives nothing', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.helpline.readChanges.mockClear();
		trigger.helpline.readChanges.mockResolvedValue(slice({ mark: { read: 0 }, isMore: true }));

		expect(await trigger.check()).toBeNull();
		expect(trigger.helpline.readChanges).toHaveBeenCalledTimes(1);
	});

	it('delivers what it read before it met a restored server, which the next one tells', async () => {
		const trigger = new Trigger();
		await trigger.check();
		const restored = { code: 'server_restored', message: 'It was restored' } as const;
		trigger.helpline.readChanges
			.mockResolvedValueOnce(slice({ changes: [caseChange(1)], mark: { read: 1 }, isMore: true }))
			.mockResolvedValue(slice({ mark: { read: 0 }, restored }));

		expect(await trigger.deliver()).toEqual([1]);
		await expect(trigger.check()).rejects.toThrow(/^It was restored$/);
		expect(trigger.asks().at(-1)?.mark).toEqual({ read: 1 });
	});

	it('keeps the order of the server', async () => {
		const [one, other] = [caseChange(1, { version: 'a' }), caseChange(2)];
		const trigger = new Trigger();
		await trigger.check();
		trigger.changes = [one, other, caseChange(1, { version: 'b' })];

		const items = await trigger.check();

		expect(items?.map(({ json }) => json.change_key)).toEqual([
			'demo:case:1:a',
			'demo:case:2:v2',
			'demo:case:1:b',
		]);
	});

	it('writes its remarks to the log, each once', async () => {
		const trigger = new Trigger();
		trigger.helpline.readChanges.mockResolvedValue(slice({ remarks: ['A remark', 'A remark'] }));

		await trigger.check();

		expect(trigger.log.map(({ message }) => message)).toEqual(['OpenCHS check: A remark']);
	});
});
