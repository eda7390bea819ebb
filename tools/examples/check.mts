import type { N8nOptions } from '../n8n/server.mts';
import type { Owner } from '../n8n/api.mts';
import type { Sweep } from './sweep.mts';

/** One promise of an example, and what was found. */
export interface Measured {
	readonly promise: string;
	/** Figures, never values of records. */
	readonly measured: string;
	readonly isMet: boolean;
}

export interface Asked {
	/** The clean n8n that the example is imported into, and whose it is. */
	readonly n8n: N8nOptions;
	readonly owner: Owner;
	/** `small` is for the tests of every day; `full` has the volume of the workflow's template. */
	readonly volume: 'small' | 'full';
	/** Gathers where the example could have left something personal, and what was found there. */
	readonly sweep: Sweep;
}

/** Imports one example into a clean n8n, runs it against the sandbox, and looks. */
export interface Check {
	/** Folder below `examples/`. */
	readonly example: string;
	run(asked: Asked): Promise<Measured[]>;
}

/** A count that has to be met exactly. */
export function exactly(promise: string, wanted: number, found: number): Measured {
	return { promise, measured: `${found} of ${wanted}`, isMet: found === wanted };
}

export function none(promise: string, found: number): Measured {
	return { promise, measured: String(found), isMet: found === 0 };
}

export function atMost(promise: string, limit: number, found: number, unit: string): Measured {
	const shown = Math.round(found * 10) / 10;
	return { promise, measured: `${shown} ${unit} (limit ${limit})`, isMet: found <= limit };
}

/** For what has to have happened, lest the rest be proven on a good day only. */
export function atLeast(promise: string, wanted: number, found: number): Measured {
	return { promise, measured: `${found} (${wanted} at least)`, isMet: found >= wanted };
}
