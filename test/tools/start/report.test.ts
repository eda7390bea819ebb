import { closingLines, resultLines } from '../../../tools/start/report.mts';

const demo = {
	workflowId: 'w1',
	credentialName: 'Sandbox',
	created: 1,
	records: [{ id: 7, case_number: 'CASE-7', priority: 'high', reporter_name: 'Ada Example' }],
	notSent: [],
	refusals: ["'Priority' was not accepted [item 1]"],
};

describe('what npm start prints', () => {
	it('counts the cases on a line of its own', () => {
		expect(resultLines(demo)).toContain('1 cases created');
	});

	it('shows what was read back, without anything personal', () => {
		expect(resultLines(demo)).toContain('  read back: id 7, case_number CASE-7, priority high');
		expect(resultLines(demo).join()).not.toContain('Ada');
	});

	it('tells why a row was refused', () => {
		expect(resultLines(demo).at(-1)).toBe(
			"  refused, as it should be: 'Priority' was not accepted [item 1]",
		);
	});

	it('names the credential that a workflow of one\'s own can use', () => {
		const lines = closingLines({ url: 'http://localhost:5678', login: 'Sign in.' }, demo);

		expect(lines.join('\n')).toContain("choose the credential 'Sandbox'");
	});

	it('ends with the address of the editor', () => {
		const lines = closingLines({ url: 'http://localhost:5678', login: 'Sign in.' }, demo);

		expect(lines.at(-1)).toBe('Editor: http://localhost:5678/workflow/w1');
	});
});
