import type { FastifyRequest } from 'fastify';

const bodies = new WeakMap<FastifyRequest, Buffer>();

/** Bytes as they came, kept no longer than their request: the log must not hold files. */
export function rememberRawBody(request: FastifyRequest, bytes: Buffer): void {
	bodies.set(request, bytes);
}

export function rawBodyOf(request: FastifyRequest): Buffer | undefined {
	return bodies.get(request);
}
