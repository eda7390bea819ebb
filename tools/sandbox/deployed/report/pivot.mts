import type { Answer } from '../../wire.mts';
import { type Call, columnsOf } from '../call.mts';
import { clientsColumns } from '../columns/clients.mts';
import type { Column } from '../columns/column.mts';
import { perpetratorsColumns } from '../columns/perpetrators.mts';
import { readPage } from '../list/page.mts';
import { type Filters } from '../list/query.mts';
import { jsonAnswer, matchingRows } from '../list/read.mts';
import type { Resource } from '../resources/resource.mts';
import { warningText } from '../scriptError.mts';
import type { Fields } from '../wire/fields.mts';
import { type Context, partText } from '../wire/sections.mts';

const JOINED = { clients: clientsColumns, perpetrators: perpetratorsColumns } as const;

/** How the database calls the tables whose rows are counted. */
const ALIASES: Readonly<Record<string, string>> = { case_count: 'kase_count' };

interface Axis {
	name: string;
	column: Column;
	/** Values of one row: several where another table is joined. */
	values(row: Fields): readonly string[];
}

/** `metrics` turns a list into counts by the values of one or two axes (83, 84, 98). */
export function reportAnswer(call: Call, resource: Resource): Answer | undefined {
	const metric = call.query.get('metrics');
	if (metric === null || metric === '') return undefined;
	const { rows, filters } = matchingRows(call, resource);
	const x = axes(call, resource, 'xaxis');
	const y = axes(call, resource, 'yaxis');
	const answer = counted(call, resource, { metric, rows, filters, x, y });
	if (call.query.has('yaxis') || !call.settings.containerProfile) return answer;
	const bytes = Buffer.concat([Buffer.from(warningText()), answer.bytes ?? Buffer.alloc(0)]);
	return { ...answer, bytes };
}

interface Report {
	metric: string;
	rows: readonly Fields[];
	filters: Filters;
	x: readonly Axis[];
	y: readonly Axis[];
}

function counted(call: Call, resource: Resource, report: Report): Answer {
	const { metric, rows, filters, x, y } = report;
	const { name } = resource;
	const keys = listOf(call, resource, filters, rows.length);
	if (x.length + y.length === 0) {
		return jsonAnswer(200, [`"${name}_z":{"${metric}":"0"}`, `"${name}":[[]]`, keys]);
	}
	const alias = ALIASES[metric] ?? metric;
	const cells = count(rows, [...x, ...y]);
	const lines = cells.map(({ values, times }) => row([...values, String(times)]));
	const down = [...new Set(cells.map(({ values }) => row(values.slice(x.length))))].sort();
	const nameOf = (list: readonly Axis[]) => list.map((axis) => axis.name).join(',');
	const rpt = JSON.stringify([[name, nameOf(x), nameOf(y), alias]]);
	return jsonAnswer(200, [
		`"${name}_z":{"${alias}":"0"}`,
		`"${name}_x":${JSON.stringify(x.map((axis) => axis.name))}`,
		`"${name}_y":[${y.length === 0 ? '' : down.join(',')}]`,
		`"${name}_fmt":${JSON.stringify([...x, ...y].map(({ column }) => column.format))}`,
		`"${name}_rpt":${rpt}`,
		`"rpt":${rpt}`,
		` "${name}":[${lines.join('\n,')}]\n`,
		keys,
	]);
}

/** Cells are printed as they are stored. */
function row(values: readonly string[]): string {
	return `[${values.map((value) => `"${value}"`).join(',')}]`;
}

/** Only eq, tree and time fields can be axes; others are dropped, as is a dash. */
function axes(call: Call, resource: Resource, parameter: string): Axis[] {
	const names = (call.query.get(parameter) ?? '').split(',');
	return names.flatMap((name) => {
		const [table = '', joined] = name.split('^');
		if (joined === undefined) return plainAxis(resource, name);
		if (resource.name !== 'cases') return [];
		if (table !== 'clients' && table !== 'perpetrators') return [];
		return joinedAxis(call, table, name, joined);
	});
}

function plainAxis({ columns }: Resource, name: string): Axis[] {
	const column = columns.find((one) => one.name === name && isAxis(one));
	if (!column) return [];
	return [{ name, column, values: (row) => [row[name] ?? column.blank] }];
}

function joinedAxis(
	call: Call,
	table: 'clients' | 'perpetrators',
	shown: string,
	name: string,
): Axis[] {
	const column = JOINED[table].find((one) => one.name === name && isAxis(one));
	if (!column) return [];
	const byCase = new Map<string, string[]>();
	for (const person of call.archive[table].rows) {
		const values = byCase.get(person.case_id_ ?? '') ?? [];
		byCase.set(person.case_id_ ?? '', [...values, person[name] ?? column.blank]);
	}
	return [{ name: shown, column, values: (row) => byCase.get(row.id ?? '') ?? [] }];
}

function isAxis({ kind }: Column): boolean {
	return kind === 'eq' || kind === 'tree' || kind === 'time';
}

function count(rows: readonly Fields[], all: readonly Axis[]) {
	const cells = new Map<string, { values: readonly string[]; times: number }>();
	for (const one of rows) {
		let combined: string[][] = [[]];
		for (const axis of all) {
			const values = axis.values(one);
			combined = combined.flatMap((before) => values.map((value) => [...before, value]));
		}
		for (const values of combined) {
			const key = JSON.stringify(values);
			const cell = cells.get(key) ?? { values, times: 0 };
			cell.times += 1;
			cells.set(key, cell);
		}
	}
	return [...cells.entries()]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([, cell]) => cell);
}

/** Key map and context come as if the rows themselves had been listed. */
function listOf(call: Call, resource: Resource, filters: Filters, total: number): string {
	const { size } = readPage(call.query);
	const last = String(Math.min(size, total));
	const context: Context = [
		'0',
		String(size),
		total === 0 ? '0' : '1',
		last,
		String(total),
		'',
		'',
	];
	const columns = columnsOf(call, resource.name, resource.columns);
	const text = partText({
		name: resource.name,
		columns,
		rows: [],
		echo: filters.echo,
		context,
	});
	return text.slice(text.indexOf(`"${resource.name}_k"`));
}
