import {
	formatOf,
	FORMATS,
	neutralName,
	refusedRecording,
	typeOf,
	wavSeconds,
} from '../../../nodes/OpenChsAiTranscribe/audioFormat';
import { wav } from '../../../tools/audio/wav.mts';

const MOST = 100 * 1024 * 1024;

describe('the format of a recording', () => {
	it.each<[string, string, string | null]>([
		['call.wav', '', 'wav'],
		['CALL.WAV', 'audio/mpeg', 'wav'],
		['a.b.mp3 ', '', 'mp3'],
		['call.flac', '', 'flac'],
		['call.m4a', '', 'm4a'],
		['call.ogg', '', 'ogg'],
		['call.webm', '', 'webm'],
		['call.gsm', 'audio/wav', null],
		['call.wav16', 'audio/wav', null],
		['call.amr', '', null],
		['call.aac', '', null],
		['call.mp4', '', null],
		['call.opus', 'audio/ogg', null],
		['', 'audio/wav', 'wav'],
		['recording', 'audio/x-wav', 'wav'],
		['1700000000.42', 'audio/mpeg', 'mp3'],
		['', 'audio/ogg; codecs=opus', 'ogg'],
		['', 'AUDIO/MP4', 'm4a'],
		['', 'video/webm', 'webm'],
		['', 'audio/amr', null],
		['', 'text/plain', null],
		['', '', null],
		['', 'toString', null],
	])('of %p with the type %p is %p', (name, type, format) => {
		expect(formatOf(name, type)).toBe(format);
	});

	it.each(FORMATS)('%s has a type and a name that tells nothing', (format) => {
		expect(formatOf('', typeOf(format))).toBe(format);
		expect(neutralName(format)).toBe(`recording.${format}`);
	});
});

describe('what is refused before it is sent', () => {
	it.each<[string, Parameters<typeof refusedRecording>, RegExp]>([
		['another format', [null, 1, null], /kind of file/],
		['an empty file', ['wav', 0, null], /is empty/],
		['one byte too many', ['wav', MOST + 1, null], /100 MB/],
		['more than an hour', ['wav', 1, 3600.1], /60 minutes/],
	])('is %s, with the limit in the sentence', (_what, [format, bytes, seconds], words) => {
		const reason = refusedRecording(format, bytes, seconds);

		expect(reason).toMatchObject({ code: 'binary', field: 'file' });
		expect(reason?.message).toMatch(words);
		expect(reason?.description).toMatch(/run the item again\.$/);
	});

	it('is nothing at the very limits', () => {
		expect(refusedRecording('wav', MOST, 3600)).toBeNull();
		expect(refusedRecording('ogg', 1, null)).toBeNull();
	});
});

describe('the length of a WAV file', () => {
	it.each([0.2, 1, 61])('of %d s is read from its header', (seconds) => {
		const file = wav({ seconds });

		expect(wavSeconds(file.subarray(0, 65_536), file.length)).toBeCloseTo(seconds, 3);
	});

	it('is read past other chunks, also of odd length', () => {
		const file = wav({ seconds: 1 });
		const odd = Buffer.from([...Buffer.from('LIST'), 3, 0, 0, 0, 1, 2, 3, 0]);
		const longer = Buffer.concat([file.subarray(0, 12), odd, file.subarray(12)]);

		expect(wavSeconds(longer, longer.length)).toBeCloseTo(1, 3);
	});

	it.each([0, 0xffffffff])('goes by the size of the file where the writer left %d', (size) => {
		const file = wav({ seconds: 2 });
		file.writeUInt32LE(size, 40);

		expect(wavSeconds(file, file.length)).toBeCloseTo(2, 3);
	});

	it('counts what is there when a part of the file is read', () => {
		const file = wav({ seconds: 100 });

		expect(wavSeconds(file.subarray(0, 100), file.length)).toBeCloseTo(100, 3);
	});

	it.each<[string, Buffer]>([
		['no WAV', Buffer.from('ID3 and something that is long enough for a header')],
		['too short', Buffer.from('RIFF')],
		['nothing', Buffer.alloc(0)],
		['without samples', wav({ seconds: 1 }).subarray(0, 36)],
		['another RIFF', Buffer.from('RIFF\0\0\0\0AVI LIST')],
	])('is not known of a file that is %s', (_what, head) => {
		expect(wavSeconds(head, head.length)).toBeNull();
	});

	it('is not known without a rate', () => {
		const file = wav({ seconds: 1 });
		file.writeUInt32LE(0, 28);

		expect(wavSeconds(file, file.length)).toBeNull();
	});
});
