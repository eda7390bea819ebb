import type { Reason, ReasonCode } from '../shared/transport/errors';
import { REASONS } from '../shared/transport/errors';

/** The first failure that a person sees: two in a row may be a server that is restarted. */
const FIRST_TOLD = 3;

/** Told at the third failure in a row and then ever less often: 6, 12, 24 and so on. */
export function isTold(failures: number): boolean {
	const doublings = Math.log2(failures / FIRST_TOLD);
	return doublings >= 0 && Number.isInteger(doublings);
}

/** What ends a check but is no failure: the next one goes on where it stood. */
export function isPause({ code }: Reason): boolean {
	return code === 'too_many_requests' || code === 'no_time_left';
}

/** What does not mend itself: whoever publishes the workflow should see it at once. */
export function isOfSettings({ code }: Reason): boolean {
	return REASONS[code] === 'person' || CREDENTIAL.includes(code);
}

const CREDENTIAL: readonly ReasonCode[] = ['login', 'forbidden'];

/** The same reason with what a person should know about a row of failures. */
export function toldAfter(failures: number, reason: Reason): Reason {
	if (failures < FIRST_TOLD) return reason;
	return {
		...reason,
		message: `${reason.message} (${failures} checks in a row)`,
		description: [reason.description, 'Nothing is lost: the next check goes on where it stood.']
			.filter(Boolean)
			.join(' '),
	};
}
