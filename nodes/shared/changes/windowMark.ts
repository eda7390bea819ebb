import type { Anchor } from './windowAnchors';
import type { Known, Seen, WindowState } from './windowCursor';
import type { Mark } from './change';

/** Characters of each list in a mark; together with the rest they stay below `MARK_BYTES`. */
const SPACE = { seen: 34_000, below: 11_000, known: 13_000 } as const;

/**
 * The state as plain JSON. It keeps the newest of each list: what is left out is told once more after a
 * restart, under the same names. Words in it are statuses and priorities, ids of cases and users, and
 * hashes.
 */
export function writeMark(state: WindowState): Mark {
	const { floor, base, started, anchors } = state;
	return {
		since: new Date(floor.at).toISOString(),
		...(floor.id === '' ? {} : { upTo: floor.id }),
		base: new Date(base).toISOString(),
		started: new Date(started).toISOString(),
		seen: joined(keptSeen(state).map(seenText)),
		below: joined(
			newest(
				byTime([...state.below], ([, at]) => at),
				belowText,
				SPACE.below,
			).map(belowText),
		),
		known: joined(newest([...state.known], knownText, SPACE.known).map(knownText)),
		anchors: anchors.map(({ id, at }) => [id, at]),
	};
}

/** The state that a mark holds; null when it is not one that `writeMark` made. */
export function readMark(mark: Mark): WindowState | null {
	const at = timeIn(mark.since);
	const base = timeIn(mark.base);
	const started = timeIn(mark.started);
	if (at === null || base === null || started === null) return null;
	return {
		floor: { at, id: typeof mark.upTo === 'string' ? mark.upTo : '' },
		base,
		started,
		seen: new Map(parts(mark.seen).map(readSeen)),
		below: new Map(parts(mark.below).map(([name = '', time = '']) => [name, readTime(time) ?? at])),
		known: new Map(parts(mark.known).map(readKnown)),
		anchors: readAnchors(mark.anchors),
	};
}

/** The newest time of a version that finds no place in a mark; null when all do. */
export function newestLeftOut(state: WindowState): number | null {
	const kept = keptSeen(state).length;
	const out = byTime([...state.seen], ([, { at }]) => at)[state.seen.size - kept - 1];
	return out?.[1].at ?? null;
}

function keptSeen(state: WindowState): Array<[string, Seen]> {
	return newest(
		byTime([...state.seen], ([, { at }]) => at),
		seenText,
		SPACE.seen,
	);
}

/** Oldest first; what has no time last, because it is never left behind. */
function byTime<T>(entries: T[], timeOf: (entry: T) => number | null): T[] {
	return entries.sort((a, b) => (timeOf(a) ?? Infinity) - (timeOf(b) ?? Infinity) || 0);
}

/** As many from the end as fit into so many characters of JSON text. */
function newest<T>(entries: T[], textOf: (entry: T) => string, space: number): T[] {
	let left = space;
	let first = entries.length;
	for (; first > 0; first--) {
		// One blank between two stands for the two quotes that JSON puts around.
		left -= JSON.stringify(textOf(entries[first - 1]!)).length - 1;
		if (left < 0) break;
	}
	return entries.slice(first);
}

function seenText([id, { at, print, isSettled }]: [string, Seen]): string {
	return [escaped(id), timeText(at), print + (isSettled ? '!' : '')].join(':');
}

function readSeen([id = '', time = '', print = '']: string[]): [string, Seen] {
	return [
		id,
		{ at: readTime(time), print: print.replace('!', ''), isSettled: print.endsWith('!') },
	];
}

function belowText([name, at]: [string, number]): string {
	return [escaped(name), timeText(at)].join(':');
}

function knownText([id, { status, priority, assigned, told }]: [string, Known]): string {
	const words = [status, priority, assigned].map((word) => (word === null ? '' : `=${word}`));
	return [id, ...words].map(escaped).join(':') + `:${timeText(told)}`;
}

function readKnown([id = '', ...words]: string[]): [string, Known] {
	const [status = null, priority = null, assigned = null] = words
		.slice(0, 3)
		.map((word) => (word === '' ? null : word.slice(1)));
	return [id, { status, priority, assigned, told: readTime(words[3] ?? '') ?? 0 }];
}

function readAnchors(value: unknown): Anchor[] {
	if (!Array.isArray(value)) return [];
	return value.flatMap((entry: unknown) => {
		const [id, at] = Array.isArray(entry) ? (entry as unknown[]) : [];
		return typeof id === 'string' && typeof at === 'number' ? [{ id, at }] : [];
	});
}

/** Whole seconds, which most servers tell, take fewer characters. */
function timeText(at: number | null): string {
	if (at === null) return '';
	return at % 1000 === 0 ? (at / 1000).toString(36) : `.${at.toString(36)}`;
}

function readTime(text: string): number | null {
	if (text === '') return null;
	return text.startsWith('.') ? parseInt(text.slice(1), 36) : parseInt(text, 36) * 1000;
}

function timeIn(value: unknown): number | null {
	const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
	return Number.isNaN(at) ? null : at;
}

function joined(texts: string[]): string {
	return texts.join(' ');
}

function parts(text: unknown): string[][] {
	if (typeof text !== 'string' || text === '') return [];
	return text.split(' ').map((entry) => entry.split(':').map(unescaped));
}

function escaped(text: string): string {
	return text.replace(/[%: ]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

function unescaped(text: string): string {
	return text.replace(/%(25|3a|20)/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
