import { sentPhone, storedPhone } from '../../../../../nodes/shared/helpline/deployed/phone';

describe('phones', () => {
	it.each([
		['+254 300-000 001', '254300000001'],
		['(0300) 000.001', '0300000001'],
	])('%s is sent as digits, because a plus is refused (recording 20)', (given, sent) => {
		expect(sentPhone(given)).toBe(sent);
	});

	it.each([
		['0300000001', '254300000001'],
		['+254 300 000 001', '254300000001'],
		['00254300000001', '254300000001'],
		['300000001', '254300000001'],
		['116', '116'],
	])('%s is kept as %s (recording 16)', (given, stored) => {
		expect(storedPhone(given, '254')).toBe(stored);
	});
});
