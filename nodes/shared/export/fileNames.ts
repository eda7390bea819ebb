import { DateTime } from 'luxon';

import type { FileForm } from './writer';

/** What a file of an export holds. */
export type FileKind = 'cases' | 'references' | 'tombstones';

/** `2031-04-02_020000`, as a clock on the wall of that zone (IANA) shows it. `at` is in milliseconds. */
export function stampOf(at: number, zone: string): string {
	const there = DateTime.fromMillis(at).setZone(zone);
	return (there.isValid ? there : DateTime.fromMillis(at).toUTC()).toFormat('yyyy-LL-dd_HHmmss');
}

const ENDING: Readonly<Record<FileForm, string>> = { json: 'json', jsonl: 'jsonl', csv: 'csv' };

/** `cases_export_2031-04-02_020000.json`; with its number where there are several. */
export function fileName(
	kind: FileKind,
	stamp: string,
	form: FileForm,
	part: number | null = null,
): string {
	if (kind === 'references') return `cases_references_${stamp}.txt`;
	const number = part === null ? '' : `_part${String(part).padStart(4, '0')}`;
	const name = kind === 'tombstones' ? 'cases_vanished' : 'cases_export';
	return `${name}_${stamp}${number}.${ENDING[form]}`;
}

export function manifestName(stamp: string): string {
	return `cases_manifest_${stamp}.json`;
}

/** Whether a file is a manifest, by its name; it may have been renamed at its destination. */
export function isManifestName(name: string): boolean {
	return /manifest[^/\\]*\.json$/i.test(name);
}
