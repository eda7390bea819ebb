/** The page of every sentence, from what the sources say and what `whatToDo.mts` adds to each code. */
import type { ReasonCode } from '../../nodes/shared/transport/errors';
import type { Said, SaidReason, SaidRemark } from './sentences.mts';
import { cell, table } from './table.mts';
import { WHAT_TO_DO, WITH_ANY_CODE } from './whatToDo.mts';

const OF_THE_TEST = /^nodes\/shared\/session\/|^nodes\/shared\/transport\/baseUrl\.ts$/;

const LOG = 'Log of n8n';

/** Where a person meets a remark; the first beginning that fits counts. */
const PLACES: ReadonlyArray<readonly [beginning: string, place: string]> = [
	['nodes/OpenChs/actions/activity/aiNote', 'The note of an AI result'],
	['nodes/OpenChsAiTranscribe/progress', LOG],
	['nodes/OpenChsAiTranscribe/', 'OpenCHS AI Transcribe: output'],
	['nodes/OpenChsCsvImport/progress', LOG],
	['nodes/OpenChsCsvImport/rowCase', 'OpenCHS CSV Import: advice on _To Fix_'],
	['nodes/OpenChsCsvImport/writeRow', 'OpenCHS CSV Import: advice on _To Fix_'],
	['nodes/OpenChsCsvImport/', 'OpenCHS CSV Import: summary, report, above the output'],
	['nodes/OpenChsJsonExport/', 'OpenCHS JSON Export: summary, manifest, above the output'],
	['nodes/OpenChsTrigger/', 'OpenCHS Trigger: the test event'],
	['nodes/OpenChsWebhookTrigger/secretTest', 'Test of _OpenCHS Webhook Secret API_'],
	['nodes/OpenChsWebhookTrigger/', 'OpenCHS Webhook Trigger: answer to the sender, log of n8n'],
	['nodes/shared/export/', 'OpenCHS JSON Export: a part of what it says to do'],
	['nodes/shared/helpline/duplicates', 'A note on the case that came second'],
	['nodes/shared/privacy/recipientTest', 'Test of _OpenCHS Recipient API_'],
	['nodes/shared/session/', 'Test of a credential'],
	['nodes/', 'Above the output'],
];

export function troubleshootingPage({ reasons, remarks }: Said): string {
	const ofRuns = reasons.filter(({ file }) => !OF_THE_TEST.test(file));
	const ofTests = reasons.filter(({ file }) => OF_THE_TEST.test(file));
	return `# Troubleshooting: every sentence, and what to do

Made by \`npm run docs\` from the sources. Search this page for a few words of the sentence that you see; \`…\` stands for what is put in
there, such as a count, a time or the label of a field. No sentence holds a value of a case.

Where to look in n8n: the red box of the node, or the run under _Executions_. When the node is set to _Continue (using error output)_ each
failed item holds \`error\` (the sentence), \`message\` (what to do) and \`details\` with \`code\`, \`field\`, \`status\` and \`retry_at\`. The headings below
are the codes: they stay the same in every version, so that a workflow can switch on them. Behind a sentence stands \`[item 3]\` where it is
about one item; items count from 0.

${Object.keys(WHAT_TO_DO)
	.map((code) => `[${code}](#${code})`)
	.join(
		' · ',
	)} · [any code](#any-code) · [test of a credential](#the-test-of-a-credential) · [remarks](#remarks)

${Object.entries(WHAT_TO_DO)
	.map(([code, toDo]) => section(code, toDo, ofCode(ofRuns, code as ReasonCode)))
	.join('\n\n')}

## any code

${WITH_ANY_CODE}

${sentences(ofCode(ofRuns, null))}

## The test of a credential

The test runs when a credential is saved or opened; its sentence stands behind _More details_. While _Ignore SSL Issues (Insecure)_ is on, each
of them ends with a warning that says so. [Credentials](credentials.md) has the fields step by step.

${sentences(ofTests)}

## Remarks

Nothing went wrong, and there is something to know.

${table(
	['Where', 'The sentence'],
	[...remarks].map((remark) => [placeOf(remark), cell(remark.text)]).sort(byText),
)}
`;
}

function section(code: string, toDo: string, said: readonly SaidReason[]): string {
	return `## ${code}\n\n${toDo}\n\n${sentences(said)}`;
}

function ofCode(reasons: readonly SaidReason[], code: ReasonCode | null): SaidReason[] {
	return reasons.filter((reason) => reason.code === code);
}

/** One row for a sentence, however many places say it, with everything that it can advise. */
function sentences(reasons: readonly SaidReason[]): string {
	const steps = new Map<string, Set<string>>();
	for (const { message, steps: of } of reasons) {
		const known = steps.get(message) ?? new Set<string>();
		steps.set(message, new Set([...known, ...of]));
	}
	const rows = [...steps].map(([message, of]) => [
		cell(message),
		of.size === 0 ? '(see the head of this section)' : [...of].map(cell).join('<br>'),
	]);
	return table(['The sentence', 'What it says to do'], rows.sort(byText));
}

function placeOf({ file, isLogged }: SaidRemark): string {
	if (isLogged) return LOG;
	const place = PLACES.find(([beginning]) => file.startsWith(beginning));
	if (!place) throw new Error(`Nobody knows where the remarks of ${file} are met`);
	return place[1];
}

/** By letters alone, so that a quote in front of a label does not move it. */
function byText(a: readonly string[], b: readonly string[]): number {
	const plain = (row: readonly string[]) =>
		row
			.join(' ')
			.toLowerCase()
			.replaceAll(/[^a-z ]/g, '');
	const [first, second] = [plain(a), plain(b)];
	return first < second ? -1 : first > second ? 1 : 0;
}
