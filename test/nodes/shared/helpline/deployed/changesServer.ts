import type { IDataObject } from 'n8n-workflow';

import type { ChangesAsk, ChangesSlice, Mark } from '../../../../../nodes/shared/changes/change';
import type { EventName } from '../../../../../nodes/shared/changes/events';
import { EVENTS } from '../../../../../nodes/shared/changes/events';
import type { Helpline } from '../../../../../nodes/shared/helpline/verbs';
import type { Reply } from './door';
import { caseRow, helplineOver, rowsOf } from './door';

export const T = 1_795_479_571;
export const ITEM = 2;

export const CASE_EVENTS = EVENTS.filter(
	(event) => event !== 'communicationReceived' && event !== 'recordingAvailable',
);

/** A made-up server with feeds; tables hold rows by the names of its columns, oldest first. */
export class FeedServer {
	readonly tables: Record<string, IDataObject[]> = {
		au: [],
		calls: [],
		case_activities: [],
		cases: [],
		messages: [],
	};
	/** The most rows in one answer. */
	cap = Infinity;
	/** Instead of the answer to a request, by the path. */
	broken: (path: string, query: IDataObject) => Reply | undefined = () => undefined;

	async open() {
		return await helplineOver(({ path, query }) => {
			const resource = path.slice(1);
			const broken = this.broken(path, query);
			if (broken) return broken;
			const table = this.tables[resource];
			return table && { body: this.list(resource, table, query) };
		});
	}

	private list(resource: string, table: readonly IDataObject[], query: IDataObject): IDataObject {
		const matching = table
			.filter((row) => isMatch(row, query))
			.sort((a, b) => Number(b.id ?? b.uniqueid) - Number(a.id ?? a.uniqueid));
		if (query.sort === 'chan_ts') {
			matching.sort((a, b) => Number(a.chan_ts) - Number(b.chan_ts));
		}
		const offset = Number(query._o ?? 0);
		const page = matching.slice(offset, offset + Math.min(Number(query._c), this.cap));
		return rowsOf(resource, page, { query, total: matching.length });
	}

	/** An activity of a case that exists. */
	activity(id: number, row: IDataObject = {}): void {
		const case_id = row.case_id ?? 100_001;
		if (!this.tables.cases?.some((each) => each.id === case_id)) this.case(Number(case_id));
		this.tables.case_activities?.push({
			id,
			created_on: T,
			case_id,
			activity: 2,
			aub_id: id + 50_000,
			change_count: 1,
			escalated_to_id: 0,
			...row,
		});
	}

	case(id: number, row: IDataObject = {}): void {
		this.tables.cases?.push(caseRow({ id, ...row }));
	}

	audit(activity: number, ...rows: Array<[column: string, from: unknown, to: unknown]>): void {
		for (const [k, v_, v] of rows) {
			const id = 100 + (this.tables.au?.length ?? 0);
			this.tables.au?.push({ id, aub_id: activity + 50_000, t: 'cases', k, v, v_ } as IDataObject);
		}
	}
}

function isMatch(row: IDataObject, query: IDataObject): boolean {
	return Object.entries(query).every(([name, value]) => {
		if (name.startsWith('_') || name === 'sort') return true;
		if (name === 'created_on' || name === 'chan_ts') {
			const [from = 0, until = 0] = String(value).split(';').map(Number);
			return Number(row[name]) >= from && Number(row[name]) < until + 86_400;
		}
		return String(value).split(',').includes(String(row[name]));
	});
}

/** What a read asks; without a mark it begins now. */
export function asking(given: Partial<ChangesAsk> = {}): ChangesAsk {
	return {
		mark: null,
		from: null,
		events: new Set<EventName>(CASE_EVENTS),
		most: 500,
		memory: new Map(),
		...given,
	};
}

/** A mark as it is kept: as JSON. */
export function kept(mark: Mark): Mark {
	return JSON.parse(JSON.stringify(mark)) as Mark;
}

/** Reads until nothing more is known to be waiting. */
export async function readAll(
	helpline: Helpline,
	ask: Partial<ChangesAsk>,
): Promise<{ slices: ChangesSlice[]; mark: Mark }> {
	const slices: ChangesSlice[] = [];
	let mark = ask.mark ?? null;
	for (;;) {
		const slice = await helpline.readChanges(asking({ ...ask, mark }), ITEM);
		slices.push(slice);
		mark = kept(slice.mark);
		if (!slice.isMore) return { slices, mark };
	}
}
