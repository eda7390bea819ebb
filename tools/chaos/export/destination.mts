import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import type { IDataObject } from 'n8n-workflow';

import type { Checkpoint } from './workflow.mts';

const MANIFEST = 'latest_manifest.json';

/** Rows by `case_ref`. */
export type Rows = Map<string, IDataObject>;

/** The folder that a ministry gets its files in. */
export class Destination {
	readonly folder: string;
	readonly verified: string;

	constructor(folder: string) {
		this.folder = folder;
		this.verified = join(folder, MANIFEST);
		mkdirSync(folder, { recursive: true });
	}

	empty(): void {
		rmSync(this.folder, { recursive: true, force: true });
		mkdirSync(this.folder, { recursive: true });
	}

	/** Files, of whatever kind. */
	size(): number {
		return readdirSync(this.folder).length;
	}

	/** Where the last verified night ended; null before the first. */
	checkpoint(): Checkpoint | null {
		if (!existsSync(this.verified)) return null;
		const { files } = JSON.parse(readFileSync(this.verified, 'utf8')) as {
			files: Array<{ kind: string; name: string }>;
		};
		const references = files.find(({ kind }) => kind === 'references')?.name ?? '';
		return { manifest: this.verified, references: join(this.folder, references) };
	}

	/** What a reader holds that takes every file in the order of its coming, also those of killed nights. */
	rows(): Rows {
		return heldAfter(
			this.files().map((name) => ({ name, text: readFileSync(join(this.folder, name), 'utf8') })),
		);
	}

	private files(): string[] {
		const timeOf = (name: string) => statSync(join(this.folder, name)).mtimeMs;
		return readdirSync(this.folder)
			.filter((name) => /^cases_(export|vanished)_/.test(name))
			.sort((a, b) => timeOf(a) - timeOf(b));
	}
}

/** Puts each case over the one with its reference, and takes away what is told as vanished. */
export function heldAfter(files: ReadonlyArray<{ name: string; text: string }>): Rows {
	const rows: Rows = new Map();
	for (const { name, text } of files) {
		for (const line of wholeLines(text)) {
			const row = JSON.parse(line) as IDataObject;
			const reference = String(row.case_ref);
			if (name.startsWith('cases_vanished')) rows.delete(reference);
			else rows.set(reference, row);
		}
	}
	return rows;
}

/** A file that n8n was killed in ends in half a line. */
function wholeLines(text: string): string[] {
	return text.split('\n').slice(0, -1).filter(Boolean);
}

/** How a destination differs from what it should hold. */
export interface Difference {
	/** Missing there, or older than at the source. */
	lost: string[];
	/** There, and not at the source. */
	extra: string[];
}

export function differenceOf(there: Rows, source: Rows): Difference {
	return {
		lost: [...source].filter(([key, row]) => !isSame(there.get(key), row)).map(([key]) => key),
		extra: [...there.keys()].filter((key) => !source.has(key)),
	};
}

/** The helpline's own server tells when a case changed in its feed alone, so a list of all does not know it. */
function isSame(there: IDataObject | undefined, source: IDataObject): boolean {
	const { updated_month } = source.updated_month === null ? (there ?? {}) : source;
	return isDeepStrictEqual(there, { ...source, updated_month });
}
