import { DateTime } from 'luxon';

import type { Ending } from './importRows';

/** Why an import ended before its last row, and what to do next; `at` is ISO 8601 UTC. */
export function endingSentence(
	ending: Ending,
	at: string | null,
	goesOn: boolean,
	timezone: string,
): string {
	const time = at === null ? null : localTime(at, timezone);
	if (goesOn) return `This part ends here. The rest continues at ${time}.`;
	switch (ending.why) {
		case 'part':
			return 'This part ends here.';
		case 'limit':
			return `OpenCHS asks to wait longer than this node does. Run the same file again${time === null ? ' later' : ` after ${time}`}: what is there is not made twice.`;
		case 'rule':
			return `The import stopped because ${ending.sentence}. Correct what they have in common, then run the same file again.`;
		case 'server':
			return `${ending.reason.message}. ${ending.reason.description ?? ''} Then run the same file again: what is there is not made twice.`;
	}
}

function localTime(iso: string, timezone: string): string {
	return DateTime.fromISO(iso, { zone: timezone }).toFormat('yyyy-MM-dd HH:mm');
}
