import type { DeliveryRequest } from '../../support/webhook';
import { body, byHand, secretCredential, SECRET, signature } from './madeUpDelivery';

export const MINUTE = 60_000;
export const agoBy = (ms: number) => new Date(Date.now() - ms).toISOString();

export const json = (changes: Parameters<typeof body>[0] = {}) => JSON.stringify(body(changes));
export const signed = (text: string, headers: Record<string, string> = {}) =>
	byHand(text, { 'X-OpenCHS-Signature': signature(text), ...headers });
const withSignature = (make: (right: string, text: string) => string) => {
	const text = json();
	return byHand(text, { 'X-OpenCHS-Signature': make(signature(text), text) });
};

/** What comes in, how it is answered, and whether the workflow starts. */
export const TABLE: Array<[string, () => DeliveryRequest, number, 'yes' | 'no']> = [
	['the right signature', () => signed(json()), 200, 'yes'],
	[
		'a signature with another secret',
		() => withSignature((_, text) => signature(text, 'other')),
		401,
		'no',
	],
	['no signature', () => byHand(json(), {}), 401, 'no'],
	['an empty signature', () => withSignature(() => ''), 401, 'no'],
	['a signature that is cut off', () => withSignature((right) => right.slice(0, -1)), 401, 'no'],
	['a signature with something behind it', () => withSignature((right) => `${right}0`), 401, 'no'],
	['a signature without its algorithm', () => withSignature((right) => right.slice(7)), 401, 'no'],
	[
		'a signature named as of sha1',
		() => withSignature((right) => right.replace('256', '1')),
		401,
		'no',
	],
	[
		'a signature made with sha1',
		() => withSignature((_, text) => signature(text, SECRET, 'sha1')),
		401,
		'no',
	],
	[
		'a signature made with sha512',
		() => withSignature((_, text) => signature(text, SECRET, 'sha512')),
		401,
		'no',
	],
	['two signatures in one header', () => withSignature((right) => `${right}, ${right}`), 401, 'no'],
	['a signature that is no hex', () => withSignature(() => `sha256=${'g'.repeat(64)}`), 401, 'no'],
	[
		'a signature in capitals',
		() => withSignature((right) => `sha256=${right.slice(7).toUpperCase()}`),
		200,
		'yes',
	],
	[
		'a header name in another letter case',
		() => {
			const text = json();
			return byHand(text, { 'x-OPENCHS-sIGNATURE': signature(text) });
		},
		200,
		'yes',
	],
	[
		'the same content with its members in another order',
		() => {
			const { data, ...rest } = body();
			const text = JSON.stringify({ data, ...rest });
			return byHand(text, { 'X-OpenCHS-Signature': signature(JSON.stringify({ ...rest, data })) });
		},
		401,
		'no',
	],
	[
		'the same content written again with blanks',
		() => {
			const given = body();
			const again = JSON.stringify(given, null, 2);
			return byHand(again, { 'X-OpenCHS-Signature': signature(JSON.stringify(given)) });
		},
		401,
		'no',
	],
	[
		'a body with one byte changed',
		() => {
			const text = json();
			return byHand(text.replace('"open"', '"opem"'), { 'X-OpenCHS-Signature': signature(text) });
		},
		401,
		'no',
	],
	['an empty body, signed', () => signed(''), 400, 'no'],
	['an empty body, not signed', () => byHand('', {}), 401, 'no'],
	['a host that kept no bytes', () => ({ ...signed(json()), hasNoRawBody: true }), 401, 'no'],
	['half a body, signed', () => signed(json().slice(0, -20)), 400, 'no'],
	['a list in place of a delivery', () => signed('[]'), 400, 'no'],
	['bytes that are no text', () => byHand(Uint8Array.of(0x7b, 0xff, 0x7d)), 400, 'no'],
	['no event', () => signed(json({ event: '' })), 400, 'no'],
	['no data', () => signed(JSON.stringify({ ...body(), data: undefined })), 400, 'no'],
	['no timestamp', () => signed(json({ timestamp: undefined })), 400, 'no'],
	['a timestamp that is none', () => signed(json({ timestamp: 'yesterday' })), 400, 'no'],
	[
		'a delivery of seven minutes ago',
		() => signed(json({ timestamp: agoBy(7 * MINUTE) })),
		200,
		'yes',
	],
	[
		'a delivery of eleven minutes ago',
		() => signed(json({ timestamp: agoBy(11 * MINUTE) })),
		400,
		'no',
	],
	[
		'a clock that is two minutes ahead',
		() => signed(json({ timestamp: agoBy(-2 * MINUTE) })),
		200,
		'yes',
	],
	[
		'a clock that is four minutes ahead',
		() => signed(json({ timestamp: agoBy(-4 * MINUTE) })),
		400,
		'no',
	],
	[
		'a young header beside an old body',
		() => signed(json({ timestamp: agoBy(11 * MINUTE) }), { 'X-OpenCHS-Timestamp': agoBy(0) }),
		400,
		'no',
	],
	['no credential', () => ({ ...signed(json()), credentials: [] }), 401, 'no'],
	[
		'an empty secret',
		() => ({ ...signed(json()), credentials: [secretCredential('')] }),
		401,
		'no',
	],
	[
		'a secret of blanks, signed with it',
		() => {
			const text = json();
			const headers = { 'X-OpenCHS-Signature': signature(text, '  ') };
			return { ...byHand(text, headers), credentials: [secretCredential('  ')] };
		},
		401,
		'no',
	],
	[
		'an empty secret, signed with it',
		() => {
			const text = json();
			const headers = { 'X-OpenCHS-Signature': signature(text, '') };
			return { ...byHand(text, headers), credentials: [secretCredential('')] };
		},
		401,
		'no',
	],
	['an event that nobody waits for', () => signed(json({ event: 'user.login' })), 200, 'no'],
	['an event that nobody knows', () => signed(json({ event: 'case.lost' })), 200, 'no'],
	['a case without an ID', () => signed(json({ data: { case: { title: 'x' } } })), 200, 'no'],
];
