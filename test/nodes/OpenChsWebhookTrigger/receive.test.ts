import type { INodeParameters } from 'n8n-workflow';

import preview from '../../../nodes/OpenChsWebhookTrigger/__schema__/v1.0.0.json';
import { findMarker } from '../../support/markers';
import type { DeliveryRequest, DeliveryResult } from '../../support/webhook';
import { deliverTo } from '../../support/webhook';
import { agoBy, json, MINUTE, signed, TABLE } from './deliveryTable';
import { body, CASE, SECRET } from './madeUpDelivery';

const startedOf = ({ started }: DeliveryResult) => (started ? 'yes' : 'no');

describe('a delivery with', () => {
	it.each(TABLE)('%s', async (_what, request, status, started) => {
		const result = await deliverTo(request());

		expect([result.status, startedOf(result)]).toEqual([status, started]);
	});

	it.each(TABLE.filter(([, , status]) => status !== 200))(
		'%s is refused in a sentence without a value, and logged as cleanly',
		async (_what, request) => {
			const { answer, log, error } = await deliverTo(request());

			expect(answer).toEqual({ error: expect.stringMatching(/^[A-Z].{20,}/) });
			expect(log).toMatchObject([
				{ level: 'info', message: expect.stringMatching(/refused with 40/) },
			]);
			expect(findMarker([answer, log, error])).toEqual([]);
			expect(JSON.stringify([answer, log])).not.toContain(SECRET);
		},
	);
});

describe('a delivery that comes again', () => {
	it('starts nothing and is answered with 200', async () => {
		const request = signed(json());

		const results = [await deliverTo(request), await deliverTo(request)];

		expect(results.map(({ status }) => status)).toEqual([200, 200]);
		expect(results.map(startedOf)).toEqual(['yes', 'no']);
	});

	it('at the same moment starts once', async () => {
		const request = signed(json());

		const results = await Promise.all(
			Array.from({ length: 5 }, async () => await deliverTo(request)),
		);

		expect(results.map(startedOf).sort()).toEqual(['no', 'no', 'no', 'no', 'yes']);
		expect(new Set(results.map(({ status }) => status))).toEqual(new Set([200]));
	});

	it('starts once also when its repeat is signed and written anew under the same ID', async () => {
		const given = body();

		const results = [
			await deliverTo(signed(JSON.stringify(given))),
			await deliverTo(signed(JSON.stringify({ ...given, timestamp: agoBy(1000) }))),
		];

		expect(results.map(startedOf)).toEqual(['yes', 'no']);
	});

	it('under another ID in its header alone is the same delivery', async () => {
		const text = json();

		const results = [
			await deliverTo(signed(text, { 'X-OpenCHS-Delivery': 'one' })),
			await deliverTo(signed(text, { 'X-OpenCHS-Delivery': 'two' })),
		];

		expect(results.map(startedOf)).toEqual(['yes', 'no']);
	});

	it.each([undefined, '', null, 'x'.repeat(201), { id: 1 }])(
		'is known by its bytes where it does not name itself (%p)',
		async (delivery_id) => {
			const text = json({ delivery_id, timestamp: agoBy(Math.random() * MINUTE) });

			const results = [await deliverTo(signed(text)), await deliverTo(signed(text))];

			expect(results.map(startedOf)).toEqual(['yes', 'no']);
		},
	);

	it('starts every workflow that it is sent to', async () => {
		const request = signed(json());

		const results = [
			await deliverTo({ ...request, workflowId: 'workflow-1' }),
			await deliverTo({ ...request, workflowId: 'workflow-2' }),
		];

		expect(results.map(startedOf)).toEqual(['yes', 'yes']);
	});

	it('is shown again to somebody who listens for a test event, and still starts what is published', async () => {
		const request = signed(json());

		const results = [
			await deliverTo({ ...request, isTest: true }),
			await deliverTo({ ...request, isTest: true }),
			await deliverTo(request),
		];

		expect(results.map(startedOf)).toEqual(['yes', 'yes', 'yes']);
	});

	it('has another try when the first one ended in an error', async () => {
		const request = signed(json());
		const broken = { ...request, parameters: { ...request.parameters, events: [] } };

		const results = [await deliverTo(broken), await deliverTo(request)];

		expect(results.map(startedOf)).toEqual(['no', 'yes']);
	});
});

