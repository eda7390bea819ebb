import { readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import Database from 'libsql';

import { filesBelow } from '../common/files.mts';
import { waitFor } from '../common/wait.mts';
import type { N8n } from '../n8n/server.mts';
import type { Measured } from './check.mts';
import { holdsMarker, MARKER } from './planted.mts';

/** Where nothing personal may be, and what was found there. */
export interface Place {
	readonly name: string;
	/** Texts, files or rows that were looked through. */
	readonly texts: number;
	readonly hits: number;
}

/** What one example left behind, looked through for the planted markers. */
export class Sweep {
	readonly places: Place[] = [];

	look(name: string, texts: Iterable<string | Buffer>): void {
		const all = [...texts];
		const hits = all.filter((text) =>
			holdsMarker(typeof text === 'string' ? text : text.toString('latin1')),
		);
		this.places.push({ name, texts: all.length, hits: hits.length });
	}

	/** A line for each place. */
	measured(): Measured[] {
		return this.places.map(({ name, texts, hits }) => ({
			promise: `nothing personal in: ${name}`,
			measured: `${hits} of ${texts}`,
			isMet: hits === 0,
		}));
	}

	/** What n8n wrote: its log, its database row by row, and every other file of its folder. */
	async lookIntoN8n({ userFolder }: Pick<N8n, 'userFolder'>): Promise<void> {
		const database = join(userFolder, '.n8n', 'database.sqlite');
		await emptied(database);
		const files = filesBelow(userFolder).filter(
			(file) => !file.includes(`${sep}node_modules${sep}`),
		);
		const isLog = (file: string) => file.endsWith('.log');
		const isDatabase = (file: string) => basename(file).startsWith('database.sqlite');
		const { rows, keepers } = rowsOf(database);
		const isKept = (file: string) => keepers.some((id) => file.includes(join('workflows', id)));
		const others = files.filter((file) => !isLog(file) && !isDatabase(file) && !isKept(file));
		this.look(
			'log of n8n',
			files.filter(isLog).map((file) => readFileSync(file)),
		);
		this.look('rows of the database of n8n', rows);
		this.look(
			'files of n8n',
			others.map((file) => readFileSync(file)),
		);
	}
}

/** What n8n marked as deleted it removes a little later. */
async function emptied(file: string): Promise<void> {
	const database = new Database(file, { readonly: true });
	const deleted = database.prepare(
		'SELECT COUNT(*) AS runs FROM execution_entity WHERE deletedAt IS NOT NULL',
	);
	try {
		await waitFor('n8n to remove deleted runs', 60, () =>
			(deleted.get() as { runs: number }).runs === 0 ? true : undefined,
		);
	} finally {
		database.close();
	}
}

/**
 * Every row as text. Where a check had n8n keep the runs of a workflow, against what the example says, to
 * look into them, these runs and the workflow that the check wrote are left out.
 */
function rowsOf(file: string): { rows: string[]; keepers: string[] } {
	const database = new Database(file, { readonly: true });
	const all = (sql: string) => database.prepare(sql).all() as Array<Record<string, unknown>>;
	try {
		const keepers = all('SELECT id, settings FROM workflow_entity')
			.filter(({ settings }) => String(settings).includes('"saveDataErrorExecution":"all"'))
			.map(({ id }) => String(id));
		const kept = new Set(
			all('SELECT id, workflowId FROM execution_entity')
				.filter(({ workflowId }) => keepers.includes(String(workflowId)))
				.map(({ id }) => id),
		);
		const isOfCheck = (table: string, row: Record<string, unknown>) =>
			(table.startsWith('execution_') && kept.has(row.executionId)) ||
			(table.startsWith('workflow_') && keepers.includes(String(row.workflowId ?? row.id)));
		const tables = all("SELECT name FROM sqlite_master WHERE type = 'table'").map(({ name }) =>
			String(name),
		);
		const rows = tables.flatMap((table) =>
			all(`SELECT * FROM "${table}"`)
				.filter((row) => !isOfCheck(table, row))
				.map((row) => JSON.stringify(row)),
		);
		return { rows, keepers };
	} finally {
		database.close();
	}
}

/** The same look at a text that does leak, as it is and within Base64: one that finds nothing proves nothing. */
export function findsWhatLeaks(): boolean {
	const sweep = new Sweep();
	const leak = `a made-up mail about ${MARKER} child`;
	sweep.look('a leak', [leak, `x${Buffer.from(leak).toString('base64')}`, Buffer.from(leak)]);
	return sweep.places[0]?.hits === 3;
}

/** One line over all examples. */
export function sweepLine(sweeps: readonly Sweep[]): { measured: string; isMet: boolean } {
	const places = sweeps.flatMap((sweep) => sweep.places);
	const sum = (read: (place: Place) => number) =>
		places.reduce((total, each) => total + read(each), 0);
	const hits = sum(({ hits }) => hits);
	const leaking = new Set(places.filter((place) => place.hits > 0).map(({ name }) => name));
	const where = leaking.size > 0 ? ` (${[...leaking].join(', ')})` : '';
	const isProven = findsWhatLeaks();
	return {
		measured: [
			`${hits} hits${where} in ${places.length} places, ${sum(({ texts }) => texts)} texts`,
			`a planted leak is ${isProven ? 'found' : 'NOT found'}`,
		].join('; '),
		isMet: hits === 0 && isProven && places.length > 0,
	};
}
