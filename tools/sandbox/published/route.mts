import type { FastifyRequest } from 'fastify';

import { timestamp } from '../clock.mts';
import { striking, timeFor } from '../exchange.mts';
import type { UserRow } from '../records.mts';
import { notFound } from '../refusal.mts';
import type { ListOrder, OfferedName, Settings } from '../settings.mts';
import type { Store } from '../store.mts';
import type { Answer } from '../wire.mts';
import type { World } from '../world.mts';
import type { Result } from './envelope.mts';

/** What a route may look at. */
export interface Call {
	world: World;
	store: Store;
	settings: Settings;
	request: FastifyRequest;
	params: Record<string, string>;
	query: Record<string, unknown>;
	body: unknown;
	/** The server's time, in the form in which times are stored. */
	now: string;
	order: ListOrder;
	pageCap: number;
	/** Whoever is logged in; routes without a login never ask. */
	user: UserRow;
}

export interface Route {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	path: string;
	offered?: OfferedName;
	isPublic?: boolean;
	handle(call: Call): Result | Answer | Promise<Result | Answer>;
}

const FAULT_ORDERS: Record<string, ListOrder> = {
	ascending: 'oldest',
	descending: 'newest',
	random: 'random',
};

export function makeCall(world: World, request: FastifyRequest, user: UserRow): Call {
	const { settings, store } = world;
	const shuffled = striking(request, 'shuffle-order');
	return {
		world,
		store,
		settings,
		request,
		params: request.params as Record<string, string>,
		query: request.query as Record<string, unknown>,
		body: request.body,
		now: timestamp(settings, timeFor(world, request)),
		order: shuffled ? (FAULT_ORDERS[shuffled.order ?? 'random'] ?? 'random') : settings.listOrder,
		pageCap: striking(request, 'page-cap')?.cap ?? settings.pageCap,
		user,
	};
}

/** An id in a path; whatever is not a number cannot exist. */
export function pathId(call: Call, what: string): number {
	const id = call.params.id ?? '';
	if (!/^\d{1,15}$/.test(id)) throw notFound(what, id);
	return Number(id);
}
