import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Reason, ReasonCode } from '../../../../nodes/shared/transport/errors';
import {
	cleanError,
	reasonOf,
	REASONS,
	toNodeError,
} from '../../../../nodes/shared/transport/errors';
import { findMarker, MARKER, plantCase } from '../../../support/markers';

const node: INode = {
	id: '1',
	name: 'OpenCHS',
	type: 'n8n-nodes-openchs.openChs',
	typeVersion: 1,
	position: [0, 0],
	parameters: { fields: { ...plantCase() } },
	credentials: { openChsApi: { id: '1', name: MARKER } },
};

const codes = Object.keys(REASONS) as ReasonCode[];

describe('an error of ours', () => {
	it.each(codes)('with the code %s is of the kind that the code says', (code) => {
		const error = toNodeError(node, { code, message: 'Words', description: 'More words' }, 3);

		const kind = REASONS[code] === 'person' ? NodeOperationError : NodeApiError;
		expect(error).toBeInstanceOf(kind);
	});

	it.each(codes)('with the code %s keeps its words, its reason and its item', (code) => {
		const reason: Reason = { code, message: 'Words', description: 'More words' };

		const error = toNodeError(node, reason, 3);

		expect(error).toMatchObject({ message: 'Words [item 3]', description: 'More words' });
		expect(error.context.itemIndex).toBe(3);
		expect(reasonOf(error)).toEqual(reason);
	});

	it.each(codes)('with the code %s holds nothing of the node but its name', (code) => {
		const error = toNodeError(node, { code, message: 'Words' }, 0);

		expect(findMarker(error)).toEqual([]);
		expect(error.node.name).toBe('OpenCHS');
		expect(node.parameters.fields).toEqual(plantCase());
	});

	it.each([200, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504])(
		'keeps its words where n8n has some of its own for the status %i',
		(status) => {
			const error = toNodeError(node, { code: 'server_error', message: 'Words', status }, 0);

			expect(error.message).toBe('Words [item 0]');
			expect(error).toMatchObject({ httpCode: String(status) });
		},
	);

	it('names no item where there is none', () => {
		expect(toNodeError(node, { code: 'address', message: 'Words' }).message).toBe('Words');
	});

	it('goes through unchanged when it is cleaned again', () => {
		const error = toNodeError(node, { code: 'timeout', message: 'Words' }, 1);

		expect(cleanError(node, error, 2)).toBe(error);
	});
});

describe('a foreign error', () => {
	class ExpressionError extends Error {}
	class CredentialNotFoundError extends Error {}

	it.each([
		['an ordinary one', new Error(MARKER), 'unknown'],
		['one of an expression', new ExpressionError(MARKER), 'setting'],
		['one of a credential', new CredentialNotFoundError(MARKER), 'setting'],
		['one of n8n around an answer', new NodeApiError(node, { message: MARKER }), 'unknown'],
		['one of n8n about a parameter', new NodeOperationError(node, MARKER), 'unknown'],
		['a text', MARKER, 'unknown'],
		['nothing', undefined, 'unknown'],
	])('%s keeps its kind and none of its text', (_name, foreign, code) => {
		const error = cleanError(node, foreign, 4);

		expect(reasonOf(error)).toMatchObject({ code });
		expect(findMarker(error)).toEqual([]);
		expect(error.message).toContain('[item 4]');
	});

	it.each([new Error('x'), 'text', null, undefined, { context: { reason: {} } }])(
		'has no reason of ours: %p',
		(foreign) => {
			expect(reasonOf(foreign)).toBeNull();
		},
	);
});
