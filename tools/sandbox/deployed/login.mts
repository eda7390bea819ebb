import type { FastifyRequest } from 'fastify';

import type { UserRow } from '../records.mts';
import type { World } from '../world.mts';
import { errorRow, errorAnswer, invalidData, loginRequired, Refused } from './refusals.mts';
import { isKnownRole, roleNumber } from './roles.mts';
import { worthlessId } from './sessions.mts';

export const COOKIE = 'HELPLINE_SESSION_ID';

export interface Login {
	/** The session of the request, old or new. */
	sessionId: string;
	user: UserRow;
	/** Made by this request, which tells it in a cookie. */
	isNew: boolean;
}

/**
 * A user name and password make a new session each time (01, 06); a session id is taken as a Bearer
 * (07), which goes before the cookie (08). Keys and other headers are not read at all (10, 11).
 */
export function logIn(world: World, request: FastifyRequest): Login {
	const [scheme = '', ...rest] = (request.headers.authorization ?? '').split(' ');
	const credentials = rest.join(' ').trim();
	if (scheme.toLowerCase() === 'basic') return withPassword(world, request, credentials);
	const bearer = scheme.toLowerCase() === 'bearer' ? credentials : undefined;
	const sessionId = bearer ?? cookieOf(request);
	const userId = world.deployed.sessions.userOf(sessionId);
	// Deactivating a user does not end that user's sessions (2.3).
	const user = userId === undefined ? undefined : world.deployed.users().get(userId);
	if (!user || sessionId === undefined) throw loginRequired();
	return { sessionId, user, isNew: false };
}

/** 04: what follows a second colon is lost, so that such a password never fits. */
function withPassword(world: World, request: FastifyRequest, credentials: string): Login {
	const decoded = Buffer.from(credentials, 'base64').toString('utf8');
	const [name = '', password = ''] = decoded.split(':');
	const user = [...world.deployed.users().values()].find(
		(one) => one.username.toLowerCase() === name.toLowerCase(),
	);
	const isRight =
		user?.is_active === 1 &&
		isKnownRole(roleNumber(user)) &&
		password === world.settings.loginPassword;
	if (!user || !isRight) throw wrongPassword(world, name);
	const old = cookieOf(request);
	if (old !== undefined) world.deployed.sessions.end(old);
	return { sessionId: world.deployed.sessions.open(user.id), user, isNew: true };
}

/** 02, 03: not 401, and the same words for a wrong password, an unknown and an inactive user. */
function wrongPassword(world: World, name: string): Refused {
	const row = errorRow('Invalid Username or Password!', 'REQUIRED', 'auth', 'login', name);
	return world.settings.plainRefusals ? new Refused(errorAnswer(401, [row])) : invalidData([row]);
}

/** 90 to 93: only the cookie's session ends, whatever the Bearer; the answer is 401 by design. */
export function logOut(world: World, request: FastifyRequest): void {
	const cookie = cookieOf(request);
	if (cookie !== undefined) world.deployed.sessions.end(cookie);
}

/**
 * Everybody without a session cookie that the server knows gets a fresh one, even beside a good
 * Bearer, and it is good for nothing (07). A client must not let it replace the session in use.
 */
export function cookieFor(login: Login | undefined): string {
	const id = login?.isNew ? login.sessionId : worthlessId();
	return `${COOKIE}=${id}; path=/; HttpOnly`;
}

export function hasGoodCookie(world: World, request: FastifyRequest): boolean {
	return world.deployed.sessions.userOf(cookieOf(request)) !== undefined;
}

function cookieOf(request: FastifyRequest): string | undefined {
	for (const part of (request.headers.cookie ?? '').split(';')) {
		const [name, value] = part.trim().split('=');
		if (name === COOKIE && value) return value;
	}
	return undefined;
}
