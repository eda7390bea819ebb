import { textOfFirstPart, type SmtpSink } from '../../../test/support/smtpSink.mts';
import { credentialsOf, errorOf, type Credential } from '../../n8n/api.mts';
import { ownExample } from '../own.mts';
import { MYSQL } from '../setUpReading.mts';
import type { Login, Stage } from '../stage.mts';
import type { ListName, Morning } from './digestDays.mts';

const EXAMPLE = 'daily-digest';
export const DUE_FIELD = 'follow_up_on';

export const TITLES: Readonly<Record<Exclude<ListName, 'none'>, string>> = {
	late: 'Open past the response time',
	due: 'Follow-up due',
	unassigned: 'Unassigned',
	silent: 'No activity for 7 days',
};

/** What an example needs to be sent from here. */
export interface Means {
	readonly stage: Stage;
	readonly sink: SmtpSink;
	readonly openChs: Readonly<Record<Login, Credential>>;
	readonly reader: Credential;
	readonly mail: Credential;
}

/** The text of the mail that comes. */
export async function send(
	{ stage, sink, openChs, reader, mail }: Means,
	{ zone, today }: Morning,
	settings: Readonly<Record<string, unknown>>,
	kind: Login = 'apiKey',
): Promise<string> {
	const own = ownExample(EXAMPLE, {
		login: { kind, credential: openChs[kind] },
		credentials: {
			...(settings.source === 'database' ? { [MYSQL]: credentialsOf(reader) } : {}),
			'n8n-nodes-base.emailSend': credentialsOf(mail),
		},
		settings: { due_field: DUE_FIELD, target_low: '14 days', today, ...settings },
		savesRuns: true,
	});
	// Without a database there is no credential for the queries: n8n publishes when they are switched off.
	const hasDatabase = settings.source === 'database';
	const { id } = await stage.api.createWorkflow({
		...own,
		nodes: own.nodes.map((node) => ({ ...node, disabled: node.type === MYSQL && !hasDatabase })),
		settings: { ...own.settings, timezone: zone },
	});
	await stage.api.activate(id);
	await stage.api.deactivate(id);
	const before = sink.mails.length;
	const run = await stage.api.runWorkflow(id, { trigger: 'Every Morning', limitSeconds: 120 });
	const sent = sink.mails[before];
	if (!sent) throw new Error(`No mail was sent: ${errorOf(run)}`);
	return textOfFirstPart(sent).replaceAll('\r', '');
}

export function lineOf(text: string, name: string): string {
	return text.split('\n').find((line) => line.startsWith(`${name}: `)) ?? '';
}

export function figure(text: string, name: string): number {
	return Number(/: (\d+)/.exec(lineOf(text, name))?.[1] ?? Number.NaN);
}

/** The numbers of the cases stand in the line below the title. */
export function listIn(text: string, title: string): string[] {
	const lines = text.split('\n');
	const at = lines.findIndex((line) => line.startsWith(`${title}: `));
	return (lines[at + 1] ?? '').split(', ').filter((number) => number !== '-');
}

export function same(a: readonly string[], b: readonly string[]): boolean {
	return [...a].sort().join() === [...b].sort().join();
}
