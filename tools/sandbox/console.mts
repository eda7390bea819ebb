import type { OutboxEntry } from './outbox.mts';
import { SEED_USERS } from './seedReference.mts';
import { DEFAULT_SEED_CASES, type Sandbox, type SandboxOptions } from './start.mts';

/** What a person sees when it is up: addresses and logins come last, where the eye rests. */
export function startText(sandbox: Sandbox, options: SandboxOptions): string {
	const person = SEED_USERS.find((user) => user.role === 'counsellor')?.username ?? '';
	const faults = (options.faults ?? []).map((fault) =>
		typeof fault === 'string' ? fault : fault.fault,
	);
	return [
		`Made-up cases: ${options.seedCases ?? DEFAULT_SEED_CASES}`,
		`Answers: ${options.bare ? 'payload alone' : 'in the documented envelope'}`,
		`Rate limits: ${options.limits === 'published' ? 'as published' : 'off'}`,
		`Faults: ${faults.length > 0 ? faults.join(', ') : 'none'}`,
		'',
		`OpenCHS (published API): ${sandbox.url}`,
		`OpenCHS (deployed):      ${sandbox.deployedUrl}`,
		`AI service:              ${sandbox.aiUrl}`,
		`API key:                 ${sandbox.apiKey}`,
		`User and password:       ${sandbox.login.user} / ${sandbox.login.password}`,
		`One-time code for:       ${person}@example.invalid (email)`,
		`Codes are shown here and at ${sandbox.url}/__sandbox/outbox`,
	].join('\n');
}

export function codeText({ address, code }: OutboxEntry): string {
	return `One-time code for ${address}: ${code}`;
}
