/** What the made-up recogniser hears in a file. */
export type Heard =
	| { what: 'speech' | 'silence'; seconds: number }
	/** A finished transcript under the name of a recording, which the service takes as it is (34). */
	| { what: 'text'; seconds: 0; transcript: string }
	| { what: 'nothing readable'; seconds: 0 };

/** Louder than this is speech: stillness on a line is never quite zero. */
const THRESHOLD = 300;
/** Of packed formats nothing is unpacked; they are taken to be this long. */
const PACKED_SECONDS = 10;

const PACKED: ReadonlyArray<{ at: number; mark: string }> = [
	{ at: 0, mark: 'OggS' },
	{ at: 0, mark: 'fLaC' },
	{ at: 0, mark: 'ID3' },
	{ at: 0, mark: '\xff\xfb' },
	{ at: 4, mark: 'ftyp' },
	{ at: 0, mark: '\x1a\x45\xdf\xa3' },
];

export function listen(file: Buffer): Heard {
	const transcript = readyTranscript(file);
	if (transcript !== undefined) return { what: 'text', seconds: 0, transcript };
	const wave = waveOf(file);
	if (wave) return { what: isLoud(wave.samples) ? 'speech' : 'silence', seconds: wave.seconds };
	const isPacked = PACKED.some(
		({ at, mark }) => file.toString('latin1', at, at + mark.length) === mark,
	);
	if (isPacked) return { what: 'speech', seconds: PACKED_SECONDS };
	return { what: 'nothing readable', seconds: 0 };
}

function readyTranscript(file: Buffer): string | undefined {
	if (file[0] !== '{'.charCodeAt(0)) return undefined;
	try {
		const said = JSON.parse(file.toString('utf8')) as Record<string, unknown>;
		return said.is_pretranscribed === true ? String(said.transcript ?? '') : undefined;
	} catch {
		return undefined;
	}
}

interface Wave {
	seconds: number;
	samples: Buffer;
}

/** PCM of 16 bits; a `data` chunk that promises more than there is counts as far as it goes. */
function waveOf(file: Buffer): Wave | undefined {
	if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
		return undefined;
	}
	let bytesPerSecond = 0;
	for (let at = 12; at + 8 <= file.length; ) {
		const name = file.toString('latin1', at, at + 4);
		const size = file.readUInt32LE(at + 4);
		if (name === 'fmt ' && at + 20 <= file.length) bytesPerSecond = file.readUInt32LE(at + 16);
		if (name === 'data') {
			const samples = file.subarray(at + 8, at + 8 + size);
			return bytesPerSecond === 0
				? undefined
				: { seconds: samples.length / bytesPerSecond, samples };
		}
		at += 8 + size + (size % 2);
	}
	return undefined;
}

function isLoud(samples: Buffer): boolean {
	for (let at = 0; at + 2 <= samples.length; at += 2) {
		if (Math.abs(samples.readInt16LE(at)) > THRESHOLD) return true;
	}
	return false;
}
