import type { IDataObject } from 'n8n-workflow';

import type { Pace } from '../shared/helpline/batch';
import { spanOf } from './estimate';
import type { Alike } from './likeness';
import type { Mapping } from './mapping';
import type { Moment, ReasonCount, Tally } from './tally';

/** Everything that is told about a run: numbers, rows and words of ours, never a value of the file. */
export interface Summary {
	mode: 'check' | 'import';
	helpline: string;
	/** Whether every row was done. */
	isComplete: boolean;
	/** Check Only: whether an import would begin. */
	isReady: boolean;
	part: number;
	rows: number;
	tally: Tally;
	notSentYet: number;
	/** Why the run ended early, and when to go on (ISO 8601 UTC). */
	ended: { sentence: string; resumeAt: string | null } | null;
	mapping: Mapping;
	/** Whether names of columns may be shown: a file whose first line is a row shows none. */
	showsHeaders: boolean;
	alike: Alike | null;
	/** Whether every case of the server was compared. */
	comparedAll: boolean;
	remarks: readonly string[];
	seconds: number;
	/** Check Only: how long the import will take. */
	estimate: { seconds: number; pace: Pace } | null;
}

export interface Line {
	label: string;
	value: string;
}

/** The numbers of a run, in the order in which people ask for them. */
export function figures(summary: Summary): Line[] {
	const { mode, tally, rows, notSentYet, estimate, seconds } = summary;
	const { counts } = tally;
	const line = (label: string, value: number | string): Line => ({ label, value: String(value) });
	const ifAny = (label: string, value: number) => (value > 0 ? [line(label, value)] : []);
	const written =
		mode === 'check'
			? [
					line('Would be created', counts.would_create),
					...ifAny('Would be updated', counts.would_update),
				]
			: [line('Created', counts.created), ...ifAny('Updated', counts.updated)];
	return [
		line('Rows in the file', rows),
		...written,
		line('Already there', counts.already_there),
		line('To fix', counts.to_fix),
		...ifAny('Not sent yet', notSentYet),
		line('Took', spanOf(seconds)),
		...(estimate === null ? [] : [line('The import will take', paced(estimate))]),
	];
}

function paced({ seconds, pace }: NonNullable<Summary['estimate']>): string {
	const limit =
		pace === null
			? ''
			: ` (this server takes ${pace.creates} cases in ${spanOf(pace.windowMs / 1000)})`;
	return `${spanOf(seconds)}${limit}`;
}

/** What a person should look at before the next run, as sentences. */
export function notices(summary: Summary): string[] {
	const { mapping, ended, alike, tally, remarks, mode, comparedAll } = summary;
	const missing = mapping.missing.map(({ label }) => `'${label}'`).join(', ');
	const unknown = mapping.unknown.map((column) => nameOf(column, summary)).join(', ');
	const doubts = [...tally.doubts].map(
		([field, { count, rows }]) =>
			`${count} rows hold a ${field} that this OpenCHS does not list (${rowsOf(rows, count)}).`,
	);
	const notKept = [...tally.notKept].map(
		([field, count]) =>
			`'${field}' has no place in this OpenCHS: ${count} rows were saved without it.`,
	);
	return [
		...(ended === null ? [] : [ended.sentence]),
		...(missing === '' ? [] : [`No column and no value for every row: ${missing}.`]),
		...(unknown === '' ? [] : [`Columns that nobody knows: ${unknown}.`]),
		...mapping.absent.map((place) => `Column ${place} of 'Columns' is not in the file.`),
		...doubts,
		...notKept,
		...(alike === null ? [] : alikeNotices(alike)),
		...(mode === 'check' && !comparedAll
			? [
					'Likely duplicates were sought in the file only: this OpenCHS has too many cases to read them all.',
				]
			: []),
		...remarks,
	];
}

function alikeNotices({ inFile, onServer }: Alike): string[] {
	const pairs = inFile.rows.slice(0, 20).map(([a, b]) => `${a} and ${b}`);
	const more = inFile.count > pairs.length ? ', and more' : '';
	return [
		...(inFile.count > 0
			? [`${inFile.count} rows look like another row of the file: ${pairs.join('; ')}${more}.`]
			: []),
		...(onServer.count > 0
			? [
					`${onServer.count} rows look like a case that is there under another key (${rowsOf(onServer.rows.slice(0, 20), onServer.count)}).`,
				]
			: []),
	];
}

export function rowsOf(rows: readonly number[], count: number): string {
	const more = count > rows.length ? ', ...' : '';
	return `${count === 1 ? 'row' : 'rows'} ${rows.join(', ')}${more}`;
}

export function nameOf(
	{ header, position }: { header: string; position: number },
	{ showsHeaders }: Pick<Summary, 'showsHeaders'>,
): string {
	return showsHeaders ? `'${header}' (column ${position})` : `column ${position}`;
}

/** The last item of *Done*: the guide's two members first, then what is richer. */
export function toJson(summary: Summary): IDataObject {
	const { tally, mapping, ended, estimate, alike, showsHeaders } = summary;
	const { counts } = tally;
	return {
		imported: counts.created + counts.updated,
		errors: [...tally.errors],
		mode: summary.mode,
		complete: summary.isComplete,
		...(summary.mode === 'check' ? { ready: summary.isReady } : {}),
		helpline: summary.helpline,
		part: summary.part,
		rows: summary.rows,
		...counts,
		not_sent_yet: summary.notSentYet,
		ended_because: ended?.sentence ?? null,
		resume_at: ended?.resumeAt ?? null,
		columns: mapping.columns.map(({ header, position, target, how }) => ({
			position,
			column: showsHeaders ? header : null,
			field: target.is === 'field' ? target.field : target.is,
			how,
		})),
		missing_fields: mapping.missing.map(({ name }) => name),
		reasons: tally.reasons.map(({ column, code, reason, count, rows }) => ({
			column,
			code,
			reason,
			count,
			rows: [...rows],
		})),
		likely_duplicates: alike === null ? null : alikeJson(alike),
		fields_without_a_place: Object.fromEntries(tally.notKept),
		notices: notices(summary),
		seconds: Math.round(summary.seconds),
		estimated_seconds: estimate?.seconds ?? null,
	};
}

function alikeJson({ inFile, onServer }: Alike): IDataObject {
	return {
		in_file: inFile.count,
		pairs_of_rows: inFile.rows.map((pair) => [...pair]),
		on_server: onServer.count,
		rows: [...onServer.rows],
	};
}

export type { Moment, ReasonCount };
