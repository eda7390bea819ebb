import { readCommandLine } from '../../../tools/contract/commandLine.mts';
import { tableLines } from '../../../tools/contract/table.mts';

const ENV = { PASSWORD: 'made-up password', KEY: 'made-up key' };
const read = (line: string) => readCommandLine(line.split(' ').filter(Boolean), ENV);

describe('the words behind npm run test:contract', () => {
	it('mean the sandbox when there are none', () => {
		expect(read('')).toEqual({ target: undefined, creates: undefined });
	});

	it('name a server with a user and the variable of the password, and read only', () => {
		const line = '--url https://helpline.example.org/ --dialect deployed --user ada';

		expect(read(`${line} --password-env PASSWORD`).target).toEqual({
			side: 'deployed',
			url: 'https://helpline.example.org',
			login: { user: 'ada', password: 'made-up password' },
			writes: false,
		});
	});

	it('allow writes when asked', () => {
		const line = '--url https://api.example.org --dialect published --key-env KEY --writes';

		expect(read(line).target).toMatchObject({ login: { key: 'made-up key' }, writes: true });
	});

	it('mean the AI service of the sandbox when --ai stands alone', () => {
		expect(read('--ai')).toEqual({ target: undefined, creates: undefined, ai: 'sandbox' });
	});

	it('name a running AI service, with the variable of its key where it has one', () => {
		expect(read('--ai http://ai.example.org:8123/').ai).toEqual({
			url: 'http://ai.example.org:8123',
		});
		expect(read('--ai https://ai.example.org --ai-key-env KEY').ai).toEqual({
			url: 'https://ai.example.org',
			key: 'made-up key',
		});
	});

	it('try a helpline and an AI service in one run, in any order', () => {
		const helpline = '--url https://api.example.org --dialect published --key-env KEY';

		for (const line of [`--ai ${helpline}`, `${helpline} --ai`]) {
			expect(read(line)).toMatchObject({ target: { side: 'published' }, ai: 'sandbox' });
		}
	});

	it.each([
		['--ai ai.example.org', '--ai takes an address'],
		['--ai --ai-key-env KEY', '--ai-key-env needs the address'],
		['--ai-key-env KEY', '--ai-key-env needs --ai'],
		['--ai https://a.example.org --ai-key-env NONE', '--ai-key-env takes the name of a variable'],
		['--url https://a.example.org', '--dialect takes published or deployed'],
		['--url a.example.org --dialect published', '--url takes an address'],
		['--url https://a.example.org --dialect published', '--key-env takes the name of a variable'],
		['--url https://a.example.org --dialect published --key-env NONE', '--key-env takes the name'],
		['--url https://a.example.org --dialect deployed', '--user takes the name of an account'],
		['--url https://a.example.org --dialect deployed --user ada', '--password-env takes the name'],
		['--dialect deployed', '--dialect needs --url'],
		['--creates many', '--creates takes a number'],
		['--password secret', 'Unknown option'],
	])('%s is refused in words', (line, words) => {
		expect(() => read(line)).toThrow(words);
	});
});

describe('the table of promises', () => {
	it('has a block for each server, and what was not run at its end', () => {
		const row = { result: 'passed', figure: '1 case' } as const;

		expect(
			tableLines([
				{ side: 'deployed', promise: 'one', result: 'not run', figure: 'needs --writes' },
				{ ...row, side: 'deployed', promise: 'two' },
				{ ...row, side: 'published', promise: 'three' },
				{ ...row, side: 'AI guide', promise: 'four' },
			]),
		).toEqual([
			'',
			'published server  result   figure',
			'three             passed   1 case',
			'',
			'deployed server   result   figure',
			'two               passed   1 case',
			'one               not run  needs --writes',
			'',
			'AI guide          result   figure',
			'four              passed   1 case',
		]);
	});
});
