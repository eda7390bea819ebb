import { createHash } from 'crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isManifestName } from '../shared/export/fileNames';
import type { Manifest } from '../shared/export/manifest';
import { isReason, NOT_COMPLETE, readManifest } from '../shared/export/manifest';
import type { FileFacts } from '../shared/export/partFiles';
import type { Reason } from '../shared/transport/errors';
import { toNodeError } from '../shared/transport/errors';
import type { InputFile } from './binaries';
import { bytesOf, inputFiles, textOf } from './binaries';
import { manifestItem } from './exportItems';

/** All items together are one export: its manifest, and its files as they were read back. */
export async function verifyFiles(context: IExecuteFunctions): Promise<INodeExecutionData> {
	const fail = (reason: Reason) => toNodeError(context.getNode(), reason, 0);
	const files = inputFiles(context);
	const manifest = readManifest(await manifestContent(context, files));
	if (isReason(manifest)) throw fail(manifest);
	if (manifest.complete !== true) throw fail(NOT_COMPLETE);
	for (const facts of manifest.files) {
		const problem = await whatDiffers(context, facts, files);
		if (problem) throw fail(problem);
	}
	const verified: Manifest = {
		...onlyKnown(manifest),
		verified: true,
		verified_at: new Date().toISOString(),
	};
	const indexes = context.getInputData().map((_, index) => index);
	const what = { manifest: verified, summary: null, stamp: stampIn(manifest) };
	return await manifestItem(context, what, 'data', indexes);
}

async function manifestContent(
	context: IExecuteFunctions,
	files: readonly InputFile[],
): Promise<unknown> {
	if (context.getNodeParameter('manifestIn', 0, 'files') === 'json') {
		return context.getNodeParameter('manifestJson', 0, '');
	}
	const named = files.filter(({ name }) => isManifestName(name));
	const [file] = named;
	if (!file || named.length > 1)
		throw toNodeError(context.getNode(), whichManifest(named.length), 0);
	return await textOf(context, file);
}

/** Why a file is not what was exported; null when it is. */
async function whatDiffers(
	context: IExecuteFunctions,
	facts: FileFacts,
	files: readonly InputFile[],
): Promise<Reason | null> {
	const named = files.filter(({ name }) => name === facts.name);
	const [file] = named;
	if (!file) return differs(facts, 'is missing', 'Read it back from its destination as well.');
	if (named.length > 1) return differs(facts, 'came more than once', 'Give each file once.');
	const hash = createHash('sha256');
	let bytes = 0;
	for await (const piece of bytesOf(context, file)) {
		hash.update(piece);
		bytes += piece.length;
	}
	if (bytes !== facts.bytes) return differs(facts, 'has another length than was written', AGAIN);
	return hash.digest('hex') === facts.sha256
		? null
		: differs(facts, 'holds something else than was written', AGAIN);
}

const AGAIN =
	'It was cut on its way or changed at its destination. Store the export again, or run it again from the same place.';

/** The name is one that an export made: a manifest with another one is refused as damaged. */
function differs({ name }: FileFacts, how: string, advice: string): Reason {
	return {
		code: 'refused_value',
		field: 'file',
		message: `The file '${name}' ${how}`,
		description: `${advice} The manifest is not verified.`,
	};
}

function whichManifest(count: number): Reason {
	return {
		code: 'binary',
		field: 'manifest',
		message:
			count === 0
				? 'There is no manifest among the files'
				: `There are ${count} manifests among the files`,
		description:
			"Give one file whose name holds the word manifest, or set 'Manifest' to 'In a Field'.",
	};
}

/** What stands beside the members of a manifest, such as the summary of a run, is not part of it. */
function onlyKnown(manifest: Manifest): Manifest {
	const { schema_version, form, created_at, window, rows, files, complete, ended } = manifest;
	const { helpline, profile, columns, recipient, filters } = manifest;
	return {
		manifest: manifest.manifest,
		schema_version,
		helpline,
		profile,
		columns,
		recipient,
		filters,
		form,
		created_at,
		window: { from: window.from, until: window.until },
		files,
		complete,
		ended,
		rows,
		verified: false,
		verified_at: null,
	};
}

/** The moment that the names of its files tell. */
function stampIn({ files }: Manifest): string {
	const found = /\d{4}-\d{2}-\d{2}_\d{6}/.exec(files[0]?.name ?? '');
	return found?.[0] ?? 'verified';
}
