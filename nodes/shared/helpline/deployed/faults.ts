import { quoted } from '../../record/fields';
import type { Reason } from '../../transport/errors';
import { statusReason } from '../../transport/sentences';
import { ourWord, ownFieldLabel } from './fields';
import type { Fault, RefusalCode } from './wire/faults';

/**
 * A fault in words. A field is named when it is one of ours or among those that were sent: what else
 * stands in the server's cell may be what a person typed.
 */
export function faultReason(fault: Fault, status: number, sent: readonly string[]): Reason {
	switch (fault.kind) {
		case 'login':
		case 'session':
			return { ...statusReason(401), status };
		case 'forbidden':
			return { ...statusReason(403), status };
		case 'not_found':
			return { ...statusReason(404), status };
		case 'passing':
		case 'server':
			return statusReason(status);
		case 'refused':
			return refusalReason(fault, status, sent);
	}
}

function refusalReason(
	{ code, fields }: Extract<Fault, { kind: 'refused' }>,
	status: number,
	sent: readonly string[],
): Reason {
	const names = fields.flatMap((column) => {
		const name = ourWord(column) ?? (sent.includes(column) ? column : null);
		return name === null ? [] : [name];
	});
	const [first, ...others] = [...new Set(names)];
	if (first === undefined) {
		return { ...statusReason(412), status, message: 'OpenCHS did not accept what was sent' };
	}
	const also = others.length > 0 ? ` Also: ${others.map(shown).join(', ')}.` : '';
	return {
		code: 'refused_by_server',
		status,
		field: first,
		message: `${SAYINGS[code]} ${shown(first)}`,
		description: `${STEPS[code]}${also}`,
	};
}

const SAYINGS: Record<RefusalCode, string> = {
	REQUIRED: 'OpenCHS needs another value, or one at all, for',
	INVALID: 'OpenCHS did not accept',
	INVALID_FOREIGN_KEY: 'OpenCHS does not have what was given for',
	DUPLICATE: 'OpenCHS has this already:',
	ERROR: 'OpenCHS did not accept',
};

const STEPS: Record<RefusalCode, string> = {
	REQUIRED: 'Fill it in, with a value that this OpenCHS has.',
	INVALID: 'Give another value.',
	INVALID_FOREIGN_KEY: 'Choose from the lists of this OpenCHS.',
	DUPLICATE: 'Look for what is there, or give another value.',
	ERROR: 'Give another value.',
};

function shown(name: string): string {
	const own = ownFieldLabel(name);
	return own === null ? quoted(name) : `'${own}'`;
}
