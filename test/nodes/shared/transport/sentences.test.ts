import * as fc from 'fast-check';

import type { Reason } from '../../../../nodes/shared/transport/errors';
import type { LostHow } from '../../../../nodes/shared/transport/sentences';
import {
	BLOCKED_BY_N8N,
	comeBackReason,
	lostReason,
	NOT_DATA,
	notOfferedReason,
	redirectReason,
	statusReason,
	STOPPED,
	unclearReason,
} from '../../../../nodes/shared/transport/sentences';

fc.configureGlobal({ seed: 1116 });

const HOW: LostHow[] = ['no_connection', 'timeout', 'cut', 'certificate', 'not_https'];

const ALL: Array<[string, Reason]> = [
	['stopped', STOPPED],
	['blocked', BLOCKED_BY_N8N],
	['not data', NOT_DATA],
	['come back', comeBackReason('2025-03-01T10:00:00.000Z')],
	['redirect', redirectReason(302)],
	['redirected address', redirectReason()],
	['unclear', unclearReason('case')],
	['not offered', notOfferedReason('Search')],
	...HOW.map((how): [string, Reason] => [how, lostReason(how)]),
	...[400, 401, 403, 404, 405, 408, 409, 413, 422, 429, 500, 502, 503].map(
		(status): [string, Reason] => [String(status), statusReason(status)],
	),
];

describe('sentences', () => {
	it.each(ALL)('say what happened and what to do next: %s', (_name, reason) => {
		expect(reason.message).not.toBe('');
		expect(reason.description).toMatch(/\.$/);
		expect(reason.message).not.toMatch(/\.$/);
	});

	it.each(ALL)('blame nobody: %s', (_name, { message, description }) => {
		expect(`${message} ${description}`).not.toMatch(/\b(fail|failed|error|invalid|illegal)\b/i);
	});

	it.each([
		[401, 'login'],
		[403, 'forbidden'],
		[404, 'not_found'],
		[408, 'timeout'],
		[413, 'refused_by_server'],
		[418, 'refused_by_server'],
		[422, 'refused_by_server'],
		[429, 'too_many_requests'],
		[500, 'server_error'],
		[503, 'server_error'],
	])('of the status %i have the code %s', (status, code) => {
		expect(statusReason(status)).toMatchObject({ code, status });
	});

	it('exist for every status', () => {
		fc.assert(
			fc.property(fc.integer({ min: 100, max: 599 }), (status) => {
				expect(statusReason(status)).toMatchObject({ status, message: expect.any(String) });
			}),
		);
	});

	it('tell when to come back, for people and for workflows', () => {
		const until = '2025-03-01T10:00:00.000Z';

		expect(comeBackReason(until)).toMatchObject({ retryAt: until, code: 'too_many_requests' });
		expect(comeBackReason(until).description).toContain(until);
	});

	it('of an unclear outcome say what it was about', () => {
		expect(unclearReason('note').message).toBe('OpenCHS may or may not have saved this note');
	});
});
