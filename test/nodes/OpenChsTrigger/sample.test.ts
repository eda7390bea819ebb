import { deepCopy } from 'n8n-workflow';

import { EVENTS } from '../../../nodes/shared/changes/events';
import { findMarker, MARKER } from '../../support/markers';
import { foundCase } from '../OpenChs/fakeHelpline';
import { caseChange, refusal, Trigger } from './harness';

jest.mock('../../../nodes/shared/helpline/client');

const MANUAL = { mode: 'manual', activation: 'manual' } as const;

describe("'Fetch Test Event'", () => {
	it('shows real changes as the trigger would deliver them', async () => {
		const trigger = new Trigger({ options: { output: 'pointer' } });
		trigger.helpline.sampleChanges.mockResolvedValue([caseChange(5), caseChange(6)]);

		const items = await trigger.check(MANUAL);

		expect(items?.map(({ json }) => json.change_key)).toEqual(['demo:case:5:v5', 'demo:case:6:v6']);
		expect(findMarker(items)).toEqual([]);
		expect(trigger.helpline.sampleChanges).toHaveBeenCalledWith(
			new Set(['caseCreated', 'caseUpdated']),
			0,
		);
	});

	it('stores nothing and asks for no changes', async () => {
		const trigger = new Trigger();
		trigger.helpline.sampleChanges.mockResolvedValue([caseChange(5)]);
		await trigger.check();
		const before = deepCopy(trigger.stored());
		trigger.helpline.readChanges.mockClear();

		await trigger.check(MANUAL);

		expect(trigger.stored()).toEqual(before);
		expect(trigger.helpline.readChanges).not.toHaveBeenCalled();
	});

	it('touches nothing that the process remembers', async () => {
		const trigger = new Trigger();
		await trigger.check();
		trigger.add(1);
		trigger.helpline.sampleChanges.mockRejectedValue(refusal('timeout'));
		for (let count = 0; count < 3; count++) await trigger.tryCheck(MANUAL);

		expect(await trigger.deliver()).toEqual([1]);
		trigger.helpline.readChanges.mockRejectedValue(refusal('timeout'));
		expect((await trigger.tryCheck()).error).toBeUndefined();
	});

	it.each(EVENTS)('shows a made-up one that says so when there is nothing (%s)', async (event) => {
		const trigger = new Trigger({ events: [event] });

		const [item, ...others] = (await trigger.check(MANUAL)) ?? [];

		expect(others).toEqual([]);
		expect(item?.json).toMatchObject({
			event,
			helpline: 'demo',
			change_key: expect.stringMatching(/:made-up$/),
			sample: expect.stringMatching(/^Made-up example/),
		});
		expect(item?.json.events).toContain(event);
	});

	it('shows a made-up one in the profile that is chosen', async () => {
		const trigger = new Trigger({ options: { output: 'pointer' } });

		const [item] = (await trigger.check(MANUAL)) ?? [];

		expect(item?.json.case_number).toBe('MADE-UP-EXAMPLE');
		expect(Object.keys(item?.json ?? {})).not.toContain('title');
	});

	it('shows nothing that the filters keep back', async () => {
		const trigger = new Trigger({ filters: { priority: ['high'] } });
		const about = foundCase({ id: 5, priority: 'low' });
		trigger.helpline.sampleChanges.mockResolvedValue([caseChange(5, { about })]);

		const [item] = (await trigger.check(MANUAL)) ?? [];

		expect(item?.json.sample).toMatch(/^Made-up example/);
	});

	it('tells a refusal at once, without the number of an item', async () => {
		const trigger = new Trigger();
		trigger.helpline.sampleChanges.mockRejectedValue(refusal('no_connection'));

		expect((await trigger.tryCheck(MANUAL)).error?.message).toBe('Refused in words');
		expect(trigger.end).toHaveBeenCalledTimes(1);
	});

	it('repeats no foreign text', async () => {
		const trigger = new Trigger();
		trigger.helpline.sampleChanges.mockRejectedValue(new Error(`with ${MARKER} in it`));

		expect(findMarker(await trigger.tryCheck(MANUAL))).toEqual([]);
	});
});
