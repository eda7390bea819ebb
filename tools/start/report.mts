import type { DemoN8n } from './demoN8n.mts';
import type { DemoResult } from './demo.mts';

/** What was read back, without any field that is personal. */
const SHOWN = ['id', 'case_number', 'category', 'priority', 'status', 'outcome'];

export function resultLines({ created, records, refusals }: DemoResult): string[] {
	return [
		'',
		`${created} cases created`,
		...records.map((record) => `  read back: ${describe(record)}`),
		...refusals.map((reason) => `  refused, as it should be: ${reason}`),
	];
}

/** The address comes last: whoever reads the output of this command finds it in the last line. */
export function closingLines(
	{ url, login }: Pick<DemoN8n, 'url' | 'login'>,
	{ workflowId, credentialName }: Pick<DemoResult, 'workflowId' | 'credentialName'>,
): string[] {
	return [
		'',
		login,
		`In workflows of your own, choose the credential '${credentialName}': it is there already.`,
		'Press Ctrl+C to stop.',
		`Editor: ${url}/workflow/${workflowId}`,
	];
}

function describe(record: Readonly<Record<string, unknown>>): string {
	return SHOWN.filter((name) => record[name] !== undefined)
		.map((name) => `${name} ${String(record[name])}`)
		.join(', ');
}
