import { startMariaDb, type MariaDb } from '../../../test/support/mariaDb.mts';
import { partsOf, startSmtpSink, type SmtpSink } from '../../../test/support/smtpSink.mts';
import type { CaseRow } from '../../sandbox/records.mts';
import { exactly, none, type Check, type Measured } from '../check.mts';
import { fillHelpline } from '../helplineDatabase.mts';
import { filesWithMarkers } from '../planted.mts';
import { databaseCredential, setUp } from '../setUpReading.mts';
import { onStage, type Stage } from '../stage.mts';
import { casesOf, dayOf, MORNINGS, type ListName, type Morning } from './digestDays.mts';
import {
	DUE_FIELD,
	figure,
	lineOf,
	listIn,
	same,
	send,
	TITLES,
	type Means,
} from './digestMail.mts';
import { byTeam, type Made } from './digestTeams.mts';

const VOLUMES = { small: 60, full: 300 };

export const dailyDigest: Check = {
	example: 'daily-digest',
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
					stage.sweep.look('mails', sink.mails.flatMap(partsOf));
					return [
						...measured,
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
	const made: Made[] = [];
	for (const { fields, list } of casesOf(morning, count)) {
		const { case_number, assigned_user_id } = await stage.sandbox.admin.insertCase(fields);
		made.push({ number: case_number, list, assignee: assigned_user_id });
	}
	const wanted = new Map<ListName, string[]>();
	for (const { list, number } of made) wanted.set(list, [...(wanted.get(list) ?? []), number]);
	const cases = await stage.sandbox.admin.cases();
	const daily = perDay(cases, morning);
	const means = await prepare(stage, database, sink, cases, daily);

	const asTheyAre = { round_small_numbers: false };
	const byDatabase = await send(means, morning, { source: 'database', ...asTheyAre });
	const byApi = await send(means, morning, { source: 'api', ...asTheyAre });
	const byHelpline = await send(means, morning, { source: 'api', ...asTheyAre }, 'login');
	const teams = await byTeam(means, morning, made);
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
		...teams,
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
	const administrator = await databaseCredential(stage, database, database.administrator, 'mysql');
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
