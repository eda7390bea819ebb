import fc from 'fast-check';

import {
	faultOf,
	REFUSAL_CODES,
} from '../../../../../../nodes/shared/helpline/deployed/wire/faults';

const RUNS = { numRuns: 1_000 };
const CANARY = 'Amina Njeri 0700111222';

const errorsOf = (...rows: unknown[][]) => ({ errors: rows as never });

describe('faultOf', () => {
	it.each([
		[412, ['error', 'Wrong', 'REQUIRED', 'auth', 0, 'login', CANARY], { kind: 'login' }],
		[412, ['error', 'No rights', 'Access Denied', '', '', ''], { kind: 'forbidden' }],
		[401, ['error', 'Authentication Required'], { kind: 'session' }],
		[404, ['error', 'Not found'], { kind: 'not_found' }],
		[400, ['error', 'Invalid Request'], { kind: 'refused', code: 'ERROR', fields: [] }],
		[500, ['error', 'Broken'], { kind: 'server' }],
		[429, ['error', 'Slow down'], { kind: 'passing' }],
		[408, ['error', 'Too slow'], { kind: 'passing' }],
	])('tells the meanings of %s apart by its cells', (status, row, fault) => {
		expect(faultOf(status, errorsOf(row))).toEqual(fault);
	});

	it('names the fields of a refusal once each, in the order of the server', () => {
		const answer = errorsOf(
			['error', 'a', 'REQUIRED', 'cases', 0, 'plan', null],
			['error', 'b', 'REQUIRED', 'cases', 0, 'narrative', null],
			['error', 'c', 'INVALID', 'cases', 0, 'plan', null],
		);

		expect(faultOf(412, answer)).toEqual({
			kind: 'refused',
			code: 'REQUIRED',
			fields: ['plan', 'narrative'],
		});
	});

	it('keeps no value, wherever the server repeats one', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 400, max: 599 }),
				fc.constantFrom(...REFUSAL_CODES, 'Access Denied', CANARY),
				fc.constantFrom('cases', 'auth', CANARY),
				fc.constantFrom('phone', CANARY, null, 7),
				fc.array(fc.constantFrom(CANARY, null, [CANARY]), { maxLength: 3 }),
				(status, code, resource, field, rest) => {
					const row = ['error', `Invalid '${CANARY}'`, code, resource, 0, field, ...rest];

					expect(JSON.stringify(faultOf(status, errorsOf(row)))).not.toContain('Amina');
				},
			),
			RUNS,
		);
	});

	it('reads a refusal without any rows', () => {
		expect(faultOf(412, null)).toEqual({ kind: 'refused', code: 'ERROR', fields: [] });
		expect(faultOf(500, null)).toEqual({ kind: 'server' });
	});
});
