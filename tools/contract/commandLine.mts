import { parseArgs } from 'node:util';
import type { Target } from '../../test/contract/target.mts';

export interface ContractCommandLine {
	/** Nothing when the sandbox is to be tried. */
	readonly target: Target | undefined;
	/** Creates per fault in the sandbox. */
	readonly creates: number | undefined;
}

const USAGE = [
	'npm run test:contract                                    both sides of the sandbox',
	'npm run test:contract -- --url <base> --dialect deployed --user <name> --password-env <VAR> [--writes]',
	'npm run test:contract -- --url <base> --dialect published --key-env <VAR> [--writes]',
	'npm run test:contract -- --creates 200                   as many creates per fault in the sandbox',
].join('\n');

const OPTIONS = {
	url: { type: 'string' },
	dialect: { type: 'string' },
	user: { type: 'string' },
	'password-env': { type: 'string' },
	'key-env': { type: 'string' },
	writes: { type: 'boolean', default: false },
	creates: { type: 'string' },
} as const;

/** Throws a sentence about whatever it does not understand. Secrets come by the name of a variable alone. */
export function readCommandLine(
	args: readonly string[],
	env: NodeJS.ProcessEnv,
): ContractCommandLine {
	const { values } = parse(args);
	const creates = values.creates === undefined ? undefined : wholeNumber(values.creates);
	if (values.url === undefined) {
		const needless = Object.keys(values).find((name) => name !== 'creates' && name !== 'writes');
		if (needless !== undefined) refuse(`--${needless} needs --url`);
		return { target: undefined, creates };
	}
	const url = values.url.replace(/\/+$/, '');
	if (!/^https?:\/\//.test(url))
		refuse('--url takes an address that begins with https:// or http://');
	const { writes, dialect } = values;
	if (dialect === 'published') {
		const key = secretIn(env, 'key-env', values['key-env']);
		return { target: { side: dialect, url, writes, login: { key } }, creates };
	}
	if (dialect !== 'deployed') refuse('--dialect takes published or deployed');
	if (!values.user) refuse('--user takes the name of an account');
	const password = secretIn(env, 'password-env', values['password-env']);
	return {
		target: { side: dialect, url, writes, login: { user: values.user, password } },
		creates,
	};
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], options: OPTIONS });
	} catch (error) {
		refuse(error instanceof Error ? error.message : String(error));
	}
}

function secretIn(env: NodeJS.ProcessEnv, flag: string, name: string | undefined): string {
	const secret = name === undefined ? '' : (env[name] ?? '');
	if (secret === '') refuse(`--${flag} takes the name of a variable that holds the secret`);
	return secret;
}

function wholeNumber(text: string): number {
	if (!/^[1-9]\d{0,3}$/.test(text)) refuse('--creates takes a number from 1 to 9999');
	return Number(text);
}

function refuse(problem: string): never {
	throw new Error(`${problem}\n\n${USAGE}`);
}
