/** Members whose words are part of the contract, so they are compared as they are. */
const LITERAL = ['status', 'detail', 'step', 'estimated_time', 'overall_status'];

/** Keys and types of a JSON value; of a list the different shapes of its entries. */
export function jsonShape(value: unknown): unknown {
	if (value === null) return 'null';
	if (Array.isArray(value)) {
		return [...new Set(value.map((entry) => JSON.stringify(jsonShape(entry))))].sort();
	}
	if (typeof value !== 'object') return typeof value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([one], [other]) => (one < other ? -1 : 1))
			.map(([name, member]) => [
				name,
				LITERAL.includes(name) && typeof member === 'string' ? member : jsonShape(member),
			]),
	);
}
