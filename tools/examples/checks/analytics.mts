import { startMariaDb, type MariaDb, type Row } from '../../../test/support/mariaDb.mts';
import { startStub } from '../../../test/support/httpStub.mts';
import { chain, nodeOf, start } from '../../../test/workflows/support.mts';
import { sleep, waitFor } from '../../common/wait.mts';
import { credentialsOf, errorOf, outputOf, type Credential } from '../../n8n/api.mts';
import type { Execution } from '../../n8n/api.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { fillHelpline } from '../helplineDatabase.mts';
import { ownExample } from '../own.mts';
import { filesHolding, filesWithMarkers } from '../planted.mts';
import { onStage, type Stage } from '../stage.mts';
import { guideOnDatabase } from './guideOnDatabase.mts';
import { INJECTIONS, madeUpHelpline, TELLING, type MadeUpHelpline } from './madeUpHelpline.mts';
import { refusals } from './readOnlyRights.mts';
import { databaseCredential, MYSQL, SETUP, setUp } from '../setUpReading.mts';

const EXAMPLE = 'analytics';
const VOLUMES = { small: 60, full: 2_000 };
const DAYS = 7;

export const analytics: Check = {
	example: EXAMPLE,
	async run(asked) {
		const database = await startMariaDb();
		try {
			return await onStage(asked, async (stage): Promise<Measured[]> => {
				const helpline = madeUpHelpline(VOLUMES[asked.volume]);
				const { contact, ...withoutCalls } = helpline.more;
				await fillHelpline(database, helpline.cases, withoutCalls);
				const administrator = await databaseCredential(stage, database, database.administrator, 'mysql');
				const drop = await database.connect(database.administrator, 'helpline');
				await drop.query('DROP TABLE contact');
				await drop.close();
				const poor = await setUp(stage, administrator);
				await fillHelpline(database, helpline.cases, { ...withoutCalls, contact: contact ?? [] });
				await accountOfTheGuide(database);
				const refused = await setUp(stage, administrator, { host: '%' });
				const besides = await setUp(stage, administrator);
				const once = await setUp(stage, administrator, { replace_same_name: true });
				const account = once.told;
				if (!account) throw new Error(`The set-up ended with: ${once.error}`);
				const reader = await databaseCredential(stage, database, account, account.database);
				const ask = async (settings: object) => await query(stage, reader, settings);

				return [
					{
						promise: 'a table that is not there is named, and the rest is set up',
						measured: (poor.told?.missing ?? []).join(', ') || 'nothing named',
						isMet: poor.told?.missing.includes('contact') === true,
					},
					{
						promise: 'a host for everybody is refused unless somebody confirms it',
						measured: refused.told ? 'accepted' : 'refused',
						isMet: !refused.told && /any_host_confirmed/.test(refused.error ?? ''),
					},
					{
						promise: "the guide's account, which lends its rights, is refused and then dropped",
						measured: [besides.told ? 'accepted' : 'refused', ...account.dropped].join(', '),
						isMet:
							!besides.told &&
							/replace_same_name/.test(besides.error ?? '') &&
							account.dropped.join() === 'external_readonly@%',
					},
					{
						promise: 'tables that may be personal stay inside',
						measured: account.left_inside.join(', '),
						isMet: account.left_inside.includes('mv_reporters'),
					},
					...(await refusals(database, account)),
					await called(stage, reader, helpline),
					...(await figures(helpline, ask)),
					...(await injections(database, helpline, ask)),
					await asInTheGuide(stage, database, administrator),
					...(await guideOnDatabase(database)),
					...(await secrecy(stage, database, administrator)),
					none('files of n8n with anything personal', filesWithMarkers(stage.n8n.userFolder).length),
				];
			});
		} finally {
			await database.stop();
		}
	},
};

