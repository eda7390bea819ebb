import {
	probe,
	probeKey,
	probeOnce,
	rememberProbe,
	forgetProbe,
	wasJustProbed,
	rememberRefusal,
	wasRefused,
} from '../../../../nodes/shared/session/probe';
import type { LoginKind } from '../../../../nodes/shared/session/sentences';
import { LOST, REFUSED } from '../../../../nodes/shared/session/sentences';
import { CANARY, FakeServer } from '../../../credentials/host';

describe('probe', () => {
	const plan = (kind: LoginKind) => ({
		kind,
		base: 'https://h.example.invalid/ke',
		headers: {},
		isCheckingOff: false,
	});

	it.each([
		['apiKey', '/ke/helpline/api/health'],
		['otp', '/ke/helpline/api/health'],
		['login', '/ke/helpline/api/auth'],
		['ai', '/ke/health/'],
	] as const)('asks cheaply (%s)', async (kind, path) => {
		const server = new FakeServer(() => ({ status: 500 }));

		await probe(server.httpRequest, plan(kind));

		expect(server.paths()).toEqual([`GET ${path}`]);
	});

	it.each([404, 405, 501])(
		'knows a server without /health (%d) by its list of cases',
		async (status) => {
			const server = new FakeServer(({ url }) =>
				url.includes('/cases?limit=1') ? { body: { success: true, data: [] } } : { status },
			);

			expect(await probe(server.httpRequest, plan('apiKey'))).toEqual({ ok: true });
		},
	);

	it('still says that the key is bad on a server without /health', async () => {
		const server = new FakeServer(({ url }) => ({ status: url.includes('/cases') ? 401 : 404 }));

		expect(await probe(server.httpRequest, plan('apiKey'))).toMatchObject({
			sentence: REFUSED.apiKey.login,
		});
	});
});

describe('the memory of good probes', () => {
	const good = { ok: true } as const;
	const bad = { ok: false, sentence: LOST.refused } as const;
	let number = 0;
	const freshKey = () => probeKey('https://memory.example.invalid', `key ${(number += 1)}`);

	it('asks once for all who ask together, and never again while it is good', async () => {
		const key = freshKey();
		const fn = jest.fn(async () => await Promise.resolve(good));

		await Promise.all(Array.from({ length: 8 }, async () => await probeOnce(key, fn)));
		await probeOnce(key, fn);

		expect(fn).toHaveBeenCalledTimes(1);
	});

	it('asks again after a bad answer', async () => {
		const key = freshKey();

		expect(await probeOnce(key, async () => await Promise.resolve(bad))).toEqual(bad);
		expect(await probeOnce(key, async () => await Promise.resolve(good))).toEqual(good);
	});

	it('asks again when a run has met trouble', async () => {
		const key = freshKey();
		await probeOnce(key, async () => await Promise.resolve(good));

		forgetProbe(key);

		expect(await probeOnce(key, async () => await Promise.resolve(bad))).toEqual(bad);
	});

	it('asks again when asking itself broke', async () => {
		const key = freshKey();
		const broken = async () => await Promise.reject(new Error('broken'));

		await expect(probeOnce(key, broken)).rejects.toThrow('broken');

		expect(await probeOnce(key, async () => await Promise.resolve(good))).toEqual(good);
	});

	it('knows for a few seconds that the server itself was asked', () => {
		const key = freshKey();

		rememberProbe(key, 1_000_000);

		expect(wasJustProbed(key, 1_004_000)).toBe(true);
		expect(wasJustProbed(key, 1_006_000)).toBe(false);
		expect(wasJustProbed(freshKey(), 1_000_000)).toBe(false);
	});

	it('is bounded: the oldest leaves first', () => {
		const keys = Array.from({ length: 501 }, freshKey);

		keys.forEach((key) => rememberProbe(key, 5));

		expect(wasJustProbed(keys[0] ?? '', 5)).toBe(false);
		expect(wasJustProbed(keys[1] ?? '', 5)).toBe(true);
	});

	it('remembers a refused password by hash', () => {
		const key = freshKey();

		rememberRefusal(key);

		expect(wasRefused(key)).toBe(true);
		expect(wasRefused(freshKey())).toBe(false);
	});

	it('names address and login without telling them, one name per spelling of the address', () => {
		const key = probeKey('https://h.example.invalid', CANARY);

		expect(key).toMatch(/^[0-9a-f]{64}$/);
		expect(probeKey('https://H.example.invalid/helpline/api/', CANARY)).toBe(key);
		expect(probeKey('https://h.example.invalid', 'other')).not.toBe(key);
		expect(probeKey('https://i.example.invalid', CANARY)).not.toBe(key);
	});
});
