import type { IDataObject } from 'n8n-workflow';

import type { CaseQuery } from '../../record/case';
import type { Connection } from '../../transport/connection';
import { fail } from './api';
import { PRIORITY_CODES, STATUS_CODES } from './caseRecord';
import { shown } from './desk';
import { matchesOf, treeOf } from './trees';
import { anyOf, windowFilter } from './wire/filters';

/** What the server is asked, and what a person should know about it. */
export interface ServerQuery {
	query: IDataObject;
	remarks: string[];
	/** True when no case can match, so that nothing needs to be asked. */
	isEmpty: boolean;
}

/** The part of a query that the server can answer. Every name is one of its columns (recording 45). */
export async function toServerQuery(
	connection: Connection,
	query: CaseQuery,
	item: number,
): Promise<ServerQuery> {
	const server: IDataObject = {};
	const remarks: string[] = [];
	if (query.status?.length) {
		server.status = anyOf(codesOf(connection, 'status', query.status, STATUS_CODES, item));
		if (isWidened(query.status)) remarks.push(STATUS_WIDENED);
	}
	if (query.priority?.length) {
		server.priority = anyOf(codesOf(connection, 'priority', query.priority, PRIORITY_CODES, item));
		if (isOnlyCritical(query.priority)) remarks.push(PRIORITY_WIDENED);
	}
	if (query.category) {
		const ids = await categoryIds(connection, query.category, item);
		if (ids) server.case_category_id = ids;
	}
	if (query.assignedUserId) server.assigned_to_id = anyOf([query.assignedUserId]);
	if (query.createdAfter ?? query.createdBefore) {
		server.created_on = windowFilter(query.createdAfter, query.createdBefore);
	}
	return { query: server, remarks, isEmpty: isNoWindow(query) };
}

function isNoWindow({ createdAfter, createdBefore }: CaseQuery): boolean {
	if (createdAfter === undefined || createdBefore === undefined) return false;
	return Date.parse(createdBefore) <= Date.parse(createdAfter);
}

const STATUS_WIDENED =
	"This OpenCHS knows open and closed only: 'open', 'assigned' and 'in progress' all mean open, 'resolved' and 'closed' both mean closed.";
const PRIORITY_WIDENED =
	"This OpenCHS has no priority 'critical': cases of priority 'high' are shown.";

function codesOf(
	connection: Connection,
	field: string,
	words: readonly string[],
	codes: Readonly<Record<string, string>>,
	item: number,
): string[] {
	return words.map((word) => {
		const code = Object.hasOwn(codes, word) ? codes[word] : undefined;
		if (code !== undefined) return code;
		throw fail(
			connection,
			{
				code: 'refused_value',
				field,
				message: `${shown(field)} of the filters was not accepted`,
				description: `Use one of: ${Object.keys(codes).join(', ')}.`,
			},
			item,
		);
	});
}

/** Two words for the same value count once; a hint is given when one of them means more than it says. */
function isWidened(words: readonly string[]): boolean {
	const asked = new Set(words.map((word) => STATUS_CODES[word]));
	return Object.keys(STATUS_CODES).some(
		(word) => asked.has(STATUS_CODES[word]) && !words.includes(word),
	);
}

function isOnlyCritical(words: readonly string[]): boolean {
	return words.includes('critical') && !words.includes('high');
}

/**
 * The ids of a category filter; each stands for all below it (recording 46). Unknown ids are ignored by
 * the server and the root answers 500, so only entries of the tree are sent (recording 47).
 */
async function categoryIds(
	connection: Connection,
	category: string,
	item: number,
): Promise<string | null> {
	const tree = await treeOf(connection, 'caseCategory', item);
	if (category.trim() === tree.rootId) return null;
	const matches = matchesOf(tree, category);
	if (matches.length > 0) return anyOf(matches.map(({ id }) => id));
	throw fail(
		connection,
		{
			code: 'refused_value',
			field: 'category',
			message: "'Category' of the filters was not accepted",
			description: 'This OpenCHS has no category of that name or ID. Choose one from the list.',
		},
		item,
	);
}
