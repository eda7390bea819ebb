import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/**
 * Every reason for which something of ours does not go through. The code is stable: workflows may
 * switch on it. `person` reasons are mended by whoever built the workflow, `server` reasons elsewhere.
 */
export const REASONS = {
	missing_field: 'person',
	refused_value: 'person',
	unknown_field: 'person',
	key_refused: 'person',
	key_not_unique: 'person',
	not_allowed_for_tools: 'person',
	not_offered: 'person',
	setting: 'person',
	address: 'person',
	binary: 'person',
	stopped: 'person',
	no_time_left: 'server',
	server_restored: 'server',
	login: 'server',
	forbidden: 'server',
	not_found: 'server',
	refused_by_server: 'server',
	too_many_requests: 'server',
	server_error: 'server',
	no_connection: 'server',
	timeout: 'server',
	certificate: 'server',
	redirect: 'server',
	unexpected_answer: 'server',
	unclear_outcome: 'server',
	unknown: 'server',
} as const satisfies Record<string, 'person' | 'server'>;

export type ReasonCode = keyof typeof REASONS;

/**
 * Why something did not go through, in words for the person who can mend it. No part may hold a value
 * that a person typed or that a server echoed: names of fields, numbers of items and statuses only.
 */
export interface Reason {
	code: ReasonCode;
	/** What happened, with the parameter's label in single quotes. */
	message: string;
	/** What to do next. */
	description?: string;
	/** The field, in the words of the one record. */
	field?: string;
	/** HTTP status, where there was an answer. */
	status?: number;
	/** When a new try makes sense, ISO 8601 UTC. */
	retryAt?: string;
	/** A task that goes on at the AI service and can be asked for later; an ID that the service gave out. */
	taskId?: string;
}

const REASON_KEY = 'reason';

/**
 * Builds the error that leaves our code. It is made from clean parts: a NodeApiError around the caught
 * HTTP error would carry the request's body, the authorization header and the values that the server
 * echoed (house style, section 8), and the node would carry its parameters.
 */
export function toNodeError(node: INode, reason: Reason, itemIndex?: number) {
	const cleanNode: INode = { ...node, parameters: {}, credentials: undefined };
	const message =
		itemIndex === undefined ? reason.message : `${reason.message} [item ${itemIndex}]`;
	const { description } = reason;
	const error =
		REASONS[reason.code] === 'person'
			? new NodeOperationError(cleanNode, message, { description, itemIndex })
			: new NodeApiError(
					cleanNode,
					{},
					{
						message,
						description: description ?? NO_MORE_TO_SAY,
						itemIndex,
						...(reason.status === undefined ? {} : { httpCode: String(reason.status) }),
					},
				);
	error.context[REASON_KEY] = { ...reason };
	return error;
}

/** NodeApiError looks for a description of its own when none is given. */
const NO_MORE_TO_SAY = 'Open the log of n8n for the time of this run if it happens again.';

/** The reason inside an error of ours; null for every other error, whose text must not be repeated. */
export function reasonOf(error: unknown): Reason | null {
	if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) return null;
	const reason: unknown = error.context[REASON_KEY];
	return isReason(reason) ? reason : null;
}

function isReason(value: unknown): value is Reason {
	return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

/**
 * Lets an error of ours through unchanged and replaces every other one, because a foreign error may
 * hold what a person typed. Errors of n8n itself about a missing credential or a bad expression keep
 * their kind, not their text.
 */
export function cleanError(node: INode, error: unknown, itemIndex?: number) {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		if (reasonOf(error)) return error;
	}
	return toNodeError(node, foreignReason(error), itemIndex);
}

/** The reason of any error, also of one that is not ours. */
export function reasonFor(error: unknown): Reason {
	return reasonOf(error) ?? foreignReason(error);
}

/** n8n's own errors say what is wrong with the workflow by their class; their text may quote the data. */
function foreignReason(error: unknown): Reason {
	const name = error instanceof Error ? error.constructor.name : '';
	if (name === 'ExpressionError') {
		return {
			code: 'setting',
			message: 'An expression in a field of this node could not be worked out',
			description: 'Open the fields that hold expressions and look at their results for this item.',
		};
	}
	if (name.startsWith('Credential')) {
		return {
			code: 'setting',
			message: 'The credential of this node could not be read',
			description: "Open 'Credential' in this node, choose one and test it.",
		};
	}
	return {
		code: 'unknown',
		message: 'Something unexpected happened in this node',
		description:
			'Try the item again; if it stays, report it with the version of this package, without case data.',
	};
}
