import { startMariaDb, type MariaDb } from '../../../test/support/mariaDb.mts';
import { startSmtpSink, textOfFirstPart, type SmtpSink } from '../../../test/support/smtpSink.mts';
import { credentialsOf, errorOf, type Credential } from '../../n8n/api.mts';
import type { CaseRow } from '../../sandbox/records.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { fillHelpline } from '../helplineDatabase.mts';
import { ownExample } from '../own.mts';
import { filesWithMarkers, holdsMarker } from '../planted.mts';
import { databaseCredential, MYSQL, setUp } from '../setUpReading.mts';
import { onStage, type Login, type Stage } from '../stage.mts';
import { casesOf, dayOf, MORNINGS, type ListName, type Morning } from './digestDays.mts';

const EXAMPLE = 'daily-digest';
const DUE_FIELD = 'follow_up_on';
const VOLUMES = { small: 60, full: 300 };

const TITLES: Readonly<Record<Exclude<ListName, 'none'>, string>> = {
	late: 'Open past the response time',
	due: 'Follow-up due',
	unassigned: 'Unassigned',
	silent: 'No activity for 7 days',
};

/** What an example needs to be sent from here. */
interface Means {
	readonly stage: Stage;
	readonly sink: SmtpSink;
	readonly openChs: Readonly<Record<Login, Credential>>;
	readonly reader: Credential;
	readonly mail: Credential;
}

export const dailyDigest: Check = {
	example: EXAMPLE,
	async run(asked) {
		const database = await startMariaDb();
		const sink = await startSmtpSink();
		try {
			return await onStage(
				asked,
				async (stage) => {
					const measured: Measured[] = [];
					for (const morning of MORNINGS) {
						measured.push(
							...(await oneMorning(stage, database, sink, morning, VOLUMES[asked.volume])),
						);
					}
					return [
						...measured,
						none(
							'mails with anything personal',
							sink.mails.filter(({ raw }) => holdsMarker(raw)).length,
						),
						none('mails with a picture or an address', sink.mails.filter(hasOutside).length),
						none(
							'files of n8n with anything personal',
							filesWithMarkers(stage.n8n.userFolder).length,
						),
					];
				},
				{ sandbox: ['--accept-field', DUE_FIELD] },
			);
		} finally {
			await sink.stop();
			await database.stop();
		}
	},
};

async function oneMorning(
	stage: Stage,
	database: MariaDb,
	sink: SmtpSink,
	morning: Morning,
	count: number,
): Promise<Measured[]> {
	await stage.sandbox.admin.reset('empty');
	const wanted = new Map<ListName, string[]>();
	for (const { fields, list } of casesOf(morning, count)) {
		const { case_number } = await stage.sandbox.admin.insertCase(fields);
		wanted.set(list, [...(wanted.get(list) ?? []), case_number]);
	}
	const cases = await stage.sandbox.admin.cases();
	const daily = perDay(cases, morning);
	const means = await prepare(stage, database, sink, cases, daily);

	const asTheyAre = { round_small_numbers: false };
	const byDatabase = await send(means, morning, { source: 'database', ...asTheyAre });
	const byApi = await send(means, morning, { source: 'api', ...asTheyAre });
	const byHelpline = await send(means, morning, { source: 'api', ...asTheyAre }, 'login');
	const rounded = await send(means, morning, { source: 'database' });
	const roundedByApi = await send(means, morning, { source: 'api' });
	const connection = await database.connect(database.administrator, 'helpline');
	await connection.query('DELETE FROM fact_case_daily WHERE metric_date = ?', [morning.yesterday]);
	await connection.close();
	const withoutDay = await send(means, morning, { source: 'database' });

	const { zone } = morning;
	const given = Object.entries(TITLES).map(([list, title]) => ({
		wanted: wanted.get(list as ListName) ?? [],
		found: listIn(byDatabase, title),
	}));
	const right = given.filter((each) => same(each.wanted, each.found)).length;
	const all = given.flatMap(({ found }) => found);
	const days = morning.days.filter((day) => figure(byDatabase, day) === (daily.get(day) ?? 0));
	const categories = new Set(cases.map(({ category }) => category));
	const counted = [...categories].filter(
		(category) => figure(byDatabase, category) === inWindow(cases, category, morning),
	);
	return [
		exactly(`${zone}: lists as worked out by hand`, given.length, right),
		none(`${zone}: cases in two lists`, all.length - new Set(all).size),
		exactly(`${zone}: days counted as by hand`, morning.days.length, days.length),
		exactly(`${zone}: categories counted as by hand`, categories.size, counted.length),
		equal(`${zone}: the database's figures are those of the API`, byDatabase, byApi),
		exactly(
			`${zone}: days as the helpline's own server counts them`,
			morning.days.length,
			morning.days.filter((day) => lineOf(byHelpline, day) === lineOf(byDatabase, day)).length,
		),
		equal(`${zone}: rounded, too`, rounded, roundedByApi),
		none(`${zone}: rounded figures that are not`, notRounded(rounded)),
		{
			promise: `${zone}: a missing day is no zero`,
			measured: lineOf(withoutDay, morning.yesterday),
			isMet: lineOf(withoutDay, morning.yesterday) === `${morning.yesterday}: no data`,
		},
	];
}

