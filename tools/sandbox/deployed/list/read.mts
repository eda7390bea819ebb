import { JSON_TYPE, REASONS } from '../refusals.mts';
import type { Answer } from '../../wire.mts';
import { type Call, columnsOf } from '../call.mts';
import type { Resource } from '../resources/resource.mts';
import type { Fields } from '../wire/fields.mts';
import { type Part, partText } from '../wire/sections.mts';
import { joinedRows } from './joins.mts';
import { inOrder, readOrder } from './order.mts';
import { cutPage, readPage } from './page.mts';
import { type Filters, readFilters } from './query.mts';

/** Rows that pass all filters of the query, in the order asked for. */
export function matchingRows(
	call: Call,
	resource: Resource,
): { rows: readonly Fields[]; filters: Filters } {
	const filters = readFilters(call, resource.columns);
	const all = resource.rows(call);
	const rows =
		filters.tests.length === 0
			? all
			: all.filter((row) => filters.tests.every((test) => test(row)));
	return { rows, filters };
}

export function listAnswer(call: Call, resource: Resource, name = resource.name): Answer {
	return jsonAnswer(200, [partText(listPart(call, resource, name))]);
}

function listPart(call: Call, resource: Resource, name = resource.name): Part {
	const page = readPage(call.query, call.settings.listCap);
	const columns = columnsOf(call, resource.name, resource.columns);
	const { rows, filters } = matchingRows(call, resource);
	const order = readOrder(call.query, resource.columns);
	const joins = joinedRows(call, resource, rows, filters);
	const sorted = inOrder(joins.rows, [...filters.sortedBy, ...order.names], resource.columns);
	const cut = cutPage(sorted, page, call.settings.lastPageRepeats, joins.total);
	return {
		name,
		columns,
		rows: cut.rows,
		echo: filters.echo,
		context: cut.context(order.clause),
		joined: joins.keys,
		brokenKeys: call.query.has('join'),
	};
}

/** 31, 32: a single record brings its related lists and no context of its own. */
export function singleAnswer(
	call: Call,
	resource: Resource,
	id: string,
	name = resource.name,
): Answer {
	const row = resource.one(call, id);
	const part = rowsPart(call, resource, row ? [row] : [], id, name);
	const related = resource.related?.(call, row, id) ?? [];
	return jsonAnswer(200, [part, ...related].map(partText));
}

export function rowsPart(
	call: Call,
	resource: Resource,
	rows: readonly Fields[],
	id: string,
	name = resource.name,
): Part {
	return {
		name,
		columns: columnsOf(call, resource.name, resource.columns),
		rows,
		echo: { id },
	};
}

/** A related list: always from the start, and cut at ten (31). */
export function relatedPart(
	call: Call,
	resource: Resource,
	matching: readonly Fields[],
	echo: Record<string, string> = {},
	name = resource.name,
): Part {
	const cap = call.settings.relatedCap;
	const size = cap > 0 ? cap : Math.max(1, matching.length);
	const { rows, context } = cutPage(matching, { size, offset: 0, title: '' }, true);
	return {
		name,
		columns: columnsOf(call, resource.name, resource.columns),
		rows,
		echo,
		context: context(''),
	};
}

export function jsonAnswer(status: number, sections: readonly string[]): Answer {
	return {
		status,
		bytes: Buffer.from(`{${sections.join(',')}}\n`),
		contentType: JSON_TYPE,
		reason: REASONS[status] ?? '',
	};
}
