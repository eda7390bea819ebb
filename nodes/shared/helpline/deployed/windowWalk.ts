import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../../transport/connection';
import type { ReadCall } from './api';
import { readPage } from './lists';
import { windowFilter } from './wire/filters';
import { walk } from './wire/pages';
import type { Window, WindowPlan } from './wire/windows';

/** Rows of a page: the server sets no limit, and fewer pages mean fewer rows that are read twice. */
const PAGE = 250;

/**
 * The rows of a list by windows of creation time, each once; `order` says how rows stand in a window.
 * Ends with how many there were. The windows end in the past, so that nothing is added to them.
 */
export async function* walkWindows(
	connection: Connection,
	call: ReadCall,
	plan: WindowPlan,
	order: IDataObject,
	item: number,
): AsyncGenerator<IDataObject[], number> {
	let read = 0;
	for (let window = plan.next(); window !== null; window = plan.next()) {
		const query = { ...call.query, created_on: filterOf(window), ...order };
		const first = await readPage(connection, { ...call, query }, 0, PAGE, item);
		if (plan.isSplit(window, first.context.total)) continue;
		let isFirst = true;
		const pages = walk(async (offset, size) => {
			const isThere = isFirst && offset === 0;
			isFirst = false;
			return isThere ? first : await readPage(connection, { ...call, query }, offset, size, item);
		}, PAGE);
		let page = await pages.next();
		for (; !page.done; page = await pages.next()) yield page.value;
		read += page.value.read;
		plan.took(window, page.value.total);
	}
	return read;
}

export function filterOf({ from, until }: Window): string {
	return windowFilter(isoOf(from), isoOf(until));
}

export function isoOf(seconds: number): string {
	return new Date(seconds * 1000).toISOString();
}

/** The first whole second that is not before a time. */
export function secondsOf(time: string | number): number {
	return Math.max(0, Math.ceil(new Date(time).getTime() / 1000));
}
