import type { IExecuteFunctions } from 'n8n-workflow';

import { connect } from '../../../../nodes/shared/transport/connection';
import { reasonOf } from '../../../../nodes/shared/transport/errors';
import { ANSWERED } from '../../../../nodes/shared/session/sentences';
import { FilePart, StreamForm } from '../../../../nodes/shared/transport/multipart';
import type { Call } from '../../../../nodes/shared/transport/request';
import { request } from '../../../../nodes/shared/transport/request';
import type { RetryPolicy } from '../../../../nodes/shared/transport/retry';
import { DEFAULT_RETRY } from '../../../../nodes/shared/transport/retry';
import type { Handler, HttpStub, Reply } from '../../../support/httpStub.mts';
import { halfJson, htmlPage, redirect, startStub, tooMany } from '../../../support/httpStub.mts';
import { findMarker, MARKER, plantCase } from '../../../support/markers';
import type { SecondHost } from '../../../support/secondHost.mts';
import { startSecondHost } from '../../../support/secondHost.mts';
import type { DoorSettings } from './doorNode';
import {
	call,
	metBeforehand,
	plain,
	QUICK,
	READ,
	SECRET,
	throughDoor,
	WRITE,
} from './doorNode';

const ok: Reply = { body: { id: 1 } };
/** Long enough for a busy machine to have sent the call before it is given up. */
const LIMIT_MS = 1_000;
const isJson = (text: string) => /^[[{].*[\]}]$/.test(text);