/** What the integration guide makes, with rights on what is personal. */
async function accountOfTheGuide(database: MariaDb): Promise<void> {
	const connection = await database.connect(database.administrator);
	await connection.query("CREATE USER 'external_readonly'@'%' IDENTIFIED BY 'made-up'");
	await connection.query("GRANT SELECT ON helpline.kase TO 'external_readonly'@'%'");
	await connection.query("CREATE USER 'guide'@'127.0.0.1' IDENTIFIED BY 'made-up'");
	await connection.query("GRANT SELECT ON helpline.kase TO 'guide'@'127.0.0.1'");
	await connection.close();
}

async function query({ api }: Stage, reader: Credential, settings: object): Promise<Execution> {
	const { id } = await api.createWorkflow(
		ownExample(EXAMPLE, {
			credentials: { [MYSQL]: credentialsOf(reader) },
			settings: { ...settings },
			savesRuns: true,
		}),
	);
	return await api.runWorkflow(id, { trigger: 'Try It' });
}

type Ask = (settings: object) => Promise<Execution>;

/** The figures that each query gives, beside those that were worked out here. */
async function figures({ cases, more, expected }: MadeUpHelpline, ask: Ask): Promise<Measured[]> {
	const rows = async (query: string, node: string, settings: object = {}) =>
		outputOf(await ask({ query, max_rows: 10_000, ...settings }), node).map(({ json }) => json);
	const open = await rows('open_cases', 'Open Cases');
	const assigned = await rows('cases', 'Cases', { status: 'assigned' });
	const capped = await rows('cases', 'Cases', { max_rows: 10 });
	const days = await rows('daily_metrics', 'Daily Metrics', { days: DAYS });
	const ages = await rows('age_gender_category', 'Age, Gender, Category', { round_to: 1 });
	const rounded = await rows('age_gender_category', 'Age, Gender, Category', { round_to: 5 });
	const times = await rows('response_times', 'Response Times', { round_to: 1 });
	const dates = days.map(({ metric_date }) => String(metric_date));
	const telling = (await rows('cases', 'Cases')).filter(({ category }) => category === TELLING);
	const notRounded = rounded.filter(({ cases: count }) => Number(count) % 5 !== 0);
	const names = new Set([...open, ...assigned, ...capped].flatMap((row) => Object.keys(row)));
	const personal = [...names].filter((name) =>
		/title|description|reporter|child_name|location|phone|email|^child_age$/.test(name),
	);
	return [
		exactly('open cases', expected.open, open.length),
		exactly('cases of one status', expected.assigned, assigned.length),
		exactly('rows at the cap', 10, capped.length),
		exactly('days and today, newest first', DAYS + 1, isSorted(dates) ? days.length : 0),
		exactly(
			'new cases of these days',
			newCases((more.fact_case_daily ?? []).slice(0, DAYS + 1)),
			newCases(days),
		),
		exactly(
			'age, gender, category: cells as counted here',
			expected.cells.size,
			ages.filter((row) => expected.cells.get(cellOf(row)) === row.cases).length,
		),
		none('cells that are not rounded', notRounded.length),
		exactly(
			'response times: hours as worked out here',
			expected.hours.size,
			times.filter((row) => expected.hours.get(String(row.priority)) === row.avg_hours).length,
		),
		exactly(
			'texts of other scripts that came back whole',
			cases.filter(({ category }) => category === TELLING).length,
			telling.length,
		),
		none('personal columns', personal.length),
	];
}

function newCases(days: readonly Row[]): number {
	return days.reduce((sum, row) => sum + Number(row.new_cases), 0);
}

function isSorted(dates: readonly string[]): boolean {
	return [...dates].sort().reverse().join() === dates.join();
}

function cellOf(row: Row): string {
	return [row.child_age_band, row.child_gender, row.category].join('|');
}

