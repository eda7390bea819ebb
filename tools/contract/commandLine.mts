import { parseArgs } from 'node:util';
import type { AiTarget, Target } from '../../test/contract/target.mts';

export interface ContractCommandLine {
	/** Nothing when the sandbox is to be tried. */
	readonly target: Target | undefined;
	/** Creates per fault in the sandbox. */
	readonly creates: number | undefined;
	/** Set when the AI service is to be tried: a running one, or the sandbox's in all its shapes. */
	readonly ai?: AiTarget | 'sandbox';
}

const USAGE = [
	'npm run test:contract                                    both sides of the sandbox',
	'npm run test:contract -- --url <base> --dialect deployed --user <name> --password-env <VAR> [--writes]',
	'npm run test:contract -- --url <base> --dialect published --key-env <VAR> [--writes]',
	'npm run test:contract -- --creates 200                   as many creates per fault in the sandbox',
	'npm run test:contract -- --ai                            the AI service of the sandbox, in all its shapes',
	'npm run test:contract -- --ai <base> [--ai-key-env <VAR>]   a running AI service, with made-up audio',
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
	const { rest, ai } = takeAi(args, env);
	const asked = readHelpline(rest, env);
	return ai === undefined ? asked : { ...asked, ai };
}

/** `--ai` takes an address or stands alone, which the parser of Node does not know. */
function takeAi(args: readonly string[], env: NodeJS.ProcessEnv) {
	const place = args.indexOf('--ai');
	if (place < 0) {
		if (args.includes('--ai-key-env')) refuse('--ai-key-env needs --ai');
		return { rest: args, ai: undefined };
	}
	const next = args[place + 1];
	const url = next === undefined || next.startsWith('-') ? undefined : next;
	const others = [...args.slice(0, place), ...args.slice(place + (url === undefined ? 1 : 2))];
	const keyPlace = others.indexOf('--ai-key-env');
	if (url === undefined) {
		if (keyPlace >= 0) refuse('--ai-key-env needs the address of an AI service');
		return { rest: others, ai: 'sandbox' as const };
	}
	const address = addressIn('ai', url);
	if (keyPlace < 0) return { rest: others, ai: { url: address } };
	const key = secretIn(env, 'ai-key-env', others[keyPlace + 1]);
	return { rest: others.toSpliced(keyPlace, 2), ai: { url: address, key } };
}

function readHelpline(args: readonly string[], env: NodeJS.ProcessEnv): ContractCommandLine {
	const { values } = parse(args);
	const creates = values.creates === undefined ? undefined : wholeNumber(values.creates);
	if (values.url === undefined) {
		const needless = Object.keys(values).find((name) => name !== 'creates' && name !== 'writes');
		if (needless !== undefined) refuse(`--${needless} needs --url`);
		return { target: undefined, creates };
	}
	const url = addressIn('url', values.url);
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

function addressIn(flag: string, text: string): string {
	if (!/^https?:\/\//.test(text)) {
		refuse(`--${flag} takes an address that begins with https:// or http://`);
	}
	return text.replace(/\/+$/, '');
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
