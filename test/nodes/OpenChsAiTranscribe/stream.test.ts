import fc from 'fast-check';

import type { StreamEvent } from '../../../nodes/OpenChsAiTranscribe/stream';
import { EventReader, MOST_CHARS } from '../../../nodes/OpenChsAiTranscribe/stream';
import { aiRecording, aiRecordingFiles, eventsIn, rawText } from '../../support/aiRecordings.mts';

const STREAMS = aiRecordingFiles
	.map((file) => aiRecording(Number(file.slice(0, 2))))
	.flatMap(({ file, exchanges }) =>
		exchanges
			.filter((exchange) => 'response' in exchange)
			.map(rawText)
			.filter((text) => text !== '')
			.map((text): [string, string] => [file, text]),
	);

function read(pieces: Iterable<Uint8Array | string>): { events: StreamEvent[]; ignored: number } {
	const reader = new EventReader();
	const events: StreamEvent[] = [];
	for (const piece of pieces) {
		events.push(...reader.push(typeof piece === 'string' ? Buffer.from(piece) : piece));
	}
	events.push(...reader.end());
	return { events, ignored: reader.ignored };
}

/** Cuts bytes at the given places, in any order and number. */
function cutAt(bytes: Uint8Array, places: number[]): Uint8Array[] {
	const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort(
		(a, b) => a - b,
	);
	return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
}

describe('a stream of the AI service', () => {
	it('was recorded, in ten forms', () => {
		expect(STREAMS.length).toBeGreaterThanOrEqual(10);
	});

	it.each(STREAMS)('%s is read event by event', (_file, text) => {
		const { events, ignored } = read([text]);

		expect(events.map(({ data }) => data)).toEqual(eventsIn(text));
		expect(events.every(({ name }) => name === null)).toBe(true);
		expect(ignored).toBe(0);
	});

	it.each(STREAMS)('%s gives the same events at any of 1,000 splits', (_file, text) => {
		const bytes = Buffer.from(text);
		const whole = read([bytes]);

		fc.assert(
			fc.property(fc.array(fc.nat(), { maxLength: 40 }), (places) => {
				expect(read(cutAt(bytes, places))).toEqual(whole);
			}),
			{ numRuns: Math.ceil(1000 / STREAMS.length) * 2 },
		);
	});

	it('gives the same events at 1,000 splits of every framing, letters of several bytes included', () => {
		const framings = [
			'\uFEFFdata: {"status":"submitted","text":"Ĺéß — 🙂"}\n\ndata: {"n":2}\n\n',
			'event: a\r\ndata: {"n":1,\r\ndata: "m":"ñ"}\r\n\r\n: comment\r\n\r\nevent: b\r\ndata: {}\r\n\r\n',
			'{"type":"x","data":{"text":"Ĺ🙂"}}\n{"type":"y"}\r\nrubbish\n{"type":"z"}',
		];

		fc.assert(
			fc.property(
				fc.constantFrom(...framings),
				fc.array(fc.nat(), { maxLength: 60 }),
				(text, places) => {
					const bytes = Buffer.from(text);

					expect(read(cutAt(bytes, places))).toEqual(read([bytes]));
				},
			),
			{ numRuns: 1000 },
		);
	});

	it('gives the same events byte by byte', () => {
		const bytes = Buffer.from(STREAMS[0]?.[1] ?? '');

		expect(read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(read([bytes]));
	});
});

describe('the reader of streams', () => {
	const ONE = [{ name: null, data: { n: 1 } }];

	it.each<[string, string, StreamEvent[], number]>([
		['an event', 'data: {"n":1}\n\n', ONE, 0],
		['an event without the space', 'data:{"n":1}\n\n', ONE, 0],
		['one space of several', 'event:  x\ndata:  {"n":1}\n\n', [{ name: ' x', data: { n: 1 } }], 0],
		['lines that end with a return', 'data: {"n":1}\r\n\r\n', ONE, 0],
		['data in several lines', 'data: {"n":\ndata: 1}\n\n', ONE, 0],
		['a name before the data', 'event: x\ndata: {"n":1}\n\n', [{ name: 'x', data: { n: 1 } }], 0],
		['a name after the data', 'data: {"n":1}\nevent: x\n\n', [{ name: 'x', data: { n: 1 } }], 0],
		['a name without data', 'event: x\n\ndata: {"n":1}\n\n', ONE, 0],
		['ids and retries', 'id: 7\nretry: 3\ndata: {"n":1}\n\n', ONE, 0],
		['a comment', ': hello\ndata: {"n":1}\n\n', ONE, 0],
		['a byte-order mark', '\uFEFFdata: {"n":1}\n\n', ONE, 0],
		['bare JSON lines', '{"n":1}\n{"n":2}\n', [...ONE, { name: null, data: { n: 2 } }], 0],
		['a last line without an end', '{"n":1}', ONE, 0],
		['a last event without an end', 'data: {"n":1}', ONE, 0],
		['a last event without its empty line', 'data: {"n":1}\n', ONE, 0],
		['a line that is nothing', 'rubbish\ndata: {"n":1}\n\n', ONE, 1],
		['a field of another kind', 'other: 1\ndata: {"n":1}\n\n', ONE, 1],
		['a broken line between good ones', '{"n":1}\n{"n":\n{"n":1}\n', [...ONE, ...ONE], 1],
		['a broken event between good ones', 'data: {"n"\n\ndata: {"n":1}\n\n', ONE, 1],
		['data that is no object', 'data: [1]\n\ndata: 7\n\ndata: null\n\ndata: {"n":1}\n\n', ONE, 3],
		['empty lines', '\n\n\n', [], 0],
		['nothing at all', '', [], 0],
		['an empty data line', 'data\ndata:\n\n', [], 2],
	])('takes %s', (_what, text, events, ignored) => {
		expect(read([text])).toEqual({ events, ignored });
	});

	it('takes several events in one piece, and hands each on at once', () => {
		const reader = new EventReader();

		expect(reader.push(Buffer.from('data: {"n":1}\n\ndata: {"n":2}\n\ndata: {"n"'))).toHaveLength(
			2,
		);
		expect(reader.push(Buffer.from(':3}\n\n'))).toEqual([{ name: null, data: { n: 3 } }]);
		expect(reader.end()).toEqual([]);
	});

	it('hands a JSON line on before the stream goes on', () => {
		const reader = new EventReader();

		expect(reader.push(Buffer.from('{"n":1}\n'))).toEqual(ONE);
	});

	it('forgets a name that had no data', () => {
		const { events } = read(['event: x\n\n{"n":1}\ndata: {"n":1}\n\n']);

		expect(events).toEqual([...ONE, ...ONE]);
	});

	it('drops a line without end, once, and goes on behind it', () => {
		const piece = 'x'.repeat(MOST_CHARS / 2);

		const { events, ignored } = read([
			piece,
			piece,
			'y',
			piece,
			piece,
			piece,
			'\ndata: {"n":1}\n\n',
		]);

		expect({ events, ignored }).toEqual({ events: ONE, ignored: 1 });
	});

	it('reads a line of exactly the most letters', () => {
		const line = `{"n":1,"m":"${'x'.repeat(MOST_CHARS - 14)}"}`;

		expect(line).toHaveLength(MOST_CHARS);
		expect(read([line, '\n'])).toMatchObject({ events: [{ data: { n: 1 } }], ignored: 0 });
	});

	it('reads one letter more as nothing', () => {
		const line = `{"n":1,"m":"${'x'.repeat(MOST_CHARS - 13)}"}`;

		expect(read([line, '\n'])).toEqual({ events: [], ignored: 1 });
	});
});
