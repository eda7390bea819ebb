export const PLACE_LEVELS = ['none', 'country', 'region', 'district'] as const;
export type PlaceLevel = (typeof PLACE_LEVELS)[number];

/** How many steps below its country a level lies. */
const DEPTH: Readonly<Record<Exclude<PlaceLevel, 'none'>, number>> = {
	country: 0,
	region: 1,
	district: 2,
};

/** A step of a path is a name: letters with what stands between them, no digits, not a sentence. */
const NAME = /^\p{L}[\p{L}\p{M}' ’.()&/-]{0,59}$/u;

/**
 * The place down to the chosen level, as a path of the server's list of places (`Central > Kampala`).
 * Lists begin with regions (helpline v1, recording 31), or with a country where it has its English name.
 * Every other text is a landmark or an address that somebody typed: null.
 */
export function placeTo(location: unknown, level: PlaceLevel): string | null {
	if (level === 'none' || typeof location !== 'string') return null;
	const steps = location.split('>').map((step) => step.trim());
	if (steps.length < 2 || !steps.every((step) => NAME.test(step))) return null;
	const hasCountry = countries().has(fold(steps[0] ?? ''));
	const length = DEPTH[level] + (hasCountry ? 1 : 0);
	return length === 0 ? null : steps.slice(0, length).join(' > ');
}

/** Names that are countries and regions of others: taken for regions, so that no path gets longer than it may. */
const ALSO_REGIONS = ['GE', 'LU', 'MX', 'NE'];
/** Names that people use for countries where the platform has another one. */
const OTHER_NAMES = [
	...['Democratic Republic of the Congo', 'DR Congo', 'Republic of the Congo', 'Ivory Coast'],
	...['Swaziland', 'The Gambia', 'Turkey'],
];

const DISPLAY = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

let names: ReadonlySet<string> | undefined;

/** From the platform's own list. Made at the first call: it takes a few milliseconds. */
function countries(): ReadonlySet<string> {
	names ??= new Set(
		regionCodes()
			.filter((code) => !ALSO_REGIONS.includes(code))
			.flatMap((code) => DISPLAY.of(code) ?? [])
			.concat(OTHER_NAMES)
			.map(fold),
	);
	return names;
}

/** Every pair of letters; the platform knows which of them are codes of ISO 3166. */
function regionCodes(): string[] {
	const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
	return letters.flatMap((first) => letters.map((second) => first + second));
}

function fold(name: string): string {
	return name.normalize('NFC').toLowerCase();
}