describe('the door, over real sockets', () => {
	const stubs: HttpStub[] = [];

	const serve = async (handler: Handler | Reply | Reply[]) => {
		const stub = await startStub(handler);
		stubs.push(stub);
		return stub;
	};

	afterEach(async () => {
		await Promise.all(stubs.splice(0).map(async (stub) => await stub.stop()));
	});

	const send = async (replies: Reply[], one: Call, settings: DoorSettings = {}) => {
		const server = await serve(replies);
		const run = await throughDoor(server.url, call(one), settings);
		return { server, run, json: run.outputs[0]?.[0]?.json };
	};

	const readable: Call = { ...READ, isReadable: isJson };

	describe('what the login met before the call', () => {
		it('is waited for by a read', async () => {
			metBeforehand.push(ANSWERED.serverFault);
			const { server, json } = await send([ok], readable);

			expect(json).toEqual({ status: 200, body: '{"id":1}' });
			expect(server.requests).toHaveLength(1);
		});

		it('is told by a write, which was not sent, as what it was', async () => {
			metBeforehand.push(ANSWERED.serverFault);
			const { server, run } = await send([ok], WRITE);

			expect(reasonOf(run.error)).toMatchObject({ message: ANSWERED.serverFault.message });
			expect(server.requests).toHaveLength(0);
		});

		it('too many requests: a run without patience says when to come back', async () => {
			metBeforehand.push(ANSWERED.tooMany);
			const retry = { ...QUICK, patienceMs: 1_000 };
			const { server, run } = await send([ok], WRITE, { retry });

			expect(reasonOf(run.error)).toMatchObject({ code: 'too_many_requests' });
			expect(server.requests).toHaveLength(0);
		});
	});

	describe('reads', () => {
		it.each<[string, Reply]>([
			['500', { status: 500, body: {} }],
			['502 of a proxy', { ...htmlPage('Bad gateway'), status: 502 }],
			['503', { status: 503 }],
			['408', { status: 408 }],
			['a cut before the answer', { cut: 'now' }],
			['a cut within the head', { cut: 'inHead' }],
			['a cut within the body', { body: { id: 1 }, cut: 'inBody' }],
			['a page with 200', htmlPage()],
			['half a JSON', halfJson({ id: 1, title: 'long enough' })],
			['an empty body', { body: '' }],
			['429 for no time at all', tooMany('0')],
		])('are sent again after %s', async (_name, reply) => {
			const { server, json } = await send([reply, ok], readable);

			expect(json).toEqual({ status: 200, body: '{"id":1}' });
			expect(server.requests).toHaveLength(2);
		});

		it.each<[string, Reply, object]>([
			['500', { status: 500, body: 'x' }, { status: 500, body: 'x' }],
			['a cut', { cut: 'now' }, { how: 'cut', sent: true }],
			['a page with 200', htmlPage(), { status: 200 }],
		])(
			'go out three times in all after %s, and the last cause is told',
			async (_name, reply, end) => {
				const { server, json } = await send([reply], readable);

				expect(server.requests).toHaveLength(3);
				expect(json).toMatchObject(end);
			},
		);

		it.each([400, 403, 404, 405, 409, 410, 412, 413, 422, 501])(
			'are not sent again after %i',
			async (status) => {
				const { server, json } = await send([{ status, body: {} }], READ);

				expect(server.requests).toHaveLength(1);
				expect(json).toMatchObject({ status });
			},
		);

		it('are sent a second time after 401, by n8n, which renews the login, and not by the door', async () => {
			for (const one of [READ, WRITE]) {
				const { server, json } = await send([{ status: 401, body: {} }], one);

				expect(server.requests).toHaveLength(2);
				expect(json).toMatchObject({ status: 401 });
			}
		});

		it('are given up after their time limit', async () => {
			const { server, json } = await send([{ hang: true }], READ, {
				timeoutMs: LIMIT_MS,
				retry: { ...QUICK, attempts: 2 },
			});

			expect(json).toEqual({ how: 'timeout', sent: true });
			expect(server.requests).toHaveLength(2);
		});

		it('may have a time limit of their own', async () => {
			const { json } = await send(
				[{ hang: true }],
				{ ...READ, timeoutMs: LIMIT_MS },
				{
					retry: { ...QUICK, attempts: 1 },
				},
			);

			expect(json).toEqual({ how: 'timeout', sent: true });
		});

		it('say that nobody is there', async () => {
			const gone = await startStub(ok);
			await gone.stop();

			const { outputs } = await throughDoor(gone.url, call(READ));

			expect(outputs[0]?.[0]?.json).toEqual({ how: 'no_connection', sent: false });
		});

		it('say that the server does not speak HTTPS, and are not sent again', async () => {
			const server = await serve(ok);

			const run = await throughDoor(server.url.replace('http:', 'https:'), call(READ));

			expect(run.outputs[0]?.[0]?.json).toEqual({ how: 'not_https', sent: false });
			expect(run.log.filter(({ message }) => /attempt/.test(message))).toHaveLength(1);
		});

		it('carry the query once, with lists as commas', async () => {
			const { server } = await send([ok], {
				...READ,
				query: { q: 'a b&c=d', fields: ['title', 'description'], limit: 100 },
			});

			expect(server.requests[0]?.target).toBe(
				'/helpline/api/x?q=a%20b%26c%3Dd&fields=title%2Cdescription&limit=100',
			);
		});

		it('hand the text on as it came, whatever its type says', async () => {
			const { json } = await send(
				[{ headers: { 'content-type': 'application/json' }, body: '{"id": 1.0}' }],
				READ,
			);

			expect(json).toEqual({ status: 200, body: '{"id": 1.0}' });
		});
	});

	describe('writes', () => {
		it.each<[string, Reply, object]>([
			['500', { status: 500 }, { status: 500 }],
			['503', { status: 503 }, { status: 503 }],
			['408', { status: 408 }, { status: 408 }],
			['400', { status: 400 }, { status: 400 }],
			['422', { status: 422 }, { status: 422 }],
			['a cut before the answer', { cut: 'now' }, { how: 'cut', sent: true }],
			['a cut within the body', { body: { id: 1 }, cut: 'inBody' }, { how: 'cut', sent: true }],
			['a page with 200', htmlPage(), { status: 200 }],
			['an empty body', { body: '' }, { status: 200, body: '' }],
		])('are sent once, also after %s', async (_name, reply, end) => {
			const { server, json } = await send([reply, ok], { ...WRITE, isReadable: isJson });

			expect(server.requests).toHaveLength(1);
			expect(json).toMatchObject(end);
		});

		it('are sent once, also when their time limit is over', async () => {
			const { server, json } = await send([{ hang: true }], { ...WRITE, timeoutMs: LIMIT_MS });

			expect(json).toEqual({ how: 'timeout', sent: true });
			expect(server.requests).toHaveLength(1);
		});

		it('are sent again after 429, because nothing was saved, and are the same', async () => {
			const { server, json } = await send([tooMany('0'), tooMany('0'), tooMany('0'), ok], WRITE);

			expect(json).toMatchObject({ status: 200 });
			expect(server.requests.map((each) => each.json())).toEqual(Array(4).fill({ title: 'x' }));
		});

		it('are sent again three times at most after 429', async () => {
			const { server, json } = await send([tooMany('0')], WRITE);

			expect(json).toMatchObject({ status: 429 });
			expect(server.requests).toHaveLength(4);
		});

		it('stream a form, and stream it whole again after 429', async () => {
			const file = new FilePart(6, 'a.txt', 'text/plain', async () =>
				(async function* () {
					yield Buffer.from('abc');
					yield Buffer.from('def');
				})(),
			);
			const form = new StreamForm();
			form.append('file', file);
			form.append('file_type', 'document');

			const { server } = await send([tooMany('0'), ok], { ...WRITE, body: form });

			expect(server.requests).toHaveLength(2);
			for (const each of server.requests) {
				expect(each.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
				expect(each.text()).toContain('abcdef');
				expect(each.text()).toContain('filename="a.txt"');
				expect(each.text()).toContain('name="file_type"');
			}
		});
	});

	describe('waits that a server asks for', () => {
		it.each<[string, Reply]>([
			['in seconds', tooMany('3600')],
			['as a date', tooMany(new Date(Date.now() + 3_600_000).toUTCString())],
		])('%s beyond the patience end the call with the time to come back', async (_name, reply) => {
			for (const one of [READ, WRITE]) {
				const { server, run } = await send([reply], one);

				const reason = reasonOf(run.thrown[0]);
				expect(reason).toMatchObject({ code: 'too_many_requests', status: 429 });
				expect(Date.parse(reason?.retryAt ?? '') - Date.now()).toBeGreaterThan(3_590_000);
				expect(Date.parse(reason?.retryAt ?? '') - Date.now()).toBeLessThan(3_610_000);
				expect(server.requests).toHaveLength(1);
			}
		});

		it("are read by the server's clock when they are a date", async () => {
			const theirs = Date.now() - 7_200_000;
			const { server, json } = await send(
				[
					{
						status: 429,
						headers: {
							'retry-after': new Date(theirs).toUTCString(),
							date: new Date(theirs).toUTCString(),
						},
					},
					ok,
				],
				READ,
			);

			expect(json).toMatchObject({ status: 200 });
			expect(server.requests).toHaveLength(2);
		});

		it('hold back every call of the same kind and key', async () => {
			const server = await serve([tooMany('3600'), ok]);
			const data = { apiKey: 'shared-key' };
			await throughDoor(server.url, call(READ), { data });

			const again = await throughDoor(server.url, call(READ), { data });
			const other = await throughDoor(server.url, call({ ...READ, verb: 'listCases' }), { data });

			expect(reasonOf(again.thrown[0])).toMatchObject({ code: 'too_many_requests' });
			expect(other.status).toBe('success');
			expect(server.requests).toHaveLength(2);
		});

		it('are not waited for when the allowance that was told is used up', async () => {
			const headers = {
				'x-ratelimit-remaining': '1',
				'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + 3_600),
			};
			const server = await serve({ ...ok, headers });
			const data = { apiKey: 'key-with-allowance' };

			const run = await throughDoor(server.url, call(READ), {
				data,
				items: [{ json: {} }, { json: {} }, { json: {} }],
			});

			expect(reasonOf(run.thrown[0])).toMatchObject({ code: 'too_many_requests' });
			expect(server.requests).toHaveLength(2);
		});

		it('come from the budget that a person set for a credential, over all its runs', async () => {
			const server = await serve(ok);
			const data = { apiKey: 'key-with-budget', requestsPerHour: 2 };
			await throughDoor(server.url, call(READ), { data });
			await throughDoor(server.url, call({ ...READ, verb: 'other' }), { data });

			const third = await throughDoor(server.url, call(READ), { data });

			expect(reasonOf(third.thrown[0])).toMatchObject({ code: 'too_many_requests' });
			expect(server.requests).toHaveLength(2);
		});
	});

	describe('redirects', () => {
		let second: SecondHost;

		beforeEach(async () => {
			second = await startSecondHost();
			stubs.push(second);
		});

		it.each([301, 302, 303, 307, 308])(
			'of a read within the host are followed: %i',
			async (status) => {
				const { server, json } = await send([redirect('/helpline/api/y', status), ok], READ);

				expect(json).toMatchObject({ status: 200 });
				expect(server.requests.map(({ path }) => path)).toEqual([
					'/helpline/api/x',
					'/helpline/api/y',
				]);
			},
		);

		it('carry the query that the server names, once', async () => {
			const { server } = await send([redirect('/helpline/api/y?limit=100&page=1'), ok], {
				...READ,
				query: { limit: 100 },
			});

			expect(server.requests.map(({ target }) => target)).toEqual([
				'/helpline/api/x?limit=100',
				'/helpline/api/y?limit=100&page=1',
			]);
		});

		it.each([307, 308])('of a write within the host keep the body: %i', async (status) => {
			const { server, json } = await send([redirect('/helpline/api/y', status), ok], WRITE);

			expect(json).toMatchObject({ status: 200 });
			expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
			expect(server.requests[1]?.json()).toEqual({ title: 'x' });
		});

		it.each([301, 302, 303])(
			'of a write that would become a read are refused: %i',
			async (status) => {
				const { server, run } = await send([redirect('/helpline/api/y', status), ok], WRITE);

				expect(reasonOf(run.thrown[0])).toMatchObject({ code: 'redirect', status });
				expect(server.requests).toHaveLength(1);
			},
		);

		it.each([
			[READ, 301],
			[READ, 302],
			[READ, 307],
			[{ ...READ, as: 'stream' as const }, 302],
			[WRITE, 307],
			[WRITE, 308],
			[{ ...WRITE, method: 'DELETE' as const, body: undefined }, 307],
		])('to another host are refused, and that host hears nothing (%#)', async (one, status) => {
			const { server, run } = await send([redirect(`${second.url}/steal`, status)], one);

			expect(reasonOf(run.thrown[0])).toMatchObject({ code: 'redirect' });
			expect(second.requests).toEqual([]);
			expect(second.carrying(SECRET)).toEqual([]);
			expect(server.requests).toHaveLength(1);
		});

		it('with an address that only looks like the host are refused', async () => {
			const server = await serve(({ path }) =>
				path === '/helpline/api/x' ? redirect(`//127.0.0.1:${second.port}/x`) : ok,
			);

			const run = await throughDoor(server.url, call(READ));

			expect(reasonOf(run.thrown[0])).toMatchObject({ code: 'redirect' });
			expect(second.requests).toEqual([]);
		});

		it.each(['', 'http://', 'javascript:alert(1)'])(
			'to nowhere are refused: %j',
			async (location) => {
				const { run } = await send([redirect(location)], READ);

				expect(reasonOf(run.thrown[0])).toMatchObject({ code: 'redirect' });
			},
		);

		it('in a circle end', async () => {
			const { server, run } = await send([redirect('/helpline/api/x')], READ);

			expect(reasonOf(run.thrown[0])).toMatchObject({ code: 'redirect' });
			expect(server.requests).toHaveLength(4);
		});

		it.each(['absolute', 'protocol-relative'])(
			'are one thing, an %s address of another host another: it is never called',
			async (kind) => {
				const server = await serve(ok);
				const path = kind === 'absolute' ? `${second.url}/x` : `//127.0.0.1:${second.port}/x`;

				const run = await throughDoor(server.url, call({ ...READ, path }));

				expect(second.requests).toEqual([]);
				if (kind === 'absolute') expect(reasonOf(run.thrown[0])?.code).toBe('redirect');
				else
					expect(server.requests.map((each) => each.path)).toEqual([`/127.0.0.1:${second.port}/x`]);
			},
		);

		it('do not keep an address of the own host from being called', async () => {
			const server = await serve(ok);

			const { outputs } = await throughDoor(
				server.url,
				call({ ...READ, path: `${server.url}/f/1` }),
			);

			expect(outputs[0]?.[0]?.json).toMatchObject({ status: 200 });
			expect(server.requests[0]?.headers['x-api-key']).toContain(SECRET);
		});
	});

	describe('a run that is stopped', () => {
		it('ends within a second though the server asked to wait for minutes', async () => {
			const server = await serve(tooMany('120'));
			const stopped = server.received(1).then(() => Date.now());

			const run = await throughDoor(server.url, call(READ), { stopWhen: stopped });

			expect(Date.now() - (await stopped)).toBeLessThan(1_000);
			expect(run.status).toBe('canceled');
		});

		it('ends within a second while a call is under way, and sends no more', async () => {
			const server = await serve({ hang: true });
			const stopped = server.received(1).then(() => Date.now());

			const run = await throughDoor(server.url, call(READ), { stopWhen: stopped });

			expect(Date.now() - (await stopped)).toBeLessThan(1_000);
			expect(run.thrown.map((error) => reasonOf(error)?.code)).toEqual(['stopped']);
			expect(run.status).toBe('canceled');
			expect(server.requests).toHaveLength(1);
		});
	});

	describe('what it tells', () => {
		it('one line for each call, without a value', async () => {
			const { run } = await send([{ status: 500 }, tooMany('0'), ok], {
				...READ,
				path: `/helpline/api/cases/${encodeURIComponent(MARKER)}`,
				query: { q: MARKER },
				isReadable: isJson,
			});

			const lines = run.log.filter(({ by }) => by === 'node').map(({ message }) => message);
			expect(lines.map((line) => line.replace(/\d+ ms/, '1 ms'))).toEqual([
				'OpenCHS getCase: 500, attempt 1, 1 ms, item 0',
				'OpenCHS getCase: 429, attempt 2, 1 ms, item 0',
				'OpenCHS getCase: 200, attempt 3, 1 ms, item 0',
			]);
			expect(findMarker(run.log)).toEqual([]);
		});

		it.each<[string, Reply, string]>([
			['a redirect', redirect('http://example.org/'), 'redirect'],
			['a cut', { cut: 'now' }, 'cut'],
		])('a line for a call that ends in %s too', async (_name, reply, outcome) => {
			const { run } = await send([reply], WRITE);

			const lines = run.log.map(({ message }) => message).filter((line) => /attempt/.test(line));
			expect(lines).toHaveLength(1);
			expect(lines[0]).toContain(`createCase: ${outcome}, attempt 1,`);
		});

		it.each<[string, Reply]>([
			['a redirect', redirect(`http://example.org/${MARKER}`)],
			['too many requests', { ...tooMany('3600'), body: { message: MARKER } }],
		])('nothing of what was sent or came back in an error: %s', async (_name, reply) => {
			const { run } = await send([reply], { ...WRITE, body: plantCase(), query: { q: MARKER } });

			expect(run.thrown).toHaveLength(1);
			expect(findMarker([run.thrown, run.storedError, run.log])).toEqual([]);
		});

		it('how many calls there were', async () => {
			const server = await serve([{ status: 500 }, ok]);

			const { outputs } = await throughDoor(server.url, async (connection, _context, item) => {
				await request(connection, READ, item);
				return { ...connection.counts };
			});

			expect(outputs[0]?.[0]?.json).toMatchObject({ requests: 2, repeats: 1 });
		});
	});
});

describe('the door, with its clock in hand', () => {
	beforeEach(() => jest.useFakeTimers({ now: Date.parse('2025-03-01T10:00:00Z') }));
	afterEach(() => jest.useRealTimers());

	type Answer = { statusCode: number; headers?: Record<string, string>; body?: string };

	/** The part of an execution that the door needs; answers come at once. */
	async function open(answers: Answer[], retry: RetryPolicy = DEFAULT_RETRY, key = 'k') {
		const sentAt: number[] = [];
		const started = Date.now();
		const context = {
			getCredentials: async () => ({ baseUrl: 'https://helpline.example', apiKey: key }),
			getNode: () => ({ name: 'Door', parameters: {} }),
			logger: { debug: () => undefined },
			helpers: {
				httpRequestWithAuthentication: async () => {
					sentAt.push(Date.now() - started);
					const answer = answers[Math.min(sentAt.length, answers.length) - 1];
					return { headers: {}, body: '{}', ...answer };
				},
			},
		} as unknown as IExecuteFunctions;
		const connection = await connect(context, 'openChsApi', { retry, timeoutMs: 1_000 });
		return { connection, sentAt };
	}

	async function sentAfter(answers: Answer[], one: Call, ms: number, key: string) {
		const { connection, sentAt } = await open(answers, DEFAULT_RETRY, key);
		const ending = request(connection, one, 0).then(plain, (error: unknown) => reasonOf(error));
		await jest.advanceTimersByTimeAsync(ms);
		return { sentAt, end: await ending };
	}

	it('waits 2 s, then 4 s, and up to a quarter more', async () => {
		const { sentAt } = await sentAfter([{ statusCode: 500 }], READ, 10_000, 'a');

		const [first = 0, second = 0, third = 0] = sentAt;
		expect(sentAt).toHaveLength(3);
		expect(first).toBe(0);
		expect(second).toBeGreaterThanOrEqual(2_000);
		expect(second).toBeLessThanOrEqual(2_500);
		expect(third - second).toBeGreaterThanOrEqual(4_000);
		expect(third - second).toBeLessThanOrEqual(5_000);
	});

	it('waits as many seconds as the server says', async () => {
		const limited = { statusCode: 429, headers: { 'retry-after': '7' } };
		const { sentAt } = await sentAfter([limited, { statusCode: 200 }], WRITE, 8_000, 'b');

		expect(sentAt).toEqual([0, 7_000]);
	});

	it('waits until the date that the server says', async () => {
		const limited = {
			statusCode: 429,
			headers: { 'retry-after': 'Sat, 01 Mar 2025 10:01:30 GMT' },
		};
		const { sentAt } = await sentAfter([limited, { statusCode: 200 }], READ, 100_000, 'c');

		expect(sentAt).toEqual([0, 90_000]);
	});

	it('waits a minute when the server does not say', async () => {
		const { sentAt } = await sentAfter(
			[{ statusCode: 429 }, { statusCode: 200 }],
			READ,
			70_000,
			'd',
		);

		expect(sentAt).toEqual([0, 60_000]);
	});

	it('has patience for five minutes and not a second more', async () => {
		const within = { statusCode: 429, headers: { 'retry-after': '300' } };
		const beyond = { statusCode: 429, headers: { 'retry-after': '301' } };

		const waited = await sentAfter([within, { statusCode: 200 }], READ, 301_000, 'e');
		const ended = await sentAfter([beyond, { statusCode: 200 }], READ, 0, 'f');

		expect(waited.sentAt).toEqual([0, 300_000]);
		expect(ended.end).toMatchObject({
			code: 'too_many_requests',
			retryAt: new Date(Date.now() + 301_000).toISOString(),
		});
	});

	it('makes two runs of one key wait for one allowance', async () => {
		const headers = {
			'x-ratelimit-remaining': '1',
			'x-ratelimit-reset': String(Date.parse('2025-03-01T10:01:00Z') / 1_000),
		};
		const first = await open([{ statusCode: 200, headers }], DEFAULT_RETRY, 'g');
		const second = await open([{ statusCode: 200 }], DEFAULT_RETRY, 'g');
		await request(first.connection, READ, 0);
		await request(second.connection, READ, 0);

		const third = request(first.connection, READ, 1);
		await jest.advanceTimersByTimeAsync(59_000);
		const before = first.sentAt.length;
		await jest.advanceTimersByTimeAsync(1_000);
		await third;

		expect(before).toBe(1);
		expect(first.sentAt).toEqual([0, 60_000]);
	});
});
