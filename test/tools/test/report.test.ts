import { closingLine, resultLine } from '../../../tools/test/report.mts';

const results = [
	{ name: 'lint', passed: 1, failed: 0, seconds: 12.4 },
	{ name: 'unit', passed: 400, failed: 2, seconds: 31.5 },
];

describe('what npm test prints', () => {
	it('ends with the sums of all suites', () => {
		expect(closingLine(results)).toBe('401 passed, 2 failed');
	});

	it('has a line for each suite, with its seconds', () => {
		expect(results.map(resultLine)).toEqual([
			'lint       1 passed, 0 failed, 12 s',
			'unit       400 passed, 2 failed, 32 s',
		]);
	});
});
