import type { Reply, SeenRequest } from '../../support/httpStub.mts';
import { startStub } from '../../support/httpStub.mts';

export interface Registered {
	id: string;
	name: string;
	url: string;
	secret: string;
	events: string[];
	is_active: boolean;
}

/** A server that takes webhooks, as small as it can be; `answers` replaces what it would say to a call. */
export async function startWebhookServer() {
	const registered: Registered[] = [];
	const answers = new Map<string, Reply>();
	const stub = await startStub((request) => {
		const call = `${request.method} ${request.path.replace('/helpline/api', '')}`;
		const told = [...answers].find(([pattern]) => new RegExp(`^${pattern}$`).test(call));
		return told?.[1] ?? reply(call, request);
	});

	function reply(call: string, request: SeenRequest): Reply {
		if (call === 'GET /health') return { body: { success: true, data: { status: 'ok' } } };
		if (call === 'GET /webhooks') {
			// Nobody is told the secret again.
			const shown = registered.map((webhook) => ({ ...webhook, secret: undefined }));
			return { body: { success: true, data: shown } };
		}
		if (call === 'POST /webhooks') {
			const id = `wh_${registered.length + 1}`;
			registered.push({
				id,
				is_active: true,
				...(request.json() as Omit<Registered, 'id' | 'is_active'>),
			});
			return { status: 201, body: { success: true, data: { id } } };
		}
		if (call.startsWith('DELETE /webhooks/')) {
			const at = registered.findIndex(({ id }) => call.endsWith(`/${id}`));
			if (at === -1) return { status: 404, body: { success: false, error: { code: 'NOT_FOUND' } } };
			registered.splice(at, 1);
			return { body: { success: true } };
		}
		return { status: 404, body: { success: false, error: { code: 'NOT_FOUND' } } };
	}

	return {
		url: stub.url,
		stop: stub.stop,
		registered,
		answers,
		/** Calls that came in, without the look whether the server is there at all. */
		calls: () =>
			stub.requests
				.map(({ method, path }) => `${method} ${path.replace('/helpline/api', '')}`)
				.filter((call) => call !== 'GET /health'),
	};
}

export type WebhookServer = Awaited<ReturnType<typeof startWebhookServer>>;
