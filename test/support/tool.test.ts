import { MadeUp } from './madeUpNode';
import { runAsTool } from './tool';

describe('a node as the tool of an agent', () => {
	it('gets what the model fills in and answers with its items', async () => {
		const { answer, log, node } = await runAsTool({
			nodeType: MadeUp,
			parameters: {
				caseId: { __rl: true, mode: 'id', value: "={{ $fromAI('case_id', 'The case') }}" },
			},
			given: { case_id: '42' },
		});

		expect(answer).toContain('"caseId":"42"');
		expect(node('Node').tries).toBe(1);
		expect(log).toContainEqual(
			expect.objectContaining({ by: 'node', metadata: { items: 1, isTool: true } }),
		);
	});

	it('tells the error that the tool ends with', async () => {
		const { status, error } = await runAsTool({ nodeType: MadeUp, parameters: { task: 'fail' } });

		expect(status).toBe('error');
		expect(error?.message).toContain('Item 0 is bad');
	});
});
