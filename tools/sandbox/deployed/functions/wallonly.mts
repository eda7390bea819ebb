import type { FastifyRequest } from 'fastify';

import { timeFor } from '../../exchange.mts';
import type { Answer } from '../../wire.mts';
import type { World } from '../../world.mts';
import { periodsOf } from '../calendar.mts';
import { callsColumns } from '../columns/calls.mts';
import { jsonAnswer } from '../list/read.mts';
import { partText } from '../wire/sections.mts';

/** Figures for a screen on the wall, which anybody may ask for (82). */
export function wallOnly(world: World, request: FastifyRequest): Answer {
	const { deployed, settings } = world;
	deployed.mirror.catchUp();
	const { archive } = deployed;
	const now = periodsOf(Math.floor(timeFor(world, request).getTime() / 1000));
	const total = archive.calls.rows.length;
	const all = archive.cases.rows;
	const count = (rows: typeof all, test: (row: (typeof all)[number]) => boolean) =>
		String(rows.filter(test).length);
	const stats = {
		cases_today: count(all, (row) => row.dt === now.dt),
		cases_closed_this_month: count(all, (row) => row.status === '2' && row.mn === now.mn),
		cases_ongoing_total: count(all, (row) => row.status === '1'),
		cases_total: String(all.length),
		calls_today: count(archive.calls.rows, (row) => row.dt === now.dt),
		calls_total: String(total),
	};
	const columns = deployed.columnOrder.columns('calls', callsColumns, {
		shuffled: settings.columnOrder === 'shuffled',
		seed: settings.columnSeed || deployed.columnSeed,
		added: settings.addedColumns,
	});
	const shown = String(Math.min(20, total));
	const list = partText({
		name: 'calls',
		columns,
		rows: [],
		context: ['0', '20', total === 0 ? '0' : '1', shown, String(total), '', ''],
	});
	const withoutRows = list.replace(/^"calls":\[\]\n, "calls_no_data":\[\[\]\]\n,/, '"calls":[[]],');
	return jsonAnswer(200, [
		'"calls_z":{"call_count":"0"}',
		withoutRows,
		`"stats":${JSON.stringify(stats)}`,
	]);
}
