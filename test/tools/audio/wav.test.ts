import { secondsOf, wav, wavHeader } from '../../../tools/audio/wav.mts';

const text = (file: Buffer, from: number, to: number) => file.toString('latin1', from, to);

describe('a made-up recording', () => {
	it('is as long as was asked, in the form that telephones record', () => {
		const file = wav({ seconds: 1.5 });

		expect([text(file, 0, 4), text(file, 8, 16), text(file, 36, 40)]).toEqual([
			'RIFF',
			'WAVEfmt ',
			'data',
		]);
		expect(file.readUInt32LE(24)).toBe(8000);
		expect(file.readUInt32LE(40)).toBe(24_000);
		expect(secondsOf(file.length)).toBe(1.5);
	});

	it('says its own size', () => {
		const file = wav({ seconds: 0.25, title: 'odd' });

		expect(file.readUInt32LE(4)).toBe(file.length - 8);
		expect(file.length % 2).toBe(0);
	});

	it('sounds, or is silent to the last sample', () => {
		expect(
			wav({ seconds: 0.1, sound: 'silence' })
				.subarray(44)
				.every((byte) => byte === 0),
		).toBe(true);
		const samples = wav({ seconds: 0.1 }).subarray(44);
		const loudest = Math.max(
			...Array.from({ length: samples.length / 2 }, (_, at) => samples.readInt16LE(at * 2)),
		);
		expect(loudest).toBeGreaterThan(6000);
	});

	it('has the pitch that was asked', () => {
		const samples = wav({ seconds: 1, hertz: 100 }).subarray(44);
		let crossings = 0;
		for (let at = 2; at < samples.length; at += 2) {
			if (samples.readInt16LE(at - 2) < 0 && samples.readInt16LE(at) >= 0) crossings += 1;
		}

		expect(crossings).toBeGreaterThanOrEqual(99);
		expect(crossings).toBeLessThanOrEqual(100);
	});

	it('carries a title behind its samples, so that two files of one sound differ', () => {
		const file = wav({ seconds: 0.1, title: 'call two' });

		expect(text(file, 44 + 1600, 44 + 1600 + 4)).toBe('LIST');
		expect(file.toString('utf8').endsWith('call two')).toBe(true);
		expect(file.equals(wav({ seconds: 0.1, title: 'call one' }))).toBe(false);
	});

	it('can be written piece by piece: the header says how much comes', () => {
		const whole = wav({ seconds: 2, sound: 'silence', rate: 16_000 });

		expect(wavHeader(64_000, 16_000).equals(whole.subarray(0, 44))).toBe(true);
		expect(secondsOf(whole.length, 16_000)).toBe(2);
	});
});
