/** A phone as it is sent: digits alone, because a plus in front is refused (recording 20). */
export function sentPhone(text: string): string {
	return text.replace(/\D/g, '');
}

/** The national number of nine digits gets the country's code in front; zeros before it go (recording 16). */
const NATIONAL_DIGITS = 9;

/** The same phone as the server keeps it, for comparing and for filters. */
export function storedPhone(text: string, countryCode: string): string {
	const digits = sentPhone(text).replace(/^0+/, '');
	return digits.length === NATIONAL_DIGITS ? `${countryCode}${digits}` : digits;
}
