import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { ahead } from '../shared/export/ahead';
import type { Manifest } from '../shared/export/manifest';
import type { BatchRun } from '../shared/helpline/client';
import type { ExportAsk, ExportEnd } from '../shared/helpline/export';
import { IdSet } from '../shared/record/idSet';
import type { Reason } from '../shared/transport/errors';
import { toNodeError } from '../shared/transport/errors';
import type { InputFile } from './binaries';
import { bytesOf, fileIn, linesOf } from './binaries';
import type { Profile } from './profile';
import type { Settings } from './settings';
import type { Sink } from './sink';

/**
 * Keeps the list of references, and finds those of the last list that no case carries any more. The new
 * list holds every case that is there and every one that this export wrote, so that a case which vanishes
 * meanwhile is told the next time.
 */
export class References {
	readonly written = new IdSet();

	constructor(private readonly file: Sink) {}

	async add(reference: string): Promise<void> {
		if (this.written.has(reference)) return;
		this.written.add(reference);
		await this.file.add({ reference });
	}

	async close() {
		return await this.file.close();
	}

	drop(): void {
		this.file.drop();
	}
}

/** The list that lies beside the last manifest; null where there was none. */
export async function lastReferences(
	context: IExecuteFunctions,
	{ referencesField }: Settings,
	last: Manifest | null,
	itemIndex: number,
): Promise<InputFile | null> {
	const facts = last?.files.find(({ kind }) => kind === 'references');
	const file = fileIn(context, itemIndex, referencesField);
	if (!facts) return last === null ? file : null;
	if (file === null) throw toNodeError(context.getNode(), NO_LIST, itemIndex);
	const hash = createHash('sha256');
	for await (const piece of bytesOf(context, file)) hash.update(piece);
	if (hash.digest('hex') === facts.sha256) return file;
	throw toNodeError(context.getNode(), OTHER_LIST, itemIndex);
}

/** Everything that is there now: one walk over all cases that the filters choose. */
export async function readPresent(
	run: BatchRun,
	ask: ExportAsk,
	profile: Profile,
	references: References,
	itemIndex: number,
): Promise<{ present: IdSet; end: ExportEnd }> {
	const query = { ...ask.query, updatedSince: undefined };
	const all: ExportAsk = { ...ask, query, changedBefore: null, withChildren: false };
	const present = new IdSet();
	const walk = ahead(run.exports.walkCases(all, itemIndex));
	let page = await walk.next();
	for (; !page.done; page = await walk.next()) {
		for (const found of page.value) {
			const reference = profile.referenceOf(found);
			present.add(reference);
			await references.add(reference);
		}
	}
	return { present, end: page.value };
}

/** So few may vanish whatever their share. */
const FEW = 20;

/** Writes the references of the last list that nobody carries; a reason where that cannot be true. */
export async function writeVanished(
	context: IExecuteFunctions,
	last: InputFile,
	present: IdSet,
	keyColumn: string,
	open: () => Sink,
): Promise<Sink | Reason> {
	let vanished = 0;
	let lines = 0;
	for await (const reference of linesOf(bytesOf(context, last))) {
		lines += 1;
		if (!present.has(reference)) vanished += 1;
	}
	if (vanished > FEW && vanished > lines / 2) return TOO_MANY;
	const file = open();
	for await (const reference of linesOf(bytesOf(context, last))) {
		if (!present.has(reference)) await file.add({ [keyColumn]: reference });
	}
	return file;
}

const NO_LIST: Reason = {
	code: 'binary',
	field: 'referencesField',
	message: "There is no list of references in the field named in 'References Field'",
	description:
		"Read the file whose name begins with cases_references from beside the last manifest, or switch off 'Tell of Vanished Cases'.",
};

const OTHER_LIST: Reason = {
	code: 'binary',
	field: 'referencesField',
	message: 'The list of references is not the one that the last manifest tells of',
	description: 'Read the file that lies beside that manifest, unchanged.',
};

const TOO_MANY: Reason = {
	code: 'unexpected_answer',
	message:
		'More than half of the cases of the last export seem to be gone, so none is told as vanished',
	description:
		'Check that the account still sees all cases, and that OpenCHS was not restored or emptied, then run the export again.',
};

export const CANNOT_TELL: Reason = {
	code: 'unexpected_answer',
	message:
		'Which cases vanished cannot be told, because not every case that is there could be read',
	description: 'Run the export again; what it writes may be put over what is there.',
};
