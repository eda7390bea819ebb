import type { IExecuteFunctions } from 'n8n-workflow';

import type { Likeness, Manifest } from '../shared/export/manifest';
import { isReason, readManifest, whyNotCheckpoint } from '../shared/export/manifest';
import type { Reason } from '../shared/transport/errors';
import { toNodeError } from '../shared/transport/errors';
import { fileIn, textOf } from './binaries';
import type { Settings } from './settings';

/** Changes from `from` (null: from the beginning) to before `until`, ISO 8601 UTC. */
export interface ExportWindow {
	from: string | null;
	until: string;
	/** The manifest that it goes on from. */
	last: Manifest | null;
}

/** What is younger may still be under way on the server. */
const SETTLING_MS = 60_000;

/**
 * The window of an export. It begins an overlap before the end of the last one and ends a minute before
 * now, both by the server's clock, so that what was being written then is caught the next time.
 */
export async function openWindow(
	context: IExecuteFunctions,
	settings: Settings,
	likeness: Likeness,
	now: number,
	itemIndex: number,
): Promise<ExportWindow> {
	const settled = isoOf(now - SETTLING_MS);
	const { continueFrom } = settings;
	if (continueFrom.from === 'beginning') {
		return { from: settings.query.updatedSince ?? null, until: settled, last: null };
	}
	if (continueFrom.from === 'time') {
		return { from: continueFrom.since, until: later(settled, continueFrom.since), last: null };
	}
	const given =
		continueFrom.from === 'manifestJson'
			? continueFrom.content
			: await fileContent(context, continueFrom.field, itemIndex);
	if (isNothing(given)) {
		if (settings.withoutManifest === 'beginning') return { from: null, until: settled, last: null };
		throw toNodeError(context.getNode(), NO_MANIFEST, itemIndex);
	}
	const last = readManifest(given);
	const problem = isReason(last) ? last : whyNotCheckpoint(last, likeness);
	if (problem !== null || isReason(last)) {
		throw toNodeError(context.getNode(), problem ?? NO_MANIFEST, itemIndex);
	}
	const end = last.window.until;
	const from = isoOf(Date.parse(end) - settings.overlapMs);
	// A clock that was set back must not move the end back.
	return { from, until: later(settled, end), last };
}

async function fileContent(
	context: IExecuteFunctions,
	field: string,
	itemIndex: number,
): Promise<string | null> {
	const file = fileIn(context, itemIndex, field);
	return file === null ? null : ((await textOf(context, file)) ?? 'too long');
}

function isNothing(given: unknown): boolean {
	if (given === null || given === undefined || given === '') return true;
	return typeof given === 'object' && Object.keys(given).length === 0;
}

function isoOf(ms: number): string {
	return new Date(ms).toISOString();
}

function later(a: string, b: string): string {
	return Date.parse(a) >= Date.parse(b) ? a : b;
}

const NO_MANIFEST: Reason = {
	code: 'binary',
	field: 'continueFrom',
	message: "There is no manifest where 'Continue From' looks for it",
	description:
		"Read the last verified manifest from the destination before this node. On the first night there is none: set 'Without a Manifest' in 'Options'.",
};