async function prepare(
	stage: Stage,
	database: MariaDb,
	sink: SmtpSink,
	cases: readonly CaseRow[],
	daily: ReadonlyMap<string, number>,
): Promise<Means> {
	const rows = [...daily].map(([metric_date, new_cases]) => ({
		metric_date,
		new_cases,
		resolved_cases: 0,
	}));
	await fillHelpline(database, cases, { fact_case_daily: rows });
	const administrator = await databaseCredential(
		stage,
		database,
		database.administrator,
		'mysql',
	);
	const { told, error } = await setUp(stage, administrator);
	if (!told) throw new Error(`The set-up of the database ended with: ${error}`);
	return {
		stage,
		sink,
		openChs: {
			apiKey: await stage.credential('apiKey'),
			login: await stage.credential('login'),
		},
		reader: await databaseCredential(stage, database, told, told.database),
		mail: await stage.api.createCredential('smtp', 'Mail', {
			host: '127.0.0.1',
			port: sink.port,
			secure: false,
			disableStartTls: true,
		}),
	};
}

/** The text of the mail that comes. */
async function send(
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

function perDay(cases: readonly CaseRow[], morning: Morning): Map<string, number> {
	const daily = new Map<string, number>(morning.days.map((day) => [day, 0]));
	for (const { created_at } of cases) {
		const day = dayOf(created_at, morning);
		daily.set(day, (daily.get(day) ?? 0) + 1);
	}
	return daily;
}

function inWindow(cases: readonly CaseRow[], category: string, morning: Morning): number {
	const isMeant = (row: CaseRow) =>
		row.category === category && morning.days.includes(dayOf(row.created_at, morning));
	return cases.filter(isMeant).length;
}

function lineOf(text: string, name: string): string {
	return text.split('\n').find((line) => line.startsWith(`${name}: `)) ?? '';
}

function figure(text: string, name: string): number {
	return Number(/: (\d+)/.exec(lineOf(text, name))?.[1] ?? Number.NaN);
}

/** The numbers of the cases stand in the line below the title. */
function listIn(text: string, title: string): string[] {
	const lines = text.split('\n');
	const at = lines.findIndex((line) => line.startsWith(`${title}: `));
	return (lines[at + 1] ?? '').split(', ').filter((number) => number !== '-');
}

function same(a: readonly string[], b: readonly string[]): boolean {
	return [...a].sort().join() === [...b].sort().join();
}

/** All but the calls, which only a database tells. */
function equal(promise: string, a: string, b: string): Measured {
	const figures = (text: string) => text.split('\n').filter((line) => !line.startsWith('Calls on'));
	const [left, right] = [figures(a), figures(b)];
	const differing = left.filter((line, n) => line !== right[n]);
	return {
		promise,
		measured: `${left.length} lines, ${differing.length} differ`,
		isMet: left.length === right.length && differing.length === 0 && left.length > 15,
	};
}

function notRounded(text: string): number {
	const bars = text.split('New cases by day')[1] ?? '';
	const figures = [...bars.matchAll(/: (\d+) █/g)].map(([, count]) => Number(count));
	return figures.length === 0 ? 1 : figures.filter((count) => count % 5 !== 0).length;
}

function hasOutside({ raw }: { raw: string }): boolean {
	return /<img|https?:/i.test(raw);
}