describe('what starts', () => {
	const itemOf = async (request: DeliveryRequest) => (await deliverTo(request)).started?.[0]?.json;

	it('carries the record, what happened, and the key of the change', async () => {
		const item = await itemOf(signed(json({ data: { case: CASE } })));

		expect(item).toMatchObject({
			id: 123,
			case_number: CASE.case_number,
			title: CASE.title,
			helpline: 'demo',
			event: 'caseCreated',
			events: ['caseCreated'],
			change: {},
			change_key: 'demo:case:123:2026-01-05T08:00:00.000Z',
		});
	});

	it('has every field of the preview that n8n shows before a run', async () => {
		const item = await itemOf(signed(json()));

		expect(Object.keys(item ?? {})).toEqual(
			expect.arrayContaining(Object.keys(preview.properties)),
		);
	});

	it('tells from and to of what changed, in our words', async () => {
		const text = json({
			event: 'case.updated',
			data: {
				case: { ...CASE, status: 'assigned', updated_at: '2026-01-06T09:00:00Z' },
				changes: { status: { old: 'open', new: 'assigned' } },
			},
		});

		expect(await itemOf(signed(text))).toMatchObject({
			event: 'caseUpdated',
			events: ['statusChanged', 'caseUpdated'],
			change: { status: { from: 'open', to: 'assigned' } },
			change_key: 'demo:case:123:2026-01-06T09:00:00.000Z',
		});
	});

	it.each(['pointer', 'selected'])('holds nothing personal with the output %s', async (output) => {
		const options = { output, outputFields: ['status', 'priority'] };

		const item = await itemOf({
			...signed(json()),
			parameters: { ...signed('').parameters, options },
		});

		expect(item?.change_key).toBeDefined();
		expect(findMarker(item)).toEqual([]);
	});

	it.each([
		[{ priority: ['critical'] }, 'no'],
		[{ priority: ['high'] }, 'yes'],
		[{ status: ['closed'] }, 'no'],
	])('is what the filters %p let through', async (filters, started) => {
		const request = signed(json());

		const result = await deliverTo({ ...request, parameters: { ...request.parameters, filters } });

		expect([result.status, startedOf(result)]).toEqual([200, started]);
	});

	it('is handed on whatever the filters where the delivery only names the case', async () => {
		const request = signed(
			json({
				event: 'case.updated',
				data: { case: { id: 9, case_number: 'CASE-9' }, changes: {} },
			}),
		);

		const result = await deliverTo({
			...request,
			parameters: { ...request.parameters, filters: { priority: ['critical'] } },
		});

		expect(startedOf(result)).toBe('yes');
	});
});

describe('a change that is told by several deliveries', () => {
	const change = (event: string, more: object) =>
		signed(
			json({
				event,
				data: { case: { ...CASE, id: 77, updated_at: '2026-01-07T09:00:00Z' }, ...more },
			}),
		);
	const STATUS = { old: 'open', new: 'closed' };
	const told = (parameters: INodeParameters) =>
		[
			change('case.updated', { changes: { status: STATUS } }),
			change('case.status_changed', { status: STATUS }),
			change('case.escalated', {}),
		].map((request) => ({ ...request, parameters: { ...request.parameters, ...parameters } }));

	it('starts once under the same event, and once more under another', async () => {
		const requests = told({ events: ['statusChanged', 'escalated'] });

		const results = await Promise.all(requests.map(async (request) => await deliverTo(request)));

		expect(results.map(startedOf)).toEqual(['yes', 'no', 'yes']);
		const items = results.flatMap(({ started }) => started ?? []);
		expect(items.map(({ json: { event } }) => event)).toEqual(['statusChanged', 'escalated']);
		expect(new Set(items.map(({ json: item }) => item.change_key)).size).toBe(1);
	});
});

describe('a setting that could never work', () => {
	it.each([
		['nothing to wait for', { events: [] }, "'Trigger On' is empty"],
		['no helpline code', { helplineCode: ' ' }, "'Helpline Code' is empty"],
		['no output field', { options: { output: 'selected' } }, "'Output Fields' is empty"],
	])('%s is an error in words, without a value', async (_what, parameters, sentence) => {
		const request = signed(json());

		const { error, started, log } = await deliverTo({
			...request,
			parameters: { ...request.parameters, ...parameters },
		});

		expect(started).toBeNull();
		expect(String(error)).toContain(sentence);
		expect(findMarker([error, log])).toEqual([]);
	});
});
