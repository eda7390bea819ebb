import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { makeKeys } from '../../../../nodes/shared/record/keys';

interface RunFacts {
	items?: INodeExecutionData[];
	runIndex?: number;
	executionId?: string | undefined;
	mode?: string;
	nodeId?: string;
}

/** The parts of an execution that keys are made from. */
function contextOf(facts: RunFacts): IExecuteFunctions {
	const { items = [{ json: { a: 1 } }], runIndex = 0, mode = 'trigger', nodeId = 'n1' } = facts;
	const context = {
		getWorkflow: () => ({ id: 'w1' }),
		getNode: () => ({ id: nodeId }),
		evaluateExpression: () => runIndex,
		getExecutionId: () => ('executionId' in facts ? facts.executionId : '17'),
		getMode: () => mode,
		getInputData: () => items,
	};
	return context as unknown as IExecuteFunctions;
}

const keyOf = (facts: RunFacts, mapped: unknown = '', item = 0) =>
	makeKeys.call(contextOf(facts))(item, mapped);

describe('the keys of a run', () => {
	it.each([
		['form-1', 'form-1'],
		['  form-1 ', 'form-1'],
		[42, '42'],
		[0, '0'],
	])('are the ones that a person maps: %j', (mapped, key) => {
		expect(keyOf({}, mapped)).toEqual({ key, isMapped: true, content: null, isRetry: false });
	});

	it.each(['', '   ', undefined, null])(
		'are made from the item where nothing is mapped: %j',
		(mapped) => {
			const key = keyOf({}, mapped);

			expect(key.isMapped).toBe(false);
			expect(key.key).toMatch(/^[0-9a-f]{24}-[0-9a-f]{12}$/);
			expect(key.key.startsWith(`${key.content}-`)).toBe(true);
		},
	);

	it('are the same when the node runs again in the same execution', () => {
		expect(keyOf({})).toEqual(keyOf({}));
	});

	it.each([
		['another execution', { executionId: '18' }],
		['another pass of a loop', { runIndex: 1 }],
		['another node', { nodeId: 'n2' }],
		['another item', { items: [{ json: { a: 2 } }] }],
	])('differ in %s', (_name, other) => {
		expect(keyOf(other).key).not.toBe(keyOf({}).key);
	});

	it('share their content part with a retry, which says so', () => {
		const first = keyOf({ executionId: '17' });
		const retry = keyOf({ executionId: '18', mode: 'retry' });

		expect(retry.content).toBe(first.content);
		expect({ first: first.isRetry, retry: retry.isRetry }).toEqual({ first: false, retry: true });
	});

	it('tell equal items of one input apart, in the same way each time', () => {
		const items = [{ json: { a: 1 } }, { json: { a: 1 } }, { json: { b: 1 } }, { json: { a: 1 } }];
		const all = () => {
			const keys = makeKeys.call(contextOf({ items }));
			return items.map((_, index) => keys(index, '').key);
		};

		expect(new Set(all()).size).toBe(4);
		expect(all()).toEqual(all());
	});

	it('do not depend on the other items of the input', () => {
		const alone = keyOf({ items: [{ json: { a: 1 } }] });
		const among = keyOf({ items: [{ json: { z: 0 } }, { json: { a: 1 } }] }, '', 1);

		expect(among).toEqual(alone);
	});

	it('know a file by its facts, not by where n8n stores it', () => {
		const withFile = (id: string, fileName: string) => ({
			items: [
				{
					json: {},
					binary: { data: { id, data: 'filesystem-v2', mimeType: 'image/png', fileName } },
				},
			],
		});

		expect(keyOf(withFile('1', 'a.png'))).toEqual(keyOf(withFile('2', 'a.png')));
		expect(keyOf(withFile('1', 'a.png'))).not.toEqual(keyOf(withFile('1', 'b.png')));
	});

	it('of an execution without an id are not those of another one', () => {
		const facts = { executionId: undefined };

		expect(keyOf(facts).key).not.toBe(keyOf(facts).key);
		expect(keyOf(facts).content).toBe(keyOf(facts).content);
	});
});
