import type { INodeParameters } from 'n8n-workflow';

import preview from '../../../nodes/OpenChsWebhookTrigger/__schema__/v1.0.0.json';
import { findMarker } from '../../support/markers';
import type { DeliveryRequest, DeliveryResult } from '../../support/webhook';
import { deliverTo } from '../../support/webhook';
import { body, byHand, CASE, secretCredential, SECRET, signature } from './madeUpDelivery';

const MINUTE = 60_000;
const agoBy = (ms: number) => new Date(Date.now() - ms).toISOString();

const json = (changes: Parameters<typeof body>[0] = {}) => JSON.stringify(body(changes));
const signed = (text: string, headers: Record<string, string> = {}) =>
	byHand(text, { 'X-OpenCHS-Signature': signature(text), ...headers });
const withSignature = (make: (right: string, text: string) => string) => {
	const text = json();
	return byHand(text, { 'X-OpenCHS-Signature': make(signature(text), text) });
};

/** What comes in, how it is answered, and whether the workflow starts. */
const TABLE: Array<[string, () => DeliveryRequest, number, 'yes' | 'no']> = [
	['the right signature', () => signed(json()), 200, 'yes'],
	[
		'a signature with another secret',
		() => withSignature((_, text) => signature(text, 'other')),
		401,
		'no',
	],
	['no signature', () => byHand(json(), {}), 401, 'no'],
	['an empty signature', () => withSignature(() => ''), 401, 'no'],
	['a signature that is cut off', () => withSignature((right) => right.slice(0, -1)), 401, 'no'],
	['a signature with something behind it', () => withSignature((right) => `${right}0`), 401, 'no'],
	['a signature without its algorithm', () => withSignature((right) => right.slice(7)), 401, 'no'],
	[
		'a signature named as of sha1',
		() => withSignature((right) => right.replace('256', '1')),
		401,
		'no',
	],
	[
		'a signature made with sha1',
		() => withSignature((_, text) => signature(text, SECRET, 'sha1')),
		401,
		'no',
	],
	[
		'a signature made with sha512',
		() => withSignature((_, text) => signature(text, SECRET, 'sha512')),
		401,
		'no',
	],
	['two signatures in one header', () => withSignature((right) => `${right}, ${right}`), 401, 'no'],
	['a signature that is no hex', () => withSignature(() => `sha256=${'g'.repeat(64)}`), 401, 'no'],
	[
		'a signature in capitals',
		() => withSignature((right) => `sha256=${right.slice(7).toUpperCase()}`),
		200,
		'yes',
	],
	[
		'a header name in another letter case',
		() => {
			const text = json();
			return byHand(text, { 'x-OPENCHS-sIGNATURE': signature(text) });
		},
		200,
		'yes',
	],
	[
		'the same content with its members in another order',
		() => {
			const { data, ...rest } = body();
			const text = JSON.stringify({ data, ...rest });
			return byHand(text, { 'X-OpenCHS-Signature': signature(JSON.stringify({ ...rest, data })) });
		},
		401,
		'no',
	],
	[
		'the same content written again with blanks',
		() => {
			const given = body();
			const again = JSON.stringify(given, null, 2);
			return byHand(again, { 'X-OpenCHS-Signature': signature(JSON.stringify(given)) });
		},
		401,
		'no',
	],
	[
		'a body with one byte changed',
		() => {
			const text = json();
			return byHand(text.replace('"open"', '"opem"'), { 'X-OpenCHS-Signature': signature(text) });
		},
		401,
		'no',
	],
	['an empty body, signed', () => signed(''), 400, 'no'],
	['an empty body, not signed', () => byHand('', {}), 401, 'no'],
	['a host that kept no bytes', () => ({ ...signed(json()), hasNoRawBody: true }), 401, 'no'],
	['half a body, signed', () => signed(json().slice(0, -20)), 400, 'no'],
	['a list in place of a delivery', () => signed('[]'), 400, 'no'],
	['bytes that are no text', () => byHand(Uint8Array.of(0x7b, 0xff, 0x7d)), 400, 'no'],
	['no event', () => signed(json({ event: '' })), 400, 'no'],
	['no data', () => signed(JSON.stringify({ ...body(), data: undefined })), 400, 'no'],
	['no timestamp', () => signed(json({ timestamp: undefined })), 400, 'no'],
	['a timestamp that is none', () => signed(json({ timestamp: 'yesterday' })), 400, 'no'],
	[
		'a delivery of seven minutes ago',
		() => signed(json({ timestamp: agoBy(7 * MINUTE) })),
		200,
		'yes',
	],
	[
		'a delivery of eleven minutes ago',
		() => signed(json({ timestamp: agoBy(11 * MINUTE) })),
		400,
		'no',
	],
	[
		'a clock that is two minutes ahead',
		() => signed(json({ timestamp: agoBy(-2 * MINUTE) })),
		200,
		'yes',
	],
	[
		'a clock that is four minutes ahead',
		() => signed(json({ timestamp: agoBy(-4 * MINUTE) })),
		400,
		'no',
	],
	[
		'a young header beside an old body',
		() => signed(json({ timestamp: agoBy(11 * MINUTE) }), { 'X-OpenCHS-Timestamp': agoBy(0) }),
		400,
		'no',
	],
	['no credential', () => ({ ...signed(json()), credentials: [] }), 401, 'no'],
	[
		'an empty secret',
		() => ({ ...signed(json()), credentials: [secretCredential('')] }),
		401,
		'no',
	],
	[
		'a secret of blanks, signed with it',
		() => {
			const text = json();
			const headers = { 'X-OpenCHS-Signature': signature(text, '  ') };
			return { ...byHand(text, headers), credentials: [secretCredential('  ')] };
		},
		401,
		'no',
	],
	[
		'an empty secret, signed with it',
		() => {
			const text = json();
			const headers = { 'X-OpenCHS-Signature': signature(text, '') };
			return { ...byHand(text, headers), credentials: [secretCredential('')] };
		},
		401,
		'no',
	],
	['an event that nobody waits for', () => signed(json({ event: 'user.login' })), 200, 'no'],
	['an event that nobody knows', () => signed(json({ event: 'case.lost' })), 200, 'no'],
	['a case without an ID', () => signed(json({ data: { case: { title: 'x' } } })), 200, 'no'],
];

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
