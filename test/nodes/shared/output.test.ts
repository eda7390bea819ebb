import type { INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { OpenChs } from '../../../nodes/OpenChs/OpenChs.node';
import type { OutputChoice } from '../../../nodes/shared/output';
import {
	failedItem,
	isTool,
	leavesOutPersonal,
	outputChoice,
	present,
} from '../../../nodes/shared/output';
import type { Reason } from '../../../nodes/shared/transport/errors';
import { toNodeError } from '../../../nodes/shared/transport/errors';
import type { ContextRequest } from '../../support/context';
import { buildContext } from '../../support/context';
import { findMarker, MARKER } from '../../support/markers';
import { foundCase } from '../OpenChs/fakeHelpline';

const CHOICE: OutputChoice = { form: 'simplified', fields: [], leaveOutPersonal: false };

function contextWith(parameters: INodeParameters, request: Partial<ContextRequest> = {}) {
	return buildContext({
		nodeType: OpenChs,
		parameters: { resource: 'case', operation: 'get', ...parameters },
		...request,
	}).context;
}

describe('a record', () => {
	it('is simplified to ten flat fields, most wanted first', () => {
		const json = present('case', foundCase(), CHOICE, 'demo');

		expect(Object.keys(json)).toEqual([
			'id',
			'case_number',
			'helpline',
			'title',
			'category',
			'priority',
			'status',
			'assigned_to',
			'created_at',
			'updated_at',
		]);
	});

	it('is everything that the server said, when raw', () => {
		const found = foundCase();

		const json = present('case', found, { ...CHOICE, form: 'raw' }, 'demo');

		expect(json).toEqual({ ...found.raw, helpline: 'demo' });
	});

	it('has the chosen fields, and always the id', () => {
		const fields = ['status', 'something_new', 'not_there', '__proto__'];

		const json = present('case', foundCase(), { ...CHOICE, form: 'selected', fields }, 'demo');

		expect(Object.keys(json)).toEqual(['id', 'status', 'something_new', 'not_there', 'helpline']);
		expect(json.not_there).toBeNull();
	});

	it.each(['simplified', 'raw', 'selected'] as const)(
		'holds nothing personal when that is left out, %s',
		(form) => {
			const fields = ['title', 'child_name', 'children', 'something_new', 'status'];
			const choice = { form, fields, leaveOutPersonal: true };

			const json = present('case', foundCase(), choice, 'demo', { outcome: 'created' });

			expect(json).toMatchObject({ id: 7, status: 'open', helpline: 'demo', outcome: 'created' });
			expect(findMarker(json)).toEqual([]);
		},
	);

	it('is not changed by being shown', () => {
		const found = foundCase();
		const before = structuredClone(found);

		present('case', found, { ...CHOICE, form: 'raw', leaveOutPersonal: true }, 'demo');

		expect(found).toEqual(before);
	});
});

describe('the choice of output', () => {
	it('is simplified unless told otherwise', () => {
		expect(outputChoice(contextWith({}), 0)).toEqual(CHOICE);
	});

	it('takes fields from a list or as text with commas', () => {
		const list = contextWith({ output: 'selected', outputFields: ['status', 'title'] });
		const text = contextWith({ output: 'selected', outputFields: '=status, title' });

		expect(outputChoice(list, 0).fields).toEqual(['status', 'title']);
		expect(outputChoice(text, 0).fields).toEqual(['status', 'title']);
	});
});

describe('an AI tool', () => {
	it('is recognized by its context or by the name of its type', () => {
		const byName = contextWith({});
		const { getNode } = byName;
		byName.getNode = () => ({ ...getNode(), type: 'n8n-nodes-openchs.openChsTool' });

		expect([contextWith({}), contextWith({}, { isTool: true }), byName].map(isTool)).toEqual([
			false,
			true,
			true,
		]);
	});

	it('sees no personal field unless a switch says so', () => {
		const closed = contextWith({}, { isTool: true });
		const open = contextWith({ options: { toolsSeePersonal: true } }, { isTool: true });

		expect([leavesOutPersonal(closed, 0), leavesOutPersonal(open, 0)]).toEqual([true, false]);
	});

	it('sees none either when the person leaves them out for all', () => {
		const options = { toolsSeePersonal: true, leaveOutPersonal: true };

		expect(leavesOutPersonal(contextWith({ options }, { isTool: true }), 0)).toBe(true);
	});
});

describe('a failed item', () => {
	const reason: Reason = {
		code: 'refused_value',
		field: 'priority',
		message: "'Priority' was not accepted",
		description: 'Use one of the list.',
	};

	it('holds only what lets n8n add the input row', () => {
		const context = contextWith({});
		const error = toNodeError(context.getNode(), reason, 3);

		expect(failedItem(context, error, 3)).toEqual({
			json: {
				error: "'Priority' was not accepted [item 3]",
				message: 'Use one of the list.',
				details: { code: 'refused_value', field: 'priority', status: null },
			},
			pairedItem: { item: 3 },
		});
	});

	it('holds the reason alone when told so', () => {
		const context = contextWith({ options: { failedItems: 'reason' } });

		const failed = failedItem(context, toNodeError(context.getNode(), reason, 0), 0);

		expect(failed.json).toEqual({ error: "'Priority' was not accepted [item 0]" });
		expect(failed.error).toBeInstanceOf(NodeOperationError);
	});

	it('tells status and the time to come back', () => {
		const context = contextWith({});
		const error = toNodeError(
			context.getNode(),
			{
				code: 'too_many_requests',
				status: 429,
				retryAt: '2026-01-01T00:00:00Z',
				message: 'Later',
			},
			0,
		);

		expect(error).toBeInstanceOf(NodeApiError);
		expect(failedItem(context, error, 0).json.details).toEqual({
			code: 'too_many_requests',
			field: null,
			status: 429,
			retry_at: '2026-01-01T00:00:00Z',
		});
	});

	it.each(['reasonAndRow', 'reason'])('repeats nothing of a foreign error (%s)', (failedItems) => {
		const context = contextWith({ options: { failedItems } });

		const failed = failedItem(context, new Error(`About ${MARKER}`), 0);

		expect(findMarker(failed)).toEqual([]);
		expect(failed.json.error).toContain('[item 0]');
	});
});
