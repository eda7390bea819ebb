import {
	giveBack,
	takeChange,
	takeDelivery,
} from '../../../nodes/OpenChsWebhookTrigger/claims';
import { AHEAD_MS, OLDEST_MS } from '../../../nodes/OpenChsWebhookTrigger/verify';

const RECEIVER = { workflowId: 'w', nodeId: 'n' };
/** Each test has a time of its own, because what is remembered is shared by the whole process. */
let now = Date.parse('2026-01-01T00:00:00Z');

beforeEach(() => (now += 24 * 3_600_000));

describe('a delivery', () => {
	it('is taken once', () => {
		expect(takeDelivery(RECEIVER, 'a', now)).toBe(true);
		expect(takeDelivery(RECEIVER, 'a', now + 1)).toBe(false);
		expect(takeDelivery(RECEIVER, 'b', now + 1)).toBe(true);
	});

	it.each([
		{ workflowId: 'w2', nodeId: 'n' },
		{ workflowId: 'w', nodeId: 'n2' },
		{ workflowId: 'w","n', nodeId: '' },
	])('is taken by each receiver: %j', (other) => {
		takeDelivery(RECEIVER, 'a', now);

		expect(takeDelivery(other, 'a', now)).toBe(true);
	});

	it('can be taken again after it was given back', () => {
		takeDelivery(RECEIVER, 'a', now);
		giveBack(RECEIVER, 'a');

		expect(takeDelivery(RECEIVER, 'a', now)).toBe(true);
	});

	it('is remembered as long as its repeats can be accepted', () => {
		takeDelivery(RECEIVER, 'a', now);

		expect(takeDelivery(RECEIVER, 'a', now + OLDEST_MS + AHEAD_MS)).toBe(false);
	});

	it('is forgotten after that, and the oldest before there are too many', () => {
		takeDelivery(RECEIVER, 'first', now);
		for (let n = 0; n < 20_000; n += 1) takeDelivery(RECEIVER, `n${n}`, now);

		expect(takeDelivery(RECEIVER, 'n19999', now)).toBe(false);
		expect(takeDelivery(RECEIVER, 'first', now)).toBe(true);
		expect(takeDelivery(RECEIVER, 'n19999', now + OLDEST_MS + AHEAD_MS + 1)).toBe(true);
	});
});

describe('a change', () => {
	it('is taken once under each event, and is no delivery', () => {
		expect(takeChange(RECEIVER, 'k', 'escalated', now)).toBe(true);
		expect(takeChange(RECEIVER, 'k', 'escalated', now)).toBe(false);
		expect(takeChange(RECEIVER, 'k', 'caseUpdated', now)).toBe(true);
		expect(takeDelivery(RECEIVER, 'k', now)).toBe(true);
	});
});
