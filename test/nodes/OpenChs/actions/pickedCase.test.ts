import type { INodeParameters } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { toNodeError } from '../../../../nodes/shared/transport/errors';
import { fakeHelpline, foundCase } from '../fakeHelpline';
import { picked, runOperation } from '../runOperation';

jest.mock('../../../../nodes/shared/helpline/client');

async function idOf(caseId: INodeParameters | string, helpline = fakeHelpline()): Promise<unknown> {
	await runOperation({ resource: 'case', operation: 'get', caseId }, { helpline });
	return helpline.getCase.mock.calls[0]?.[0];
}

function found(...numbers: string[]) {
	const cases = numbers.map((case_number, index) => foundCase({ id: index + 1, case_number }));
	return { found: cases, total: cases.length, remarks: [] };
}

describe('the case that a person means', () => {
	it.each([
		['from the list', picked(7, 'list'), '7'],
		['by its ID', picked(' 7 ', 'id'), '7'],
		['by a link', picked('https://helpline.example/cases/7/view', 'url'), '7'],
		['by a link where an ID is asked', picked('https://helpline.example/cases/7/view', 'id'), '7'],
		['by an expression for the whole field', '={{ 7 }}', '7'],
	])('is found %s', async (_how, caseId, id) => {
		expect(await idOf(caseId)).toBe(id);
	});

	it('is found by its number, compared exactly', async () => {
		const helpline = fakeHelpline();
		helpline.searchCases.mockResolvedValue(found('CASE-2026-0000071', 'CASE-2026-000007'));

		expect(await idOf(picked('CASE-2026-000007', 'number'), helpline)).toBe(2);
	});

	it('is found by its number where the server has no search', async () => {
		const helpline = fakeHelpline();
		const node = { id: '', name: '', type: '', typeVersion: 1, position: [0, 0], parameters: {} };
		helpline.searchCases.mockRejectedValue(
			toNodeError({ ...node, position: [0, 0] }, { code: 'not_offered', message: 'No search' }, 0),
		);
		helpline.listCases.mockResolvedValue(found('CASE-2026-000007'));

		expect(await idOf(picked('CASE-2026-000007', 'number'), helpline)).toBe(1);
	});

	it.each([
		['nothing', picked('', 'list'), "'Case' is empty [item 0]"],
		[
			'a link without an ID',
			picked('https://helpline.example/', 'url'),
			'a link without a case ID',
		],
		['a link that is none', picked('7', 'url'), 'a link without a case ID'],
	])('is not guessed from %s', async (_what, caseId, sentence) => {
		await expect(idOf(caseId)).rejects.toThrow(sentence);
	});

	it('is told when no case has the number', async () => {
		const helpline = fakeHelpline();
		helpline.searchCases.mockResolvedValue(found('CASE-2026-000008'));

		const run = idOf(picked('CASE-2026-000007', 'number'), helpline);

		await expect(run).rejects.toThrow(NodeApiError);
	});

	it('is not chosen among several with the same number', async () => {
		const helpline = fakeHelpline();
		helpline.searchCases.mockResolvedValue(found('CASE-1', 'CASE-1'));

		const run = idOf(picked('CASE-1', 'number'), helpline);

		await expect(run).rejects.toThrow("2 cases carry the number in 'Case' [item 0]");
	});
});
