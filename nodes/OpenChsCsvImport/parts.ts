import { createHash } from 'crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Position } from './importRows';
import type { Counts } from './tally';
import { NO_COUNTS } from './tally';

/** A shorter wait of n8n's Wait node does not survive a restart (host facts, J1). */
const LEAST_WAIT_MS = 70_000;
/** The member of a looped item that is ours. */
const STATE = 'import_state';

/** What travels with the file from part to part: numbers only, no row and no value. */
export interface PartState {
	part: number;
	position: Position;
	/** Of all parts before. */
	totals: Counts;
	/** Which file it is, as a hash. */
	source: string;
}

/** The state that a looped item brings along; that of a first part where it brings none. */
export function stateOf(item: INodeExecutionData | undefined): PartState | null {
	const state = item?.json[STATE];
	if (!isObject(state)) return null;
	const { part, next, done_beyond: beyond, totals, source } = state;
	if (typeof next !== 'number' || typeof source !== 'string') return null;
	return {
		part: Number(part ?? 1),
		position: { next, doneBeyond: Array.isArray(beyond) ? beyond.map(Number) : [] },
		totals: { ...NO_COUNTS, ...(isObject(totals) ? (totals as Partial<Counts>) : {}) },
		source,
	};
}

export function firstState(source: string): PartState {
	return { part: 1, position: { next: 0, doneBeyond: [] }, totals: { ...NO_COUNTS }, source };
}

export function sum(a: Counts, b: Counts): Counts {
	return {
		created: a.created + b.created,
		updated: a.updated + b.updated,
		already_there: a.already_there + b.already_there,
		would_create: a.would_create + b.would_create,
		would_update: a.would_update + b.would_update,
		to_fix: a.to_fix + b.to_fix,
	};
}

export function doneOf(counts: Counts): number {
	return Object.values(counts).reduce((all, count) => all + count, 0);
}

/** When the next part begins, ISO 8601 UTC; `wanted` is when the server allows it. */
export function resumeAt(wanted: string | undefined, now: number): string {
	const asked = wanted === undefined ? 0 : Date.parse(wanted);
	return new Date(Math.max(asked || 0, now + LEAST_WAIT_MS)).toISOString();
}

/** The item for the next part; the file travels beside it as binary. */
export function nextItem(
	state: PartState,
	told: { resumeAt: string; reason: string; rows: number },
): IDataObject {
	const { totals, position, part, source } = state;
	return {
		resume_at: told.resumeAt,
		reason: told.reason,
		part,
		rows: told.rows,
		done: doneOf(totals),
		created: totals.created,
		updated: totals.updated,
		already_there: totals.already_there,
		to_fix: totals.to_fix,
		[STATE]: {
			part: part + 1,
			next: position.next,
			done_beyond: [...position.doneBeyond],
			totals: { ...totals },
			source,
		},
	};
}

/** Names a file without telling its name, which may be a person's. */
export function sourceId(name: string): string {
	return createHash('sha256').update(name).digest('hex').slice(0, 16);
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
