import type { FastifyRequest } from 'fastify';

import type { Answer } from '../../wire.mts';
import type { World } from '../../world.mts';
import type { Call } from '../call.mts';
import { jsonAnswer } from '../list/read.mts';
import { HTML_TYPE } from '../refusals.mts';
import { dashSections } from './dash.mts';
import { wallOnly } from './wallonly.mts';

/** Addresses which are no lists of rows. */
export const FUNCTIONS: Readonly<Record<string, (call: Call) => Answer>> = {
	// 81: JSON which calls itself HTML.
	dash: (call) => ({ ...jsonAnswer(200, dashSections(call)), contentType: HTML_TYPE }),
};

/** Addresses which ask for no login at all. */
export const OPEN_FUNCTIONS: Readonly<
	Record<string, (world: World, request: FastifyRequest) => Answer>
> = { wallonly: wallOnly };