/** The guide writes the value into the text of its query. */
async function injections(
	database: MariaDb,
	{ cases }: MadeUpHelpline,
	ask: Ask,
): Promise<Measured[]> {
	const guide = await database.connect({ user: 'guide', password: 'made-up' }, 'helpline');
	let guideGave = 0;
	let oursGave = 0;
	let failed = 0;
	for (const status of INJECTIONS) {
		const text = ['SELECT * FROM kase', ` WHERE status = '${status}'`].join('');
		const found = await guide.query(text).catch(() => []);
		if (found.length > 0) guideGave += 1;
		const ours = await ask({ query: 'cases', status, max_rows: 10_000 });
		if (errorOf(ours)) failed += 1;
		oursGave += outputOf(ours, 'Cases').length;
	}
	await guide.close();
	return [
		exactly("injected values that the guide's own query obeys", INJECTIONS.length, guideGave),
		none(`rows that they bring out of ours (${cases.length} cases)`, oursGave + failed),
	];
}

/** The way in for other workflows. */
async function called(
	{ api }: Stage,
	reader: Credential,
	{ expected }: MadeUpHelpline,
): Promise<Measured> {
	const { id } = await api.createWorkflow(
		ownExample(EXAMPLE, { credentials: { [MYSQL]: credentialsOf(reader) } }),
	);
	await api.activate(id);
	const value = { query: 'cases', status: 'assigned', max_rows: 10_000 };
	const call = nodeOf('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
		workflowId: { __rl: true, mode: 'id', value: id },
		workflowInputs: { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] },
		options: {},
	});
	const saving = { saveManualExecutions: true } as const;
	const caller = await api.createWorkflow(chain('Caller', [start, call], saving));
	const run = await api.runWorkflow(caller.id);
	return exactly('rows for a workflow that calls', expected.assigned, outputOf(run, 'Call').length);
}

/** The alternative: rights on tables, one by one, and a word about what is in them. */
async function asInTheGuide(
	stage: Stage,
	database: MariaDb,
	administrator: Credential,
): Promise<Measured> {
	const { told } = await setUp(stage, administrator, { grant: 'tables', user: 'by_table' });
	const wanted = ['kase', 'contact', 'kase_activity', 'fact_case_daily', 'mv_reporters'];
	const connection = told ? await database.connect(told, 'helpline') : undefined;
	let readable = 0;
	for (const table of wanted) {
		if ((await connection?.refusal(`SELECT * FROM ${table}`)) === null) readable += 1;
	}
	const others = await connection?.refusal('SELECT * FROM auth');
	await connection?.close();
	return {
		promise: 'rights as in the guide: table by table, marked as personal',
		measured: `${readable} of ${wanted.length}, ${others === null ? 'and auth' : 'no other'}`,
		isMet: readable === wanted.length && others !== null && /names/.test(told?.remark ?? ''),
	};
}

/** The password comes from a stand-in, so that it is known and stands in no workflow. */
async function secrecy(
	stage: Stage,
	database: MariaDb,
	administrator: Credential,
): Promise<Measured[]> {
	const password = 'f00dfacef00dfacef00dfacef00dface';
	const stub = await startStub({ body: { password } });
	try {
		const standIn = nodeOf('Password', 'n8n-nodes-base.httpRequest', 4.2, {
			url: stub.url,
			options: {},
		});
		const { id } = await stage.api.createWorkflow(
			ownExample(EXAMPLE, {
				file: SETUP,
				credentials: { [MYSQL]: credentialsOf(administrator) },
				settings: { host: '127.0.0.1' },
				instead: [{ ...standIn, executeOnce: true }],
			}),
		);
		await stage.api.startWorkflow(id);
		await stub.received(1);
		const account = { user: 'external_readonly', password: `Ro-${password}` };
		await waitFor('the new password', 60, async () => {
			const connection = await database.connect(account).catch(() => undefined);
			await connection?.close();
			return connection === undefined ? undefined : true;
		});
		// What a run leaves behind is written right after its last node.
		await sleep(3_000);
		return [
			none('files of n8n that hold the password', filesHolding(stage.n8n.userFolder, password).length),
		];
	} finally {
		await stub.stop();
	}
}
