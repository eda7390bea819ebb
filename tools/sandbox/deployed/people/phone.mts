/** 20: a plus sign in front is refused; anything may follow the first three digits. */
export function isPhone(text: string): boolean {
	return /^\d{3}/.test(text.trim());
}

const LOCAL_LENGTH = 9;

/** 16: `0300000001` becomes `254300000001`. */
export function normalPhone(text: string, countryCode: string): string {
	const local = text.replace(/^[0\s]+/, '');
	return local.length === LOCAL_LENGTH ? countryCode + local : local;
}
