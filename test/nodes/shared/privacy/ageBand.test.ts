import { ageBand } from '../../../../nodes/shared/privacy/ageBand';

describe('the band of an age', () => {
	it.each([
		[0, '0-5'],
		[5, '0-5'],
		[6, '6-12'],
		[12, '6-12'],
		[13, '13-17'],
		[17, '13-17'],
		[18, '18-24'],
		[24, '18-24'],
		[25, '25-34'],
		[34, '25-34'],
		[35, '35-59'],
		[59, '35-59'],
		[60, '60+'],
		[122, '60+'],
		['9', '6-12'],
		[' 9 ', '6-12'],
		['12.9', '6-12'],
		[5.5, '0-5'],
	])('of %p is %s', (age, band) => {
		expect(ageBand(age)).toBe(band);
	});

	it.each([
		[-1],
		[123],
		[2014],
		['2014-05-01'],
		['about 9'],
		['9 or 10'],
		['9 months'],
		['x9'],
		['9.'],
		[''],
		[null],
		[undefined],
		[NaN],
		[true],
		[[9]],
		[{}],
	])('of %p is not guessed', (age) => {
		expect(ageBand(age)).toBeNull();
	});

	it.each([
		['6-12', '6-12'],
		['13 – 17', '13-17'],
		['18 to 24', '18-24'],
		[' 7-9 ', '6-12'],
		['60+', '60+'],
		[' 65 + ', '60+'],
		['0-5', '0-5'],
	])('of the group %p is %s', (group, band) => {
		expect(ageBand(null, group)).toBe(band);
	});

	it.each([
		['10-14'],
		['18+'],
		['12-6'],
		['Unknown'],
		['x6-12'],
		['6-12x'],
		['60+x'],
		['x60+'],
		[null],
	])('of the group %p is not guessed', (group) => {
		expect(ageBand(null, group)).toBeNull();
	});

	it('of a known age does not look at the group', () => {
		expect(ageBand(9, '13-17')).toBe('6-12');
	});
});
