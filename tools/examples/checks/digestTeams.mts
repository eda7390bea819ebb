import { textOfFirstPart } from '../../../test/support/smtpSink.mts';
import { chain, nodeOf, start } from '../../../test/workflows/support.mts';
import { outputOf } from '../../n8n/api.mts';
import { exactly, type Measured } from '../check.mts';
import type { Stage } from '../stage.mts';
import type { ListName, Morning } from './digestDays.mts';
import { listIn, same, send, TITLES, type Means } from './digestMail.mts';

/** What is known of a case without any example. */
export interface Made {
	readonly number: string;
	readonly list: ListName;
	readonly assignee: number | null;
}

/** One team is told by the IDs of its members, one by their names; user 3 is in none. */
export async function byTeam(
	means: Means,
	morning: Morning,
	made: readonly Made[],
): Promise<Measured[]> {
	const { sink, stage } = means;
	const { zone } = morning;
	const second = (await stage.sandbox.admin.users()).find(({ id }) => id === 2);
	const teams = [
		{ name: 'Day', to: 'day@helpline.example.org', members: ['1'] },
		{ name: 'Night', to: 'night@helpline.example.org', members: [second?.username ?? ''] },
	];
	const ids = new Map<number | null, string>([
		[1, 'day@helpline.example.org'],
		[2, 'night@helpline.example.org'],
	]);
	const rest = 'supervisors@helpline.example.org';
	const before = sink.mails.length;
	await send(means, morning, { source: 'api', teams: JSON.stringify(teams) });
	const mails = sink.mails.slice(before);
	const lists = [...ids.values(), rest].flatMap((to) =>
		Object.entries(TITLES).map(([list, title]) => {
			const mail = mails.find((each) => each.to.includes(to));
			const text = mail ? textOfFirstPart(mail).replaceAll('\r', '') : '';
			const isOwn = (each: Made) => (ids.get(each.assignee) ?? rest) === to;
			const own = made.filter((each) => each.list === list && isOwn(each));
			return {
				wanted: own.map(({ number }) => number),
				found: listIn(text, title),
				isSent: mail !== undefined,
			};
		}),
	);
	const right = lists.filter((each) => each.isSent && same(each.wanted, each.found));
	const filled = lists.filter((each) => each.wanted.length > 0);
	const lengths = Object.keys(TITLES).map(
		(list) => made.filter((each) => each.list === list).length,
	);
	const row = await rowOfTheDay(stage, morning);
	return [
		exactly(`${zone}: mails, two teams and the rest`, 3, mails.length),
		exactly(
			`${zone}: their lists as by hand, ${filled.length} with cases`,
			lists.length,
			right.length,
		),
		{
			promise: `${zone}: the row of the day has the lengths of the lists`,
			measured: row.join(', '),
			isMet: row.join() === lengths.join(),
		},
	];
}

/** As a dashboard would read it. */
async function rowOfTheDay({ api }: Stage, { today }: Morning): Promise<unknown[]> {
	const read = nodeOf('Read', 'n8n-nodes-base.dataTable', 1.1, {
		resource: 'row',
		operation: 'get',
		dataTableId: { __rl: true, mode: 'name', value: 'openchs_digest' },
		matchType: 'allConditions',
		filters: { conditions: [{ keyName: 'day', condition: 'eq', keyValue: today }] },
		returnAll: true,
	});
	const { id } = await api.createWorkflow(chain('Dashboard', [start, read]));
	return outputOf(await api.runWorkflow(id), 'Read').flatMap(({ json }) => [
		json.past_response_time,
		json.follow_up_due,
		json.unassigned,
		json.no_activity,
	]);
}
