/** A made-up recording: nobody ever spoke in it. */
export interface Sound {
	seconds: number;
	/** A steady tone, which a stand-in takes for speech, or nothing at all. */
	sound?: 'tone' | 'silence';
	/** Samples in a second. */
	rate?: number;
	hertz?: number;
	/** A title in the file, so that files of one sound differ. */
	title?: string;
}

/** What telephones carry. */
const TELEPHONE_RATE = 8000;
const HERTZ = 440;
/** A fifth of full scale: to be heard, not to be startled by. */
const LOUDNESS = 6500;
const BYTES_PER_SAMPLE = 2;
const HEADER_BYTES = 44;

/** WAV (PCM, one channel, 16 bits): 44 bytes of header, the samples, then the title if there is one. */
export function wav({
	seconds,
	sound = 'tone',
	rate = TELEPHONE_RATE,
	hertz = HERTZ,
	title,
}: Sound): Buffer {
	const samples = Buffer.alloc(Math.round(seconds * rate) * BYTES_PER_SAMPLE);
	if (sound === 'tone') {
		for (let at = 0; at < samples.length; at += BYTES_PER_SAMPLE) {
			const turns = (hertz * at) / BYTES_PER_SAMPLE / rate;
			samples.writeInt16LE(Math.round(LOUDNESS * Math.sin(2 * Math.PI * turns)), at);
		}
	}
	const after = title === undefined ? Buffer.alloc(0) : titleChunk(title);
	return Buffer.concat([wavHeader(samples.length, rate, after.length), samples, after]);
}

/** The first 44 bytes of a file whose samples take so many bytes; a writer of big files streams the rest. */
export function wavHeader(sampleBytes: number, rate = TELEPHONE_RATE, bytesAfter = 0): Buffer {
	const header = Buffer.alloc(HEADER_BYTES);
	header.write('RIFF', 0, 'latin1');
	header.writeUInt32LE(HEADER_BYTES - 8 + sampleBytes + bytesAfter, 4);
	header.write('WAVEfmt ', 8, 'latin1');
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(1, 22);
	header.writeUInt32LE(rate, 24);
	header.writeUInt32LE(rate * BYTES_PER_SAMPLE, 28);
	header.writeUInt16LE(BYTES_PER_SAMPLE, 32);
	header.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
	header.write('data', 36, 'latin1');
	header.writeUInt32LE(sampleBytes, 40);
	return header;
}

/** Seconds that a file of this size lasts. */
export function secondsOf(fileBytes: number, rate = TELEPHONE_RATE): number {
	return (fileBytes - HEADER_BYTES) / (rate * BYTES_PER_SAMPLE);
}

/** Chunks begin at even places, so an odd title gets a zero behind it. */
function titleChunk(title: string): Buffer {
	const text = Buffer.from(title);
	const even = text.length + (text.length % 2);
	const chunk = Buffer.alloc(20 + even);
	chunk.write('LIST', 0, 'latin1');
	chunk.writeUInt32LE(12 + even, 4);
	chunk.write('INFOINAM', 8, 'latin1');
	chunk.writeUInt32LE(text.length, 16);
	text.copy(chunk, 20);
	return chunk;
}
