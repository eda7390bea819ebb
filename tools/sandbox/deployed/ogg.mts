const RATE = 48_000;
const SAMPLES_PER_FRAME = 960;
const FRAMES = 50;

/** Twenty milliseconds of nothing, in Opus. */
const SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);

/** A second of silence as an Ogg file that players accept. */
export function silentOgg(): Buffer {
	const head = Buffer.alloc(19);
	head.write('OpusHead');
	head.writeUInt8(1, 8);
	head.writeUInt8(1, 9);
	head.writeUInt32LE(RATE, 12);
	const tags = Buffer.alloc(23);
	tags.write('OpusTags');
	tags.writeUInt32LE(7, 8);
	tags.write('made-up', 12);
	const sound = Array<Buffer>(FRAMES).fill(SILENCE);
	return Buffer.concat([
		page([head], { flags: 2, position: 0, number: 0 }),
		page([tags], { flags: 0, position: 0, number: 1 }),
		page(sound, { flags: 4, position: FRAMES * SAMPLES_PER_FRAME, number: 2 }),
	]);
}

function page(
	packets: readonly Buffer[],
	{ flags, position, number }: { flags: number; position: number; number: number },
): Buffer {
	const header = Buffer.alloc(27);
	header.write('OggS');
	header.writeUInt8(flags, 5);
	header.writeBigUInt64LE(BigInt(position), 6);
	header.writeUInt32LE(1, 14);
	header.writeUInt32LE(number, 18);
	header.writeUInt8(packets.length, 26);
	const lengths = Buffer.from(packets.map((packet) => packet.length));
	const whole = Buffer.concat([header, lengths, ...packets]);
	whole.writeUInt32LE(checksum(whole), 22);
	return whole;
}

/** Ogg has a check sum of its own: the usual polynomial, neither turned round nor inverted. */
function checksum(bytes: Buffer): number {
	let sum = 0;
	for (const byte of bytes) {
		sum ^= byte << 24;
		for (let bit = 0; bit < 8; bit++) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
	}
	return sum >>> 0;
}
