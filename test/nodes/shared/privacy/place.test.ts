import fc from 'fast-check';

import { PLACE_LEVELS, placeTo } from '../../../../nodes/shared/privacy/place';

/** The list of countries is made once; each test makes it anew. */
function placeAnew(...given: Parameters<typeof placeTo>): string | null {
	let told: string | null = null;
	jest.isolateModules(() => {
		const anew = jest.requireActual<{ placeTo: typeof placeTo }>(
			'../../../../nodes/shared/privacy/place',
		);
		told = anew.placeTo(...given);
	});
	return told;
}

describe('a place', () => {
	it.each([
		['none', null],
		['country', null],
		['region', 'Central'],
		['district', 'Central > Kampala'],
	] as const)('of a list of regions, to %s', (level, told) => {
		expect(placeTo('Central > Kampala > Kampala Central', level)).toBe(told);
	});

	it.each([
		['none', null],
		['country', 'Kenya'],
		['region', 'Kenya > Nairobi'],
		['district', 'Kenya > Nairobi > Westlands'],
	] as const)('of a list with countries, to %s', (level, told) => {
		expect(placeTo('Kenya > Nairobi > Westlands > Parklands', level)).toBe(told);
	});

	it.each([
		...['kenya', 'KENYA', 'Côte d’Ivoire', 'Eswatini', 'Turkey', 'Swaziland', 'The Gambia'],
		...['Democratic Republic of the Congo', 'DR Congo', 'Republic of the Congo', 'Ivory Coast'],
		'Co\u0302te d’Ivoire',
	])('begins with a country where it is called %s', (country) => {
		expect(placeAnew(`${country} > Somewhere`, 'country')).toBe(country);
	});

	it.each(['Niger', 'Georgia', 'Mexico', 'Luxembourg'])(
		'that may be region or country (%s) is told no more of than a region',
		(name) => {
			expect(placeAnew(`${name} > Some District > Some Village`, 'country')).toBeNull();
			expect(placeTo(`${name} > Some District > Some Village`, 'region')).toBe(name);
		},
	);

	it.each([
		['Behind the green church'],
		['Kampala'],
		['Nairobi, Kenya'],
		['Central > House 7'],
		['Central > 0700000001'],
		['Central >  > Kampala'],
		['Central > Kampala >'],
		['Central > she told; me'],
		[`Central > ${'x'.repeat(61)}`],
		[''],
		[null],
		[7],
		[['Central', 'Kampala']],
	])('that is no path of the list is not told: %p', (location) => {
		for (const level of PLACE_LEVELS) expect(placeTo(location, level)).toBeNull();
	});

	it('has names with signs and accents, and blanks around its steps', () => {
		expect(placeTo("Thiès>Sédhiou (Nord)/Sud-Est St. O'Neil > x", 'district')).toBe(
			"Thiès > Sédhiou (Nord)/Sud-Est St. O'Neil",
		);
		expect(placeTo(`Central > ${'x'.repeat(60)}`, 'district')).toBe(`Central > ${'x'.repeat(60)}`);
	});

	it('is no country for being a code, or a word that is in no list', () => {
		for (const name of ['KE', 'Kampala', 'undefined', 'None']) {
			expect(placeAnew(`${name} > Somewhere`, 'country')).toBeNull();
		}
	});

	it('never gets longer when less may be told', () => {
		const step = fc.constantFrom('Kenya', 'Niger', 'Central', 'Kampala', 'x y', 'House 7', '');

		fc.assert(
			fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
				const told = PLACE_LEVELS.map((level) => placeTo(steps.join(' > '), level) ?? '');
				for (let i = 1; i < told.length; i++) {
					expect(told[i]?.startsWith(told[i - 1] ?? '')).toBe(true);
				}
			}),
		);
	});
});
