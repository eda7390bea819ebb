import type { FastifyRequest } from 'fastify';

import { timeFor } from '../exchange.mts';
import { API_BASE } from '../paths.mts';
import type { Answer } from '../wire.mts';
import type { World } from '../world.mts';
import { bodyOf } from './bodies.mts';
import type { Call } from './call.mts';
import { homeAnswer } from './home.mts';
import { listAnswer, singleAnswer } from './list/read.mts';
import type { Login } from './login.mts';
import { logIn, logOut } from './login.mts';
import { sendCodeRefusal, verifyCodeRefusal } from './oneTimeCode.mts';
import { HTML_TYPE, loginRequired, unknownAddress } from './refusals.mts';
import { RESOURCES } from './resources/index.mts';

import { FUNCTIONS, OPEN_FUNCTIONS } from './functions/index.mts';
import { reportAnswer } from './report/pivot.mts';
import { exportAnswer } from './report/exports.mts';
import { roleNumber } from './roles.mts';
import { writeAnswer } from './write.mts';

interface Address {
	/** With the query, as error texts repeat it. */
	url: string;
	resource: string;
	variant: string;
	id: string | undefined;
	below: string | undefined;
	query: URLSearchParams;
}

/** The resource is the third segment of the path, and nothing else is looked at (1). */
export function addressOf(request: FastifyRequest): Address | undefined {
	const { pathname, searchParams } = new URL(request.url, 'http://sandbox');
	if (!pathname.startsWith(`${API_BASE}/`)) return undefined;
	const [first = '', second, third] = pathname
		.slice(API_BASE.length + 1)
		.split('/')
		.map(decode);
	const [resource = '', variant = ''] = first.split('^');
	return {
		url: request.url,
		resource,
		variant,
		id: second === '' ? undefined : second,
		below: third === '' ? undefined : third,
		query: searchParams,
	};
}

/** Decides who answers. `tell` hears of the login, for the cookie of the answer. */
export async function answerTo(
	world: World,
	request: FastifyRequest,
	address: Address,
	tell: (login: Login) => void,
): Promise<Answer> {
	const { method } = request;
	const open = OPEN_FUNCTIONS[address.resource];
	if (open) return open(world, request);
	if (address.resource === 'sendOTP') throw sendCodeRefusal(bodyOf(request));
	if (address.resource === 'verifyOTP') throw verifyCodeRefusal();
	if (address.resource === '' && address.query.has('logout')) {
		logOut(world, request);
		throw loginRequired();
	}
	const login = logIn(world, request);
	tell(login);
	// A doubled slash moves the segments on, and none of them is looked for elsewhere (1).
	if (address.resource === '' && address.id !== undefined) throw unknownAddress(address.url);
	// 63, 64: other methods are taken for a success which does nothing.
	if (method !== 'GET' && method !== 'POST') return otherMethod(world);
	world.deployed.mirror.catchUp();
	const isUpload = request.isMultipart();
	const call = callOf(world, request, address, login, method === 'POST' && !isUpload);
	if (address.resource === '') return homeAnswer(call, login);
	const named = FUNCTIONS[address.resource];
	if (named) return named(call);
	return await ofResource(call, method);
}

async function ofResource(call: Call, method: string): Promise<Answer> {
	const isNested = call.below !== undefined;
	const name = isNested ? call.below : call.resource;
	const resource = Object.hasOwn(RESOURCES, name ?? '') ? RESOURCES[name ?? ''] : undefined;
	if (!resource) throw unknownAddress(call.url);
	if (method === 'POST') return await writeAnswer(call, resource);
	const special = resource.special?.(call);
	if (special) return special;
	const shown = call.variant === '' ? name : `${name}_${call.variant}`;
	// `GET /cases/<id>/clients` forgets the case and lists all clients (10.1).
	if (call.id !== undefined && !isNested) return singleAnswer(call, resource, call.id, shown);
	return (
		exportAnswer(call, resource) ??
		reportAnswer(call, resource) ??
		listAnswer(call, resource, shown)
	);
}

function callOf(
	world: World,
	request: FastifyRequest,
	address: Address,
	{ user }: Login,
	readsBody: boolean,
): Call {
	return {
		world,
		side: world.deployed,
		settings: world.settings,
		store: world.store,
		archive: world.deployed.archive,
		tree: world.deployed.tree,
		request,
		user,
		role: roleNumber(user),
		now: Math.floor(timeFor(world, request).getTime() / 1000),
		body: readsBody ? bodyOf(request) : {},
		...address,
	};
}

function otherMethod(world: World): Answer {
	return world.settings.otherMethodsEmpty
		? { status: 200, contentType: HTML_TYPE, reason: 'OK' }
		: { status: 405, contentType: HTML_TYPE, reason: 'Method Not Allowed' };
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
