import { readCommandLine } from '../../../tools/chaos/commandLine.mts';
import { closingLine, isGood, sumOf } from '../../../tools/chaos/target.mts';

describe('the command line of the kill rigs', () => {
	it('takes both dialects and a few runs unless told otherwise', () => {
		expect(readCommandLine(['--target', 'trigger'])).toEqual({
			target: 'trigger',
			runs: 2,
			seed: 1,
			dialects: ['published', 'deployed'],
			isFast: false,
			plant: undefined,
			withFaults: false,
			wantsFigures: false,
		});
	});

	it('takes everything that it offers', () => {
		const args =
			'--target trigger --runs 500 --seed 42 --dialect deployed --fast --plant early-cursor';

		expect(readCommandLine(args.split(' '))).toEqual({
			target: 'trigger',
			runs: 500,
			seed: 42,
			dialects: ['deployed'],
			isFast: true,
			plant: 'early-cursor',
			withFaults: false,
			wantsFigures: false,
		});
	});

	it('takes a bad day and the faults of its own for the import', () => {
		const args = '--target import --fast --faults --plant blind-repeat';

		expect(readCommandLine(args.split(' '))).toMatchObject({
			target: 'import',
			withFaults: true,
			plant: 'blind-repeat',
		});
	});

	it.each([
		['', '--target takes trigger or import or export'],
		['--target nobody', '--target takes trigger'],
		['--target trigger --runs 0', '--runs takes a whole number from 1'],
		['--target trigger --runs many', '--runs takes a whole number from 1'],
		['--target trigger --seed -1', ''],
		['--target trigger --dialect other', '--dialect takes published or deployed'],
		['--target trigger --fast --plant tree', '--plant takes overlap or early-cursor'],
		['--target trigger --plant overlap', '--plant goes with --fast'],
		['--target trigger --fast --figures', '--figures go without --fast'],
		['--target trigger --faults', '--faults goes with --target import'],
		['--target import --fast --plant overlap', '--plant takes no-lookup or blind-repeat'],
		['--target export --fast', '--target export goes without'],
		['--target trigger --faster', 'faster'],
	])('refuses %j in words', (args, words) => {
		const read = () => readCommandLine(args.split(' ').filter((arg) => arg !== ''));

		expect(read).toThrow(words);
		expect(read).toThrow('npm run chaos -- --target trigger --runs N');
	});
});

describe('how a rig ends', () => {
	const well = { lost: 0, doubled: 0, problems: [] };

	it('is one line that other programs read', () => {
		expect(closingLine(sumOf([well, { lost: 2, doubled: 1, problems: [] }]))).toBe(
			'lost 2, doubled 1',
		);
	});

	it.each([
		[well, true],
		[{ ...well, lost: 1 }, false],
		[{ ...well, doubled: 1 }, false],
		[{ ...well, problems: ['it never came to rest'] }, false],
	])('%o is good: %s', (outcome, expected) => {
		expect(isGood(outcome)).toBe(expected);
	});
});
