import type { Reason } from '../../transport/errors';
import { quoted } from '../../record/fields';
import { statusReason } from '../../transport/sentences';
import { namesInDetails } from './envelope';

/** Statuses that say that the server has no such call; normal here, since no server implements all of it. */
const NOT_OFFERED = new Set([404, 405, 501]);

export function isNotOffered(status: number): boolean {
	return NOT_OFFERED.has(status);
}

/**
 * A refusal in words. Only names that we sent ourselves are taken from the server's details, because a
 * detail may as well repeat what a person typed.
 */
export function refusalReason(status: number, body: string, sent: readonly string[]): Reason {
	const isAboutFields = status === 400 || status === 409 || status === 422;
	if (!isAboutFields) return statusReason(status);
	const field = namesInDetails(body).find((name) => sent.includes(name));
	if (!field) return { ...statusReason(status), message: 'OpenCHS did not accept what was sent' };
	return {
		code: 'refused_by_server',
		status,
		field,
		message: `OpenCHS did not accept ${quoted(field)}`,
		description: 'Give another value, or leave the field out if this server does not have it.',
	};
}
