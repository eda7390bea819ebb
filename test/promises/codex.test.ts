import codex from '../../nodes/OpenChs/OpenChs.node.json';

const CATEGORIES = ['Productivity', 'Data & Storage', 'Utility', 'Communication'];

describe('the codex file', () => {
	it.each(['Case CRUD', 'child helpline', '116', 'helpline', 'OpenCHS', 'CHI'])(
		"lets people find the node by '%s'",
		(word) => {
			const aliases = codex.alias.map((alias) => alias.toLowerCase());

			expect(aliases).toContain(word.toLowerCase());
		},
	);

	it('names the node as an installed package does', () => {
		expect(codex.node).toBe('n8n-nodes-openchs.openChs');
	});

	it('uses categories that n8n knows', () => {
		expect(CATEGORIES).toEqual(expect.arrayContaining(codex.categories));
	});
});
