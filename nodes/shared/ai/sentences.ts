import type { Reason } from '../transport/errors';
import type { LostHow } from '../transport/sentences';

/**
 * What the AI service's refusals and losses mean for a person. Its own words are never repeated: they
 * may quote what was sent, a whole file included (recording 39).
 */

/** What is handed over, in lower case, as it stands in a sentence. */
export type What = 'recording' | 'text';

export const NOT_AI: Reason = {
	code: 'unexpected_answer',
	message: 'What came back is not an answer of the AI service',
	description:
		"A web page or half an answer came instead of data. Check 'Base URL' of the credential and whatever stands in between. If the service was reached it may have begun all the same, so nothing was sent again.",
};

/** The outcome is open, and a repeat could make the service do the work twice: it has no way to tell (15.15). */
export function unclearSubmit(what: What): Reason {
	return {
		code: 'unclear_outcome',
		message: `The AI service may or may not have taken this ${what}`,
		description: `The answer was lost after the ${what} had been sent. It was not sent again, because the work could then be done twice. Run the item again if that does not matter.`,
	};
}

/** Nobody took it: a repeat is safe. */
export function lostAi(how: LostHow): Reason {
	switch (how) {
		case 'certificate':
		case 'not_https':
			return {
				code: 'certificate',
				message:
					how === 'certificate'
						? "The AI service's certificate is not trusted"
						: 'The AI service does not speak HTTPS at this address',
				description: 'Test the credential; the test says what to do.',
			};
		case 'timeout':
			return {
				code: 'timeout',
				message: 'The AI service did not answer in time',
				description: "Run it again; on a slow line set 'Timeout (Seconds)' in 'Options' higher.",
			};
		default:
			return {
				code: 'no_connection',
				message: 'No AI service answers at this address',
				description:
					"Check 'Base URL' in the credential and that the service is running, then run it again.",
			};
	}
}

/** What a status means, where a submit was answered at all and certainly not taken. */
export function refusedAi(status: number, what: What): Reason {
	switch (status) {
		case 401:
		case 403:
			return {
				code: status === 401 ? 'login' : 'forbidden',
				status,
				message: 'The AI service, or the gateway in front of it, does not accept the key',
				description: "Open 'Credential' in this node and test it; the test says what to do.",
			};
		case 404:
		case 405:
		case 501:
			return {
				code: 'not_offered',
				status,
				message: 'This AI service does not have the call',
				description:
					"Check 'Base URL' in the credential; where a proxy stands in front, its path belongs to it.",
			};
		case 413:
			return {
				code: 'refused_by_server',
				status,
				message: `This ${what} is too large for the AI service or the proxy in front of it`,
				description: 'Send a shorter one, or ask its administrator to raise the limit.',
			};
		case 429:
		case 503:
			return {
				code: 'too_many_requests',
				status,
				message: 'The AI service has too much to do at the moment',
				description: `The ${what} was not taken. Run the item again later.`,
			};
		default:
			return status >= 500 ? brokenAi(status) : notAccepted(status, what);
	}
}

function notAccepted(status: number, what: What): Reason {
	return {
		code: 'refused_by_server',
		status,
		message: `The AI service did not accept this ${what} (status ${status})`,
		description:
			what === 'text'
				? 'Check that the text is not empty.'
				: 'It takes files named .wav, .mp3, .flac, .m4a, .ogg or .webm of up to 100 MB.',
	};
}

export function brokenAi(status?: number): Reason {
	return {
		code: 'server_error',
		...(status === undefined ? {} : { status }),
		message: 'The AI service could not be made to work on it',
		description:
			'Often its queue is not reachable. Its administrator finds the cause in the log of the service.',
	};
}

/** Why a task failed, by the few causes that are known (section 12); the service's text stays there. */
export function failedTask(error: string | null, where: string): Reason {
	const cause = error ?? '';
	if (/model.*not (loaded|available)/i.test(cause)) {
		return {
			code: 'server_error',
			message: 'The AI service has no model loaded for this',
			description: `Its administrator has to load the models. ${where}`.trim(),
		};
	}
	if (/^Transcription failed/i.test(cause)) {
		return {
			code: 'refused_by_server',
			message: 'The AI service could not read this recording',
			description:
				`Check that the file plays and that its ending is the right one. ${where}`.trim(),
		};
	}
	return {
		code: 'server_error',
		message: 'The AI service gave this task up',
		description: `Its administrator finds the cause in the log of the service. ${where}`.trim(),
	};
}
