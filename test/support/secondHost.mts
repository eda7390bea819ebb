import type { HttpStub, SeenRequest } from './httpStub.mts';
import { startStub } from './httpStub.mts';
import { formsOf } from './markers';

export interface SecondHost extends HttpStub {
	/** Requests in which the secret stands, in the address, a header or the body, plain or as Base64. */
	carrying(secret: string): SeenRequest[];
}

/**
 * A server that belongs to somebody else: it answers everything with 200 and remembers what it was
 * sent. Its port differs from the first server's, so it is another origin.
 */
export async function startSecondHost(): Promise<SecondHost> {
	const stub = await startStub({ body: { from: 'second host' } });
	return {
		...stub,
		carrying: (secret) => stub.requests.filter((request) => holds(request, secret)),
	};
}

function holds(request: SeenRequest, secret: string): boolean {
	const sent = [request.target, ...request.rawHeaders, request.text()];
	return sent.some((text) => formsOf(secret).some((form) => text.includes(form)));
}
