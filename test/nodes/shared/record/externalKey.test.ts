import * as fc from 'fast-check';

import type { CaseKey } from '../../../../nodes/shared/record/externalKey';
import {
	contentPart,
	defaultKey,
	derivedKey,
	escapedBytes,
	isOfContent,
	refusedKey,
	splitReference,
	stable,
	withReference,
} from '../../../../nodes/shared/record/externalKey';
import { findMarker, MARKER, MARKER_DIGITS, MARKER_PHONE } from '../../../support/markers';

fc.configureGlobal({ seed: 1116 });

/** A key as it is after a person's text was trimmed. */
const keys = fc
	.string({ unit: 'binary', minLength: 1, maxLength: 60 })
	.map((text) => text.replace(/\p{Cc}/gu, '').trim())
	.filter((text) => text !== '');

const texts = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 200 }),
	fc
		.array(fc.constantFrom('a', ' ', '\n', '\r\n', 'External-Ref: x', '\t', 'Ω'), { maxLength: 12 })
		.map((parts) => parts.join('')),
);

describe('the reference line of a description', () => {
	it('is found again with the very key, whatever the text before it', () => {
		fc.assert(
			fc.property(texts, keys, (text, key) => {
				expect(splitReference(withReference(text, key)).key).toBe(key);
			}),
			{ numRuns: 500 },
		);
	});

	it('leaves the text as it was written, line breaks included', () => {
		fc.assert(
			fc.property(texts, keys, (text, key) => {
				const own = splitReference(text).text?.trimEnd() ?? '';

				expect(splitReference(withReference(text, key)).text ?? '').toBe(own);
			}),
			{ numRuns: 500 },
		);
	});

	it('is written once, also onto a description that has one', () => {
		fc.assert(
			fc.property(texts, keys, (text, key) => {
				const once = withReference(text, key);

				expect(withReference(once, key)).toBe(once);
			}),
			{ numRuns: 300 },
		);
	});

	it('stands alone where there is no text', () => {
		expect(withReference(null, 'form-1')).toBe('External-Ref: form-1');
		expect(withReference('', 'form-1')).toBe('External-Ref: form-1');
		expect(splitReference('External-Ref: form-1')).toEqual({ text: null, key: 'form-1' });
	});

	it.each([
		['no description', null, null, null],
		['no member at all', undefined, null, null],
		['an empty text', '', '', null],
		['a text without it', 'Two lines\nof text', 'Two lines\nof text', null],
		['blank lines after it', 'Text\n\nExternal-Ref: a\n \n', 'Text', 'a'],
		['Windows line ends', 'One\r\nTwo\r\n\r\nExternal-Ref: a\r\n', 'One\r\nTwo', 'a'],
		['the words within a line', 'see External-Ref: a', 'see External-Ref: a', null],
		['a line that is not the last', 'External-Ref: a\nText', 'External-Ref: a\nText', null],
		['another letter case', 'Text\nexternal-ref: a', 'Text\nexternal-ref: a', null],
		['a key with blanks inside', 'External-Ref: form 12', null, 'form 12'],
		['a line without a key', 'Text\nExternal-Ref: ', 'Text\nExternal-Ref: ', null],
	])('is read from %s', (_name, description, text, key) => {
		expect(splitReference(description)).toEqual({ text, key });
	});
});

describe("a person's own key", () => {
	it.each([
		'1',
		'form-2025/0042',
		'KOBO:abc',
		'Jina la fomu 7',
		'a+b',
		'116',
		'x'.repeat(255),
		'ü'.repeat(42),
	])('may be %s', (key) => {
		expect(refusedKey(key, { reporter_phone: '+254 700 000 001' })).toBeNull();
	});

	it.each([
		['an e-mail address', 'anna@example.org'],
		['a comma', 'a,b'],
		['a plus in front', '+254700000001'],
		["the item's phone, written in another way", '254-700-000-001'],
		['a line break', 'a\nb'],
		['256 bytes', 'x'.repeat(256)],
		['258 escaped bytes', 'ü'.repeat(43)],
	])('is refused with %s', (_name, key) => {
		const reason = refusedKey(key, { reporter_phone: '+254 700 000 001' });

		expect(reason).toMatchObject({ code: 'key_refused', field: 'external_key' });
		expect(reason?.message).toContain("'External Key'");
	});

	it.each([`${MARKER}@example.org`, MARKER_PHONE, MARKER_DIGITS, `${MARKER},1`])(
		'is never repeated in the refusal (%#)',
		(key) => {
			const reason = refusedKey(key, { reporter_phone: MARKER_DIGITS });

			expect(reason).not.toBeNull();
			expect(findMarker(reason)).toEqual([]);
		},
	);
});

