import { isoOf } from '../calendar.mts';
import type { Call } from '../call.mts';
import { cases } from '../resources/cases.mts';

const DAY = 86_400;

/** From when a period counts (13). */
function startOf(period: string, now: number): number {
	const date = new Date(isoOf(now));
	const month = (back: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back) / 1000;
	switch (period) {
		case 'today':
			return now - (now % DAY);
		case 'this_week':
			return now - (now % DAY) - date.getUTCDay() * DAY;
		case 'last_3_month':
			return month(3);
		case 'last_6_month':
			return month(6);
		case 'last_9_month':
			return month(9);
		case 'this_year':
			return Date.UTC(date.getUTCFullYear(), 0) / 1000;
		case 'all':
			return 0;
		default:
			return month(0);
	}
}

/** Case counts per channel (81); `dash_gbv` takes both, vac or gbv. */
export function dashSections(call: Call): string[] {
	const period = call.query.get('dash_period') ?? 'this_month';
	const gbv = call.query.get('dash_gbv') ?? 'both';
	const from = startOf(period, call.now);
	const wanted: Record<string, string> = { gbv: '1', vac: '0' };
	const counts = new Map<string, number>();
	let total = 0;
	for (const row of cases.rows(call)) {
		if (Number(row.created_on) < from) continue;
		if (wanted[gbv] !== undefined && row.gbv_related !== wanted[gbv]) continue;
		counts.set(row.src ?? '', (counts.get(row.src ?? '') ?? 0) + 1);
		total += 1;
	}
	const sources = [...counts]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([source, count]) => `"${source}":["${source}","${count} Cases"]`);
	const range = `${from};${call.now}`;
	return [
		`"dash":${JSON.stringify([[period, gbv, 'all', range, '', '']])}`,
		`"case_source":{${[...sources, `"total":["total","${total} Cases"]`].join(',')}}`,
	];
}
