import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { deepCopy } from 'n8n-workflow';

import analyzePreview from '../../../nodes/OpenChsAiTranscribe/__schema__/v1.0.0/text/analyze.json';
import cancelPreview from '../../../nodes/OpenChsAiTranscribe/__schema__/v1.0.0/recording/cancel.json';
import resultPreview from '../../../nodes/OpenChsAiTranscribe/__schema__/v1.0.0/recording/getResult.json';
import transcribePreview from '../../../nodes/OpenChsAiTranscribe/__schema__/v1.0.0/recording/transcribe.json';
import { OpenChsAiTranscribe } from '../../../nodes/OpenChsAiTranscribe/OpenChsAiTranscribe.node';
import { operations } from '../../../nodes/OpenChsAiTranscribe/operations';
import { SIMPLIFIED } from '../../../nodes/OpenChsAiTranscribe/present';
import { firstOf, itemsOf, runAi, speech } from '../../nodes/OpenChsAiTranscribe/run';
import type { SandboxAi } from './sandboxAi';
import { PATIENCE_MS, startSandboxAi } from './sandboxAi';

jest.setTimeout(30_000);

const { description } = new OpenChsAiTranscribe();

let sandbox: SandboxAi;
let taskId: string;

beforeAll(async () => {
	sandbox = await startSandboxAi();
	await sandbox.fresh();
	taskId = String(firstOf(await runAi(sandbox.aiUrl)).task_id);
}, PATIENCE_MS);
afterAll(async () => await sandbox.stop());

const ANALYSES = ['classify', 'entities', 'summarize', 'translate'];

interface Preview {
	properties: Record<string, { type: string }>;
}

const ROWS: Array<[string, string, () => INodeParameters, Preview]> = [
	['recording', 'transcribe', () => ({}), transcribePreview],
	['recording', 'getResult', () => ({ taskId }), resultPreview],
	['recording', 'cancel', () => ({ taskId }), cancelPreview],
	[
		'text',
		'analyze',
		() => ({ text: 'Alfa Village, says Maria Mfano.', analyses: ANALYSES }),
		analyzePreview,
	],
];

describe('every operation of the AI node', () => {
	it('that is offered is reachable and walked by these tests', () => {
		const offered = description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap((property: INodeProperties) => {
				const [resource] = property.displayOptions?.show?.resource ?? [];
				const choices = property.options as INodePropertyOptions[];
				return choices.map(({ value }) => `${String(resource)}/${String(value)}`);
			});
		const reachable = Object.entries(operations).flatMap(([resource, each]) =>
			Object.keys(each).map((operation) => `${resource}/${operation}`),
		);

		expect(reachable.sort()).toEqual(offered.sort());
		expect(ROWS.map(([resource, operation]) => `${resource}/${operation}`).sort()).toEqual(offered);
	});

	it.each(ROWS)(
		'%s/%s gives what its preview shows',
		async (resource, operation, given, preview) => {
			const run = await runAi(sandbox.aiUrl, { resource, operation, parameters: given() });

			const json = firstOf(run);
			expect(Object.keys(json)).toEqual(Object.keys(preview.properties));
			for (const [field, value] of Object.entries(json)) {
				const type = Array.isArray(value) ? 'array' : typeof value;
				if (value !== null) expect([field, type]).toEqual([field, preview.properties[field]?.type]);
			}
		},
	);

	it.each(ROWS)(
		'%s/%s pairs its items and leaves its input as it was',
		async (resource, operation, given) => {
			const items = [speech(), speech()];
			const before = deepCopy(items);

			const run = await runAi(sandbox.aiUrl, { resource, operation, parameters: given(), items });

			expect(itemsOf(run).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			expect(items).toEqual(before);
		},
	);

	it.each(ROWS)('%s/%s goes on after a reason, and numbers it', async (resource, operation) => {
		const run = await runAi(sandbox.aiUrl, {
			resource,
			operation,
			parameters: { taskId: ' ', text: ' ', binaryPropertyName: 'nothing' },
			items: [{ json: {} }, { json: {} }],
			request: { onError: 'continueRegularOutput' },
		});

		expect(run.outputs[0]?.map(({ json }) => String(json.error).slice(-8))).toEqual([
			'[item 0]',
			'[item 1]',
		]);
	});
});

describe('the output', () => {
	it('has ten fields when it is simplified', async () => {
		const run = await runAi(sandbox.aiUrl, { parameters: { output: 'simplified' } });

		expect(Object.keys(firstOf(run))).toEqual([...SIMPLIFIED]);
		expect(SIMPLIFIED).toHaveLength(10);
	});

	it("has the service's own members when it is raw, and says that it is a suggestion", async () => {
		const run = await runAi(sandbox.aiUrl, { parameters: { output: 'raw' } });

		expect(firstOf(run)).toMatchObject({
			processing_steps: expect.any(Object),
			qa_scores: expect.any(Object),
			is_suggestion: true,
			missing_parts: [],
		});
	});

	it('tells each stage in one line of the log, and no word of the recording', async () => {
		const run = await runAi(sandbox.aiUrl);

		const lines = run.log.filter(({ level }) => level === 'info').map(({ message }) => message);
		const stages = (firstOf(run).stages as unknown[]).length;
		expect(lines.filter((line) => line.startsWith('OpenCHS AI, item 0: '))).toHaveLength(stages);
		expect(lines.join('\n')).not.toMatch(/Habari|Hello/);
	});

	it('can be made by AI agents too', () => {
		expect(description.usableAsTool).toBe(true);
	});
});
