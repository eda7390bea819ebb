import type { INodeExecutionData, INodeType, IPollFunctions } from 'n8n-workflow';
import { NodeApiError, NodeConnectionTypes } from 'n8n-workflow';

import { pollNode } from './poll';

/** Delivers one number a poll, nothing at every third, and fails when it is told to. */
class Counting implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Counting Trigger',
		name: 'countingTrigger',
		group: ['trigger'],
		version: 1,
		polling: true,
		description: 'Used by the tests of the test support',
		defaults: { name: 'Counting Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'Fail', name: 'fail', type: 'boolean', default: false }],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const memory = this.getWorkflowStaticData('node') as { count?: number };
		memory.count = (memory.count ?? 0) + 1;
		this.logger.info('polled', { budget: this.getPollBudgetMs?.() });
		if (this.getNodeParameter('fail') === true) {
			throw new NodeApiError(this.getNode(), { message: 'no answer' });
		}
		if (memory.count % 3 === 0) return null;
		return [[{ json: { count: memory.count, how: this.getActivationMode() } }]];
	}
}

describe('a poll', () => {
	it('remembers what the poll before it wrote', async () => {
		const memory = {};
		await pollNode({ nodeType: Counting, memory });

		const { outputs, log } = await pollNode({ nodeType: Counting, memory, budgetMilliseconds: 9 });

		expect(outputs).toEqual([[{ json: { count: 2, how: 'activate' } }]]);
		expect(log).toMatchObject([{ message: 'polled', metadata: { budget: 9 } }]);
	});

	it('tells that there was nothing', async () => {
		const { outputs, error } = await pollNode({ nodeType: Counting, memory: { count: 2 } });

		expect([outputs, error]).toEqual([null, undefined]);
	});

	it.each([
		[false, 2],
		[true, 1],
	])('hands over what it threw (durable: %s)', async (isDurable, count) => {
		const memory = { count: 1 };

		const { error } = await pollNode({
			nodeType: Counting,
			parameters: { fail: true },
			memory,
			isDurable,
		});

		expect(error).toBeInstanceOf(NodeApiError);
		expect(memory.count).toBe(count);
	});
});
