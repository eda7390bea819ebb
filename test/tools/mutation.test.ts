import { percentOf, scoreOf } from '../../tools/mutation/report.mts';

const mutant = (status: string, line = 1) => ({
	status,
	mutatorName: 'BooleanLiteral',
	replacement: 'true',
	location: { start: { line } },
});

describe('the mutation score', () => {
	it('counts a change as noticed when a test failed or ran without end', () => {
		const report = { files: { 'a.ts': { mutants: [mutant('Killed'), mutant('Timeout')] } } };

		expect(scoreOf(report)).toEqual({ caught: 2, all: 2, missed: [] });
	});

	it('names each change that no test noticed, also where no test ran', () => {
		const mutants = [mutant('Survived', 7), mutant('NoCoverage', 9), mutant('Killed')];

		const score = scoreOf({ files: { 'a.ts': { mutants } } });

		expect(score).toMatchObject({ caught: 1, all: 3 });
		expect(score.missed).toEqual(['a.ts:7 BooleanLiteral true', 'a.ts:9 BooleanLiteral true']);
	});

	it('leaves out what did not compile', () => {
		const report = { files: { 'a.ts': { mutants: [mutant('CompileError'), mutant('Killed')] } } };

		expect(scoreOf(report).all).toBe(1);
	});

	it.each([
		[{ caught: 899, all: 1000 }, 89.9],
		[{ caught: 8999, all: 10_000 }, 89.9],
		[{ caught: 0, all: 0 }, 0],
	])('is never rounded up to a goal: %j', (score, percent) => {
		expect(percentOf(score)).toBe(percent);
	});
});
