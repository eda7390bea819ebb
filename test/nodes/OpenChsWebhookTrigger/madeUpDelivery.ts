import { createHmac, randomUUID } from 'node:crypto';

import type { INodeParameters } from 'n8n-workflow';

import { OpenChsWebhookApi } from '../../../credentials/OpenChsWebhookApi.credentials';
import { OpenChsWebhookTrigger } from '../../../nodes/OpenChsWebhookTrigger/OpenChsWebhookTrigger.node';
import { plantCase } from '../../support/markers';
import type { CredentialInput } from '../../support/engine';
import type { DeliveryRequest } from '../../support/webhook';

export const SECRET = 'made-up secret of 32 characters.';

export const secretCredential = (secret: string): CredentialInput => ({
	credentialType: OpenChsWebhookApi,
	data: { secret },
});

/** A case as `case.created` tells it: whole, with the marker in each personal field. */
export const CASE = {
	id: 123,
	case_number: 'CASE-2026-000123',
	...plantCase(),
	status: 'open',
	assigned_user_id: null,
	created_at: '2026-01-05T08:00:00Z',
	created_by: 5,
};

export interface Body {
	event: string;
	timestamp: unknown;
	webhook_id: string;
	delivery_id?: unknown;
	data: object;
}

let lastCaseId = 1_000;

/** A delivery of its own about a case of its own, unless told otherwise. */
export function body(changes: Partial<Body> = {}): Body {
	return {
		event: 'case.created',
		timestamp: new Date().toISOString(),
		webhook_id: 'wh_1',
		delivery_id: `dlv_${randomUUID()}`,
		data: { case: { ...CASE, id: ++lastCaseId } },
		...changes,
	};
}

export function signature(
	bytes: string | Uint8Array,
	secret = SECRET,
	algorithm = 'sha256',
): string {
	return `${algorithm}=${createHmac(algorithm, secret).update(bytes).digest('hex')}`;
}

/** A trigger that was registered by hand, so that nothing but the delivery is known. */
export function byHand(
	bytes: string | Uint8Array,
	headers: Record<string, string> = { 'X-OpenCHS-Signature': signature(bytes) },
	more: Partial<DeliveryRequest> & { parameters?: INodeParameters } = {},
): DeliveryRequest {
	return {
		nodeType: OpenChsWebhookTrigger,
		credentials: [secretCredential(SECRET)],
		body: Buffer.from(bytes),
		headers,
		...more,
		parameters: {
			registration: 'byHand',
			helplineCode: 'demo',
			events: ['caseCreated', 'caseUpdated'],
			...more.parameters,
		},
	};
}
