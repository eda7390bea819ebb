import * as fc from 'fast-check';

import {
	isReadable,
	namesInDetails,
	parseAnswer,
} from '../../../../../nodes/shared/helpline/published/envelope';

fc.configureGlobal({ seed: 1116 });

const nothingSaid = { total: null, hasMore: null };

describe('an answer', () => {
	it.each([
		['a bare object', { id: 1 }, { id: 1 }],
		['a bare list', [{ id: 1 }], [{ id: 1 }]],
		['an empty list', [], []],
		['an envelope', { success: true, data: { id: 1 } }, { id: 1 }],
		['an envelope around a list', { success: true, data: [{ id: 1 }] }, [{ id: 1 }]],
		['an envelope with a message', { success: true, data: { id: 1 }, message: 'ok' }, { id: 1 }],
		[
			'an envelope whose member has another name',
			{ success: true, user: { id: 1 } },
			{ user: { id: 1 } },
		],
		['an envelope with nothing in it', { success: true, message: 'done' }, {}],
		['an envelope around null', { success: true, data: null }, null],
		['an object that has a member called data', { id: 1, data: 2 }, { id: 1, data: 2 }],
	])('is data: %s', (_name, value, data) => {
		expect(parseAnswer(JSON.stringify(value))).toEqual({
			ok: true,
			data,
			pagination: nothingSaid,
		});
	});

	it.each([
		['', 'empty'],
		['  \n ', 'empty'],
		['<!DOCTYPE html><html></html>', 'not_json'],
		['{"id":1', 'not_json'],
		['[{"id":1},', 'not_json'],
		['OK', 'not_json'],
		['"text"', 'not_json'],
		['42', 'not_json'],
		['null', 'not_json'],
		['true', 'not_json'],
		['{"success":false}', 'failure'],
		['{"success":false,"data":{"id":1}}', 'failure'],
		['{"error":{"code":"X"}}', 'failure'],
		['{"error":"not allowed"}', 'failure'],
	])('is never data: %j', (text, why) => {
		expect(parseAnswer(text)).toEqual({ ok: false, why });
		expect(isReadable(parseAnswer(text))).toBe(false);
	});

	it.each(['{"status":"ok","error":null}', '{"id":1,"error":"kept"}', '{"error":""}'])(
		'is data though it has an empty or a harmless error: %s',
		(text) => {
			expect(isReadable(parseAnswer(text))).toBe(true);
		},
	);

	it('may begin with a byte order mark', () => {
		expect(parseAnswer('\uFEFF{"id":1}')).toMatchObject({ ok: true, data: { id: 1 } });
	});

	it.each([
		[
			{ total: 7, limit: 5, offset: 0, has_more: true },
			{ total: 7, hasMore: true },
		],
		[{ total: '7' }, { total: 7, hasMore: null }],
		[{ has_more: false }, { total: null, hasMore: false }],
		[{ total: -1 }, nothingSaid],
		[{ total: 'many', has_more: 'yes' }, nothingSaid],
		[null, nothingSaid],
		['x', nothingSaid],
	])('says what there is on further pages: %j', (pagination, read) => {
		const enveloped = parseAnswer(JSON.stringify({ success: true, data: [], pagination }));
		const bare = parseAnswer(JSON.stringify({ cases: [], pagination }));

		expect(enveloped).toMatchObject({ pagination: read });
		expect(bare).toMatchObject({ pagination: read });
	});

	it('that is cut anywhere is never data', () => {
		fc.assert(
			fc.property(
				fc.array(fc.record({ id: fc.integer(), title: fc.string() }), { minLength: 1 }),
				fc.double({ min: 0, max: 0.999, noNaN: true }),
				(rows, at) => {
					const text = JSON.stringify({ success: true, data: rows });

					expect(isReadable(parseAnswer(text.slice(0, Math.floor(at * text.length))))).toBe(false);
				},
			),
		);
	});

	it('is never a reason to throw', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				expect(typeof isReadable(parseAnswer(text))).toBe('boolean');
				expect(Array.isArray(namesInDetails(text))).toBe(true);
			}),
		);
	});
});

describe('the names in the details of a refusal', () => {
	it.each([
		[{ field: 'priority', message: 'x' }, ['priority', 'field', 'message']],
		[
			[{ field: 'a' }, { name: 'b' }, { path: 'c' }],
			['a', 'field', 'b', 'name', 'c', 'path'],
		],
		[{ priority: ['must be one of'] }, ['priority']],
		['text', []],
		[['text'], []],
		[null, []],
	])('of %j are %j', (details, names) => {
		expect(namesInDetails(JSON.stringify({ success: false, error: { details } }))).toEqual(names);
	});

	it.each(['', '<html>', '[]', '{}', '{"error":null}'])('of %j are none', (text) => {
		expect(namesInDetails(text)).toEqual([]);
	});
});
