import { plainText } from './form.mts';
import { errorRow, invalidData, type Refused } from './refusals.mts';

/** 13, 14: the documented names are not read, and no account is ever found. */
export function sendCodeRefusal(body: Readonly<Record<string, unknown>>): Refused {
	const address = plainText(body.addr);
	if (address === undefined || !address.includes('@')) {
		return invalidData([errorRow('Invalid Email Address', 'INVALID', 'auth', 'addr', address)]);
	}
	return invalidData([
		['error', ' is Required', 'REQUIRED', 'addr', null, 'auth_id', null],
		['error', ' is Required', 'REQUIRED', 'addr', null, 'contact_id', null],
		errorRow('No Account Registered with that Email Address', 'INVALID', 'auth', 'addr', ''),
	]);
}

/** 15. */
export function verifyCodeRefusal(): Refused {
	return invalidData([errorRow('Invalid OTP Code', 'ERROR', 'auth', 'addr', '')]);
}
