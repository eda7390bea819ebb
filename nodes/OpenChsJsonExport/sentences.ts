import type { ExportEnd } from '../shared/helpline/export';
import type { Reason } from '../shared/transport/errors';

/** A reason as text, for a manifest and for what stands above the output. */
export function inSentences({ message, description }: Reason): string {
	return `The export did not reach its end: ${message}. ${description ?? ''} What was written may be put over what is there; run it again from the same place for the rest.`
		.replaceAll('  ', ' ')
		.replaceAll('..', '.');
}

export const NOT_WHOLE: Reason = {
	code: 'unexpected_answer',
	message: 'OpenCHS counts more cases than it gave',
	description: 'Others may have been writing all the time.',
};

/** n8n's store did not take a file. */
export function notKept(): Reason {
	return {
		code: 'binary',
		field: 'file',
		message: 'n8n could not keep the file that was being written',
		description:
			'Its disk may be full, or its store of files does not take one so large. Ask who runs n8n, or export in parts with filters.',
	};
}

/** What there is to say about an export that came to its end; `names` are fields that no column takes. */
export function remarksOf(end: ExportEnd | null, names: readonly string[]): string[] {
	const heldBack = `This OpenCHS has fields that no column takes; they stay inside: ${names.join(', ')}. To take one along, choose 'Own List' and name it in 'Other Fields'.`;
	return [...(end?.remarks ?? []), ...(names.length > 0 ? [heldBack] : [])];
}
