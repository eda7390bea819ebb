/**
 * Reads n8n's stored run data. It is one list of parts; inside a part every text is the number of
 * another part, so that nothing is stored twice and circles are possible.
 */
export function parseFlatted(text: string): unknown {
	const parts = JSON.parse(text) as unknown[];
	const built = new Map<number, object>();

	const build = (index: number): unknown => {
		const part = parts[index];
		if (typeof part !== 'object' || part === null) return part;

		const known = built.get(index);
		if (known) return known;

		const whole: Record<string, unknown> | unknown[] = Array.isArray(part) ? [] : {};
		built.set(index, whole);
		for (const [key, value] of Object.entries(part)) {
			Object.assign(whole, { [key]: typeof value === 'string' ? build(Number(value)) : value });
		}
		return whole;
	};

	return build(0);
}
