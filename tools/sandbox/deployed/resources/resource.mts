import type { Answer } from '../../wire.mts';
import type { Call } from '../call.mts';
import type { Column } from '../columns/column.mts';
import type { Fields } from '../wire/fields.mts';
import type { Part } from '../wire/sections.mts';

export interface Written {
	status: 201 | 202;
	rows: readonly Fields[];
	/** `Case Created`. */
	notice: string;
	/** Related lists of the answer. */
	related?: readonly Part[];
	/** Strikes after everything was saved, where the server's own script ends too early. */
	endsBadly?: string;
}

/** One resource of the server: what it shows and what can be done with it. */
export interface Resource {
	name: string;
	columns: readonly Column[];
	/** All rows which the caller may list, in the usual order. */
	rows(call: Call): readonly Fields[];
	/** Any row by its id, whatever the caller may list. */
	one(call: Call, id: string): Fields | undefined;
	/** What comes with a single row. */
	related?(call: Call, row: Fields | undefined, id: string): readonly Part[];
	create?(call: Call): Written | Promise<Written>;
	update?(call: Call, id: string): Written;
	/** `^del`. */
	remove?(call: Call, id: string): Written;
	/** Anything that is no rows, e.g. a file. */
	special?(call: Call): Answer | undefined;
}