describe('escaped bytes', () => {
	it.each([
		['', 0],
		['abc', 3],
		['ü', 6],
		['"', 2],
		['\\', 2],
		['\n', 2],
		['😀', 12],
		['\u007f', 6],
	])('of %j are %i', (text, bytes) => {
		expect(escapedBytes(text)).toBe(bytes);
	});

	it('are never fewer than the characters', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				expect(escapedBytes(text)).toBeGreaterThanOrEqual(text.length);
			}),
		);
	});
});

describe('a default key', () => {
	const parts = {
		workflowId: 'w1',
		nodeId: 'n1',
		runIndex: 0,
		item: { name: 'A', age: 9 },
		files: {},
		occurrence: 0,
	};

	it('is the same for the same item in the same execution', () => {
		const first = defaultKey(contentPart(parts), '17', false);
		const again = defaultKey(contentPart({ ...parts, item: { age: 9, name: 'A' } }), '17', false);

		expect(again).toEqual(first);
	});

	it.each([
		['another workflow', { workflowId: 'w2' }],
		['another node', { nodeId: 'n2' }],
		['another pass of a loop', { runIndex: 1 }],
		['another item', { item: { name: 'B', age: 9 } }],
		['an item that says a number as text', { item: { name: 'A', age: '9' } }],
		['another file', { files: { data: ['b.pdf', 'application/pdf', '1 kB'] } }],
		['the second of two equal items', { occurrence: 1 }],
	])('differs for %s', (_name, other) => {
		expect(contentPart({ ...parts, ...other })).not.toBe(contentPart(parts));
	});

	it('differs in its second part alone in another execution', () => {
		const content = contentPart(parts);
		const one = defaultKey(content, '17', false);
		const other = defaultKey(content, '18', true);

		expect(one.key).not.toBe(other.key);
		expect(isOfContent(one.key, other)).toBe(true);
	});

	it('holds nothing of the item', () => {
		const content = contentPart({ ...parts, item: { child_name: MARKER, phone: MARKER_PHONE } });

		expect(findMarker(defaultKey(content, '17', false))).toEqual([]);
		expect(content).toMatch(/^[0-9a-f]{24}$/);
	});

	it('of another run is told by its content, and only by that', () => {
		const key = defaultKey(contentPart(parts), '17', true);
		const foreign = defaultKey(contentPart({ ...parts, occurrence: 1 }), '17', true);

		expect(isOfContent(foreign.key, key)).toBe(false);
		expect(isOfContent(`${key.key}-note`, key)).toBe(false);
		expect(isOfContent(key.content, key)).toBe(false);
		expect(isOfContent(null, key)).toBe(false);
		expect(isOfContent('form-1', { ...key, content: null, key: 'form-1' })).toBe(false);
	});

	it('of something that hangs on a case is told by its content too', () => {
		const of = (execution: string): CaseKey =>
			derivedKey(defaultKey(contentPart(parts), execution, true), 'note');

		expect(isOfContent(of('17').key, of('18'))).toBe(true);
		expect(isOfContent(defaultKey(contentPart(parts), '17', true).key, of('18'))).toBe(false);
	});

	it('of a file is told by its content behind the mark of the file', () => {
		const of = (file: string, execution: string): CaseKey => {
			const { key, ...rest } = defaultKey(contentPart(parts), execution, true);
			return { ...rest, key: `${file}-${key}` };
		};

		expect(isOfContent(of('sha256-aa-1', '17').key, of('sha256-aa-1', '18'))).toBe(true);
		expect(isOfContent(of('sha256-bb-1', '17').key, of('sha256-aa-1', '18'))).toBe(false);
	});
});

describe('the stable text of a value', () => {
	it('does not depend on the order of members', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
				const turned = Object.fromEntries(Object.entries(value).reverse());

				expect(stable(turned)).toBe(stable(value));
			}),
		);
	});

	it('differs wherever the JSON differs', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
				const same = stable(a) === stable(b);

				expect(same).toBe(stable(JSON.parse(JSON.stringify(a))) === stable(b));
				if (!same) expect(JSON.stringify(a)).not.toBe(JSON.stringify(b));
			}),
		);
	});

	it.each([
		[undefined, 'null'],
		[new Date(0), '"1970-01-01T00:00:00.000Z"'],
		[{ a: undefined, b: 1 }, '{"b":1}'],
		[[undefined, 1], '[null,1]'],
	])('of %j is %s', (value, text) => {
		expect(stable(value)).toBe(text);
	});
});
