import { readCommandLine } from '../../../tools/test/commandLine.mts';

describe('the words behind npm test', () => {
	it('mean everything when there are none', () => {
		expect(readCommandLine([]).suites).toEqual([
			'lint',
			'types',
			'unit',
			'operations',
			'chaos',
			'contract',
			'package',
			'n8n',
			'browser',
		]);
	});

	it('name suites first; the rest is for jest', () => {
		const { suites, jestArgs } = readCommandLine(['unit', 'package', 'budget', '-t', 'waits']);

		expect(suites).toEqual(['unit', 'package']);
		expect(jestArgs).toEqual(['budget', '-t', 'waits']);
	});

	it('can name an n8n that runs already', () => {
		const { running, jestArgs } = readCommandLine(['n8n', '--n8n-url', 'http://localhost:5678/']);

		expect(running?.url).toBe('http://localhost:5678');
		expect(jestArgs).toEqual([]);
	});

	it('take no password, only the name of a variable that holds it', () => {
		const args = ['n8n', '--n8n-url', 'http://localhost:5678', '--n8n-password-env', 'NOT_SET'];

		expect(() => readCommandLine(args)).toThrow('NOT_SET');
	});
});
