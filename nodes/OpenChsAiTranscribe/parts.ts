/** What a person can ask for beside the transcript. */
export const PARTS = [
	'classification',
	'entities',
	'insights',
	'quality',
	'summary',
	'translation',
] as const;

export type Part = (typeof PARTS)[number];

export function partsIn(value: unknown): Part[] {
	return Array.isArray(value) ? PARTS.filter((part) => value.includes(part)) : [];
}
