/** Local time without a zone and with microseconds, as Python writes it. */
export function naiveTime(at: Date): string {
	return at.toISOString().replace('Z', '000');
}

/** The one kind of time with an offset in a result. */
export function zonedTime(at: Date): string {
	return at.toISOString().replace('Z', '000+00:00');
}

export function rounded(value: number, decimals: number): number {
	const factor = 10 ** decimals;
	return Math.round(value * factor) / factor;
}
