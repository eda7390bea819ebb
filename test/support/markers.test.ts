import axios from 'axios';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { startStub } from './httpStub.mts';
import { findMarker, MARKER, MARKER_DIGITS, plantCase, plantExtras, planted } from './markers';

const NODE = {
	id: '1',
	name: 'Node',
	type: 'made-up',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};

class Hiding extends Error {
	readonly #secret = planted('getter');

	get details() {
		return this.#secret;
	}
}

const hidden = new Error('clean');
Object.defineProperty(hidden, 'body', { value: planted('body'), enumerable: false });
const throwing = Object.defineProperty({}, 'body', {
	enumerable: true,
	get() {
		throw new Error('no');
	},
});
const circle: { self?: unknown; list: unknown[] } = { list: [] };
circle.self = circle;
circle.list.push(circle, { deep: planted('deep') });

describe('the search for the marker', () => {
	it.each([
		['a text', `a ${MARKER} b`, ['value']],
		['letters of another case', 'x@canary-7f3a.example', ['value']],
		['the digits of a phone number', { to: Number(MARKER_DIGITS) }, ['value.to']],
		['a message', new Error(planted('title')), ['value.message', 'value.stack']],
		[
			'the cause of a cause',
			new Error('a', { cause: new Error('b', { cause: MARKER }) }),
			['value.cause.cause'],
		],
		['a hidden property', hidden, ['value.body']],
		['a getter of an error class', new Hiding('clean'), ['value.details']],
		['bytes', { body: Buffer.from(planted('title')) }, ['value.body']],
		['text of two bytes a letter', Buffer.from(MARKER, 'utf16le'), ['value']],
		['a plain array buffer', new TextEncoder().encode(MARKER).buffer, ['value']],
		['a map', new Map([['title', MARKER]]), ['value.get(title)']],
		['the key of a map', new Map([[MARKER, 1]]), [`value.key(0)`]],
		['a set', new Set([1, [MARKER]]), ['value.item(1)[0]']],
		['headers', new Headers({ 'x-title': MARKER }), ['value.get(x-title)']],
		['an address', new URL(`http://helpline.example/?q=${MARKER}`), ['value', 'value.toJSON()']],
		['the name of a property', { [MARKER]: 1 }, [`value.${MARKER} (key)`]],
		['a symbol', { [Symbol('s')]: MARKER }, ['value.s']],
		['Base64 after a user name', `Basic ${btoa(`me:${MARKER}`)}`, ['value']],
		['a circle', circle, ['value.list[1].deep']],
		['an array in a list', [[[MARKER]]], ['value[0][0][0]']],
	])('finds it in %s', (_where, value, paths) => {
		expect(findMarker(value)).toEqual(paths);
	});

	it.each([
		['nothing', undefined],
		['a clean error', new NodeOperationError(NODE, "'Title' is missing [item 0]")],
		['a getter that throws', throwing],
		['a class', Hiding],
		['plain values', { a: 1, b: null, c: true, d: 10n, e: new Date(0), f: /x/ }],
	])('finds nothing in %s', (_where, value) => {
		expect(findMarker(value)).toEqual([]);
	});

	it('finds it in a form', () => {
		const form = new FormData();
		form.set('title', MARKER);

		expect(findMarker(form)).toContain('value.get(title)');
	});

	it('finds it in the request that an HTTP error carries', async () => {
		const server = await startStub({ status: 422, body: { errors: { title: planted('echo') } } });

		const error: unknown = await axios
			.post(`${server.url}/cases`, { title: planted('title') })
			.catch((reason: unknown) => reason);

		const paths = findMarker(error, 'error');
		expect(paths).toEqual(expect.arrayContaining(['error.config.data']));
		expect(paths).toEqual(expect.arrayContaining(['error.response.data.errors.title']));
		await server.stop();
	});

	it('finds it in an error of n8n that wraps another one', () => {
		const cause = Object.assign(new Error('Request failed'), {
			response: { status: 422, data: { message: planted('echo') } },
		});

		const paths = findMarker(new NodeApiError(NODE, cause as never));

		expect(paths.length).toBeGreaterThan(0);
	});

	it('is planted in every personal field of a case', () => {
		const clean = new Set(['category', 'subcategory', 'priority', 'reporter_relationship']);
		const personal = Object.entries(plantCase()).filter(
			([field]) => !clean.has(field) && !/age|gender/.test(field),
		);

		expect(personal.filter(([, value]) => findMarker(value).length === 0)).toEqual([]);
		expect(findMarker(plantExtras())).toHaveLength(9);
	});
});
