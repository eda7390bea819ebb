import type { FastifyRequest } from 'fastify';

import type { Answer } from '../../wire.mts';
import type { World } from '../../world.mts';
import type { Call } from '../call.mts';

/** Addresses which are no lists of rows. */
export const FUNCTIONS: Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>> = {};

/** Addresses which ask for no login at all. */
export const OPEN_FUNCTIONS: Readonly<
	Record<string, (world: World, request: FastifyRequest, query: URLSearchParams) => Answer>
> = {};
