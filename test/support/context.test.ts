import { buildContext } from './context';
import { MadeUp } from './madeUpNode';

describe('the context of operation tests', () => {
	it('fills in what the node declares as default', () => {
		const { context, read } = buildContext({ nodeType: MadeUp });

		expect(context.getNodeParameter('task', 0)).toBe('echo');
		expect([...read]).toEqual(['task']);
	});

	it('refuses a parameter that the person cannot see', () => {
		const { context } = buildContext({
			nodeType: MadeUp,
			parameters: { task: 'echo', path: '/left over from another task' },
		});

		expect(() => context.getNodeParameter('path', 0)).toThrow('Could not get parameter "path"');
	});

	it('refuses names that the node does not declare, fallback or not', () => {
		const { context } = buildContext({ nodeType: MadeUp });

		expect(() => context.getNodeParameter('tsak', 0, 'echo')).toThrow("no parameter 'tsak'");
		expect(() => context.getNodeParameter('options.timeout', 0, 30)).toThrow("no field 'timeout'");
	});

	it('gives the fallback for a field of a collection that was not added', () => {
		const { context } = buildContext({ nodeType: MadeUp });

		expect(context.getNodeParameter('options.timeoutSeconds', 0, 30)).toBe(30);
	});

	it('works out expressions for each item', () => {
		const { context } = buildContext({
			nodeType: MadeUp,
			parameters: { task: 'ask', path: '=/cases/{{ $json.id }}' },
			items: [{ json: { id: 7 } }, { json: { id: 8 } }],
			runIndex: 2,
		});

		expect([0, 1].map((item) => context.getNodeParameter('path', item))).toEqual([
			'/cases/7',
			'/cases/8',
		]);
		expect(context.evaluateExpression('{{ $runIndex }}', 0)).toBe(2);
	});

	it.each([
		['id', '42', '42'],
		['url', 'https://helpline.example/cases/43?tab=notes', '43'],
	])('takes the value out of a case picked by %s', (mode, value, expected) => {
		const { context } = buildContext({
			nodeType: MadeUp,
			parameters: { caseId: { __rl: true, mode, value } },
		});

		const caseId = context.getNodeParameter('caseId', 0, undefined, { extractValue: true });

		expect(caseId).toBe(expected);
	});

	it('refuses a link from which no value can be taken', () => {
		const { context } = buildContext({
			nodeType: MadeUp,
			parameters: { caseId: { __rl: true, mode: 'url', value: 'https://helpline.example/' } },
		});

		const reading = () => context.getNodeParameter('caseId', 0, undefined, { extractValue: true });

		expect(reading).toThrow("parameter's value is invalid");
	});

	it('collects hints and log lines', () => {
		const { context, hints, log } = buildContext({ nodeType: MadeUp });

		context.addExecutionHints({ message: 'slow' });
		context.logger.info('done', { count: 1 });

		expect(hints).toEqual([{ message: 'slow' }]);
		expect(log).toEqual([{ level: 'info', message: 'done', metadata: { count: 1 } }]);
	});

	it('refuses requests that the test does not answer, and members that it does not have', async () => {
		const { context } = buildContext({ nodeType: MadeUp });

		await expect(
			context.helpers.httpRequestWithAuthentication.call(context, 'madeUpApi', { url: '/cases' }),
		).rejects.toThrow('was not expected');
		expect(() => context.getWorkflowStaticData('node')).toThrow("no 'getWorkflowStaticData'");
	});

	it('reads files from the items as n8n does', async () => {
		const file = { data: Buffer.from('abc').toString('base64'), mimeType: 'text/plain' };
		const { context } = buildContext({
			nodeType: MadeUp,
			items: [{ json: {}, binary: { data: file } }],
		});

		expect((await context.helpers.getBinaryDataBuffer(0, 'data')).toString()).toBe('abc');
		expect(() => context.helpers.assertBinaryData(0, 'photo')).toThrow("binary field 'photo'");
	});
});
