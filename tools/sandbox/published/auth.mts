import { randomBytes } from 'node:crypto';

import type { FastifyRequest } from 'fastify';

import { email, numberText, oneOf, phone, readForm, text } from '../checks.mts';
import { timeFor } from '../exchange.mts';
import type { SessionRow, UserRow } from '../records.mts';
import { invalid, notFound, Refusal } from '../refusal.mts';
import type { World } from '../world.mts';
import type { Result } from './envelope.mts';
import type { Call, Route } from './route.mts';

const COOKIE = 'HELPLINE_SESSION_ID';

export const authRoutes: readonly Route[] = [
	{ method: 'POST', path: '/sendOTP', offered: 'otpOffered', isPublic: true, handle: sendCode },
	{ method: 'POST', path: '/verifyOTP', offered: 'otpOffered', isPublic: true, handle: verifyCode },
	{ method: 'POST', path: '/logout', offered: 'logoutOffered', handle: logOut },
];

/** A key or a session; a wrong key is refused even beside a good session. */
export function whoIs(world: World, request: FastifyRequest): UserRow {
	const key = request.headers['x-api-key'];
	if (key !== undefined) {
		if (key !== world.settings.apiKey) throw unauthorized('API key is not valid');
		return userNamed(world, world.settings.apiKeyUser);
	}
	const session = sessionOf(world, request);
	if (!session) throw unauthorized('Login required');
	if (session.expires_at <= timeFor(world, request).getTime()) {
		throw unauthorized('Session has expired');
	}
	const user = world.store.users().get(session.user_id);
	if (!user) throw unauthorized('Login required');
	return user;
}

/** Whom the rate limits count: by what is shown, good or not. */
export function callerOf(request: FastifyRequest): string {
	const key = request.headers['x-api-key'];
	if (typeof key === 'string') return `key ${key}`;
	const session = sessionId(request);
	return session ? `session ${session}` : `address ${request.ip}`;
}

function sendCode(call: Call): Result {
	const body = readForm(call.body, {
		fields: { addr_addr: text(255, 1), addr_type: oneOf(['email', 'phone']) },
		required: ['addr_addr', 'addr_type'],
	});
	const type = body.addr_type === 'email' ? 'email' : 'phone';
	const address = String(body.addr_addr);
	const problem = type === 'email' ? email(address) : phone(address);
	if (problem) throw invalid([{ field: 'addr_addr', message: problem, value: address }]);
	const user = userAt(call, type, address);
	if (!user) throw notFound('Account', address);
	const now = timeFor(call.world, call.request).getTime();
	const sent = call.world.outbox.send({
		address,
		addressType: type,
		sentAt: call.now,
		expiresAt: now + call.settings.codeSeconds * 1000,
	});
	call.world.tellCode(sent);
	return { message: `OTP sent to ${address}` };
}

function verifyCode(call: Call): Result {
	const sixDigits = numberText(0, 999_999);
	const body = readForm(call.body, {
		fields: {
			addr_addr: text(255, 1),
			otp: (value) =>
				sixDigits(value) === undefined && String(value).length === 6
					? undefined
					: 'must be six digits as text',
		},
		required: ['addr_addr', 'otp'],
	});
	const address = String(body.addr_addr);
	const now = timeFor(call.world, call.request).getTime();
	if (!call.world.outbox.redeem(address, String(body.otp), now)) {
		throw unauthorized('OTP is wrong, used or expired');
	}
	const user = userAt(call, 'email', address) ?? userAt(call, 'phone', address);
	if (!user) throw notFound('Account', address);
	const id = randomBytes(16).toString('hex');
	call.store.insert('sessions', {
		id,
		user_id: user.id,
		expires_at: now + call.settings.sessionSeconds * 1000,
	});
	return {
		beside: { user: { id: user.id, username: user.username, role: user.role } },
		headers: { 'set-cookie': `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax` },
	};
}

function logOut(call: Call): Result {
	const session = sessionOf(call.world, call.request);
	if (session) call.store.run('DELETE FROM sessions WHERE id = ?', session.id);
	return {
		message: 'Logged out',
		headers: { 'set-cookie': `${COOKIE}=; Path=/; HttpOnly; Max-Age=0` },
	};
}

function userAt(call: Call, type: 'email' | 'phone', address: string): UserRow | undefined {
	return call.store.row<UserRow>(
		`SELECT * FROM users WHERE ${type} = ? AND is_active = 1`,
		address,
	);
}

function userNamed(world: World, username: string): UserRow {
	const user = [...world.store.users().values()].find((one) => one.username === username);
	if (!user) throw unauthorized('The account of this key is gone');
	return user;
}

function sessionOf(world: World, request: FastifyRequest): SessionRow | undefined {
	const id = sessionId(request);
	return id ? world.store.row<SessionRow>('SELECT * FROM sessions WHERE id = ?', id) : undefined;
}

function sessionId(request: FastifyRequest): string | undefined {
	for (const part of (request.headers.cookie ?? '').split(';')) {
		const [name, value] = part.trim().split('=');
		if (name === COOKIE && value) return value;
	}
	return undefined;
}

function unauthorized(message: string): Refusal {
	return new Refusal(401, 'UNAUTHORIZED', message);
}
