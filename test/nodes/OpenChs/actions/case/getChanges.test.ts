import type { INodeParameters } from 'n8n-workflow';

import type { ChangesAsk, ChangesSlice } from '../../../../../nodes/shared/changes/change';
import { findMarker } from '../../../../support/markers';
import type { FakeHelpline } from '../../fakeHelpline';
import { fakeHelpline, FOUND, foundCase, madeChange } from '../../fakeHelpline';
import { runOperation } from '../../runOperation';

jest.mock('../../../../../nodes/shared/helpline/client');

let helpline: FakeHelpline;

beforeEach(() => {
	helpline = fakeHelpline();
});

async function run(parameters: INodeParameters = {}, timezone = 'UTC') {
	return await runOperation(
		{ resource: 'case', operation: 'getChanges', changedAfter: '2026-01-05', ...parameters },
		{ helpline, timezone },
	);
}

function answers(...slices: Array<Partial<ChangesSlice>>): void {
	for (const part of slices) {
		helpline.readChanges.mockResolvedValueOnce({
			changes: [],
			mark: {},
			isMore: false,
			stopped: null,
			restored: null,
			remarks: [],
			...part,
		});
	}
}

function asks(): ChangesAsk[] {
	return helpline.readChanges.mock.calls.map(([ask]: [ChangesAsk]) => ask);
}

function at(minute: number, id = minute) {
	const about = foundCase({ id });
	return madeChange({ id, at: `2026-01-05T08:${minute}:00Z`, found: about, about });
}

describe('Get Many Changes', () => {
	it('gives the changes under the keys of the trigger', async () => {
		const { items } = await run();

		expect(items).toHaveLength(1);
		expect(items[0]?.json).toMatchObject({
			id: 7,
			event: 'caseCreated',
			events: ['caseCreated'],
			change: {},
			change_key: 'demo:case:7:2026-01-05T08:00:00.000Z',
			detected_at: expect.stringMatching(/Z$/),
		});
	});

	it('begins at the time that is asked for, and goes on from each mark', async () => {
		answers(
			{ changes: [at(10)], mark: { read: 1 }, isMore: true },
			{ changes: [at(11)], mark: { read: 2 } },
		);

		const { items } = await run(
			{ changedAfter: '2026-01-05T11:00', returnAll: true },
			'Africa/Nairobi',
		);

		expect(items.map(({ json }) => json.id)).toEqual([10, 11]);
		expect(asks().map(({ mark, from }) => [mark, from])).toEqual([
			[null, '2026-01-05T08:00:00Z'],
			[{ read: 1 }, null],
		]);
		expect(asks()[0]?.events).toEqual(new Set(['caseCreated']));
	});

	it('leaves out what happened at the end or later, and does not read on behind it', async () => {
		answers({ changes: [at(10), at(20)], mark: { read: 2 }, isMore: true });
		answers({ changes: [at(21)], mark: { read: 3 }, isMore: true });

		const { items } = await run({ changedBefore: '2026-01-05T08:20', returnAll: true });

		expect(items.map(({ json }) => json.id)).toEqual([10]);
		expect(asks()).toHaveLength(2);
	});

	it('gives what has no time', async () => {
		answers({ changes: [{ ...at(10), at: null }] });

		expect((await run({ changedBefore: '2026-01-05T08:00' })).items).toHaveLength(1);
	});

	it('gives no more than asked for', async () => {
		answers({ changes: [at(10), at(11), at(12)], mark: { read: 3 }, isMore: true });

		const { items } = await run({ limit: 2 });

		expect(items.map(({ json }) => json.id)).toEqual([10, 11]);
		expect(asks()).toHaveLength(1);
	});

	it('gives those of the chosen events and filters alone', async () => {
		const low = foundCase({ priority: 'low' });
		answers({
			changes: [
				{ ...at(10), events: ['noteAdded', 'caseUpdated'] },
				{ ...at(11), about: low },
				{ ...at(12), events: ['caseUpdated', 'escalated'] },
				{ ...at(13), about: null, events: ['escalated'] },
			],
		});

		const { items } = await run({
			events: ['escalated', 'caseUpdated'],
			filters: { priority: ['high'], status: [] },
		});

		expect(items.map(({ json }) => [json.id, json.event])).toEqual([
			[10, 'caseUpdated'],
			[12, 'escalated'],
			[13, 'escalated'],
		]);
	});

	it('goes on after a read that ended early', async () => {
		const stopped = { code: 'server_error', message: 'Broken' } as const;
		answers({ changes: [at(10)], mark: { read: 1 }, stopped }, { changes: [at(11)] });

		expect((await run({ returnAll: true })).items).toHaveLength(2);
	});

	it('ends when a server promises more and gives nothing', async () => {
		const nothing = { mark: { read: 1 }, isMore: true };
		answers(nothing, nothing, { changes: [at(10)] });

		expect((await run({ returnAll: true })).items).toEqual([]);
		expect(asks()).toHaveLength(2);
	});

	it('shows the remarks above the output', async () => {
		answers({ remarks: ['A remark'] });

		expect((await run()).hints).toEqual([{ message: 'A remark', location: 'outputPane' }]);
	});

	it('tells of a change only what the output may hold', async () => {
		const change = {
			priority: { from: 'low', to: 'high' },
			title: { from: null, to: 'After' },
		};
		answers({ changes: [{ ...at(10), change }] });
		answers({ changes: [{ ...at(10), change }] });

		const own = await run({ output: 'selected', outputFields: ['priority'] });
		const open = await run({ output: 'raw', options: { leaveOutPersonal: true } });

		for (const { items } of [own, open]) {
			expect(items[0]?.json.change).toEqual({ priority: { from: 'low', to: 'high' } });
			expect(findMarker(items)).toEqual([]);
		}
	});

	it('gives messages with the fields of a message', async () => {
		answers({
			changes: [
				{
					...at(10),
					kind: 'message',
					events: ['communicationReceived'],
					found: FOUND.communication,
				},
			],
		});

		const { items } = await run({ events: ['communicationReceived'] });

		expect(items[0]?.json).toMatchObject({ case_id: 7, direction: 'inbound' });
	});

	it.each([
		[{ changedAfter: 'soon' }, "'From' does not hold a date [item 0]"],
		[{ changedBefore: 'soon' }, "'To' does not hold a date [item 0]"],
		[{ events: [] }, "'Events' is empty [item 0]"],
		[{ filters: { category: '7' } }, "'Category' of the filters holds an ID [item 0]"],
	])('%j: %s', async (parameters, message) => {
		await expect(run(parameters)).rejects.toThrow(message);
		expect(asks()).toEqual([]);
	});
});
