import node from '../../nodes/OpenChs/OpenChs.node.json';
import transcribe from '../../nodes/OpenChsAiTranscribe/OpenChsAiTranscribe.node.json';
import jsonExport from '../../nodes/OpenChsJsonExport/OpenChsJsonExport.node.json';
import trigger from '../../nodes/OpenChsTrigger/OpenChsTrigger.node.json';
import webhookTrigger from '../../nodes/OpenChsWebhookTrigger/OpenChsWebhookTrigger.node.json';

const CATEGORIES = ['Productivity', 'Data & Storage', 'Utility', 'Communication'];

describe.each([
	['OpenCHS', node, 'openChs', 'Case CRUD'],
	['OpenCHS Trigger', trigger, 'openChsTrigger', 'Case Trigger'],
	['OpenCHS Webhook Trigger', webhookTrigger, 'openChsWebhookTrigger', 'webhook'],
	['OpenCHS JSON Export', jsonExport, 'openChsJsonExport', 'JSON Export'],
	['OpenCHS AI Transcribe', transcribe, 'openChsAiTranscribe', 'speech to text'],
] as const)('the codex file of %s', (_name, codex, type, alias) => {
	it.each([alias, 'child helpline', '116', 'helpline', 'OpenCHS', 'CHI'])(
		"lets people find the node by '%s'",
		(word) => {
			const aliases = codex.alias.map((each) => each.toLowerCase());

			expect(aliases).toContain(word.toLowerCase());
		},
	);

	it('names the node as an installed package does', () => {
		expect(codex.node).toBe(`n8n-nodes-openchs.${type}`);
	});

	it('uses categories that n8n knows', () => {
		expect(CATEGORIES).toEqual(expect.arrayContaining(codex.categories));
	});
});
