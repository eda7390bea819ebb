import { parseArgs } from 'node:util';

import { FAULTS, parseFault } from './faults.mts';
import { DEFAULT_SETTINGS } from './settings.mts';
import type { SandboxOptions } from './start.mts';

export interface CommandLine {
	options: SandboxOptions;
	/** One JSON line when ready, and an end when the starter is gone. */
	isForPrograms: boolean;
	wantsHelp: boolean;
}

const USUAL_PORT = 4010;
const MAX_SEED_CASES = 200_000;

const FLAGS = {
	port: { type: 'string' },
	faults: { type: 'string', multiple: true },
	limits: { type: 'string' },
	hour: { type: 'string' },
	'accept-field': { type: 'string', multiple: true },
	idempotency: { type: 'boolean' },
	'key-header': { type: 'string' },
	bare: { type: 'boolean' },
	'seed-cases': { type: 'string' },
	'api-key': { type: 'string' },
	'ai-key': { type: 'string' },
	latency: { type: 'string' },
	option: { type: 'string', multiple: true },
	json: { type: 'boolean' },
	help: { type: 'boolean' },
} as const;

/** Throws a sentence about whatever it does not understand. */
export function readCommandLine(args: string[]): CommandLine {
	const { values } = parseArgs({ args, options: FLAGS, strict: true, allowPositionals: false });
	const options: SandboxOptions = { port: number('--port', values.port, 0, 65_000, USUAL_PORT) };
	if (values.faults) options.faults = values.faults.flatMap(splitFaults).map(parseFault);
	if (values.limits !== undefined) options.limits = limitsWord(values.limits);
	if (values.hour) options.hourSeconds = number('--hour', values.hour, 1, 86_400);
	if (values['accept-field']) options.acceptFields = values['accept-field'];
	if (values.idempotency) options.idempotency = true;
	if (values['key-header']) options.keyHeader = values['key-header'];
	if (values.bare) options.bare = true;
	if (values['api-key']) options.apiKey = values['api-key'];
	if (values['ai-key']) options.aiKey = values['ai-key'];
	if (values.latency) options.latencyMs = number('--latency', values.latency, 0, 60_000);
	if (values['seed-cases']) {
		options.seedCases = number('--seed-cases', values['seed-cases'], 0, MAX_SEED_CASES);
	}
	for (const given of values.option ?? []) Object.assign(options, readOption(given));
	return { options, isForPrograms: values.json ?? false, wantsHelp: values.help ?? false };
}

/** Any setting by its name; what does not fit is refused when the sandbox starts. */
function readOption(given: string): SandboxOptions {
	const equals = given.indexOf('=');
	if (equals < 1) throw new Error(`--option takes NAME=VALUE, not '${given}'`);
	const name = given.slice(0, equals);
	const value = given.slice(equals + 1);
	if (!Object.hasOwn(DEFAULT_SETTINGS, name)) throw new Error(`There is no option '${name}'`);
	const usual = DEFAULT_SETTINGS[name as keyof typeof DEFAULT_SETTINGS];
	if (Array.isArray(usual)) return { [name]: value === '' ? [] : value.split(',') };
	if (typeof usual === 'string') return { [name]: value };
	return { [name]: wordValue(value) };
}

function wordValue(text: string): unknown {
	if (text === 'true' || text === 'false') return text === 'true';
	return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function splitFaults(list: string): string[] {
	return list.split(',').filter((fault) => fault !== '');
}

function limitsWord(word: string): 'off' | 'published' {
	if (word !== 'off' && word !== 'published') {
		throw new Error(`--limits takes off or published, not '${word}'`);
	}
	return word;
}

function number(
	flag: string,
	text: string | undefined,
	min: number,
	max: number,
	usual?: number,
): number {
	if (text === undefined && usual !== undefined) return usual;
	const value = Number(text);
	if (text === undefined || !/^\d+$/.test(text) || value < min || value > max) {
		throw new Error(`${flag} takes a whole number from ${min} to ${max}, not '${text ?? ''}'`);
	}
	return value;
}

export function helpText(): string {
	const faults = Object.entries(FAULTS).map(([name, what]) => `  ${name.padEnd(14)} ${what}`);
	return [
		'npm run sandbox -- [options]',
		'',
		'Stand-in servers with made-up cases: the published OpenCHS API on port N, the server that',
		'helplines really run on port N+1 (the same cases), the AI service on port N+2. They listen on',
		'this machine only.',
		'',
		`  --port N               where the first one listens; 0 takes free ports (${USUAL_PORT})`,
		'  --faults LIST          what goes wrong, see below; may be given several times',
		'  --limits published     the documented rate limits (off)',
		'  --hour SECONDS         how long an hour of those limits lasts (3600)',
		'  --accept-field NAME    a field that cases take beyond the documented ones; repeatable',
		'  --idempotency          a repeat with the same key header gets the first answer again',
		'  --key-header NAME      the name of that header (Idempotency-Key)',
		'  --bare                 answers carry the payload alone, without the envelope',
		'  --seed-cases N         made-up cases at the start (30)',
		'  --api-key TEXT         the key that is accepted (sandbox-api-key)',
		'  --ai-key TEXT          a key that the AI service asks for (none)',
		'  --latency MS           added before each answer (0)',
		'  --option NAME=VALUE    any other setting by its name, e.g. containerProfile=true; repeatable',
		'  --json                 for programs: one line of JSON when ready, ends with its starter',
		'',
		'A fault is  NAME[=ARGUMENT][;OPTION=VALUE..][:METHOD[:PATH[:TIMES[:SKIP]]]]  and a list of them',
		'has commas in between. METHOD may be *. PATH is a regular expression for the whole path below',
		'/helpline/api. Commas, colons and semicolons inside are percent-encoded. Examples:',
		'  cut-after:POST:/cases:2          the first two creates are saved and not answered',
		'  status=503:GET:/cases/.*         every read of or below one case',
		'  rate-limit=3;retryAfter=date     429 for everything, with an HTTP date',
		'  status=502;share=0.05            one request of twenty, by chance',
		'  html-before;server=ai            the AI service answers a page',
		'  empty-after=500;server=deployed:POST:/cases:3   three creates are saved, the answer is empty',
		'',
		...faults,
	].join('\n');
}
