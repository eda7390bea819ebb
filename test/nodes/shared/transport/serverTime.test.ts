import { serverTime } from '../../../../nodes/shared/transport/serverTime';

const NOW = Date.parse('2025-03-01T10:00:00Z');

describe("the server's time", () => {
	it('is what its answer says', () => {
		expect(serverTime({ date: 'Sat, 01 Mar 2025 09:00:00 GMT' }, NOW)).toBe(NOW - 3_600_000);
	});

	it.each([{}, { date: undefined }, { date: '' }, { date: 'now' }])(
		'is ours with %j',
		(headers) => {
			expect(serverTime(headers, NOW)).toBe(NOW);
		},
	);
});
