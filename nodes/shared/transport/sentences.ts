import type { Reason } from './errors';

/** How an answer failed to come. */
export type LostHow = 'no_connection' | 'timeout' | 'cut' | 'certificate' | 'not_https';

/** Status and loss to words, as a table: what happened, and what to do next. No value ever enters. */

/** n8n takes a run whose error says "canceled" for one that a person ended, and starts no error workflow. */
export const STOPPED: Reason = {
	code: 'stopped',
	message: 'The run was canceled before this item was done',
	description: 'Run it again when you are ready; with an external key nothing is done twice.',
};

/** A poll has its time, after which n8n drops what it brings. */
export const NO_TIME_LEFT: Reason = {
	code: 'no_time_left',
	message: 'The time that a check may take was over before everything was read',
	description: 'Nothing is lost: the next check goes on from there.',
};

export const BLOCKED_BY_N8N: Reason = {
	code: 'address',
	message: "n8n does not let this node call the address in 'Base URL'",
	description:
		'n8n is set to block private addresses. Its administrator can allow this one with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES.',
};

export function redirectReason(status?: number): Reason {
	return {
		code: 'redirect',
		...(status === undefined ? {} : { status }),
		message: 'OpenCHS sends this call on to another address, where the login must not go',
		description:
			"Put the final address into 'Base URL' of the credential, then test the credential.",
	};
}

/** `until` is ISO 8601 UTC. */
export function comeBackReason(until: string): Reason {
	return {
		code: 'too_many_requests',
		status: 429,
		retryAt: until,
		message: 'OpenCHS has had too many requests and asks to wait',
		description: `Run the rest again after ${until}, or let the node wait longer with 'Patience (Minutes)' in 'Options'.`,
	};
}

/** What a loss means for a call that changes nothing, or that certainly did not arrive. */
export function lostReason(how: LostHow): Reason {
	switch (how) {
		case 'no_connection':
			return {
				code: 'no_connection',
				message: 'No OpenCHS server answers at this address',
				description:
					"Check 'Base URL' in the credential and that the server is running, then run it again.",
			};
		case 'timeout':
			return {
				code: 'timeout',
				message: 'OpenCHS did not answer in time',
				description: "Run it again; on a slow line set 'Timeout (Seconds)' in 'Options' higher.",
			};
		case 'certificate':
			return {
				code: 'certificate',
				message: "The server's certificate is not trusted",
				description:
					"Give n8n the certificate with NODE_EXTRA_CA_CERTS, or switch on 'Ignore SSL Issues (Insecure)' in the credential.",
			};
		case 'not_https':
			return {
				code: 'certificate',
				message: 'The server does not speak HTTPS at this address',
				description:
					"Check the port in 'Base URL'. Plain HTTP works on this machine, and in private networks with a switch in the credential.",
			};
		case 'cut':
			return {
				code: 'no_connection',
				message: 'The connection to OpenCHS broke off',
				description: 'Run it again; if it stays, look at the line and at the server.',
			};
	}
}

/** What a status means where the operation has nothing more precise to say. */
export function statusReason(status: number): Reason {
	if (status === 401) {
		return {
			code: 'login',
			status,
			message: 'OpenCHS did not accept the login',
			description: "Open 'Credential' in this node and test it; the test says what to do.",
		};
	}
	if (status === 403) {
		return {
			code: 'forbidden',
			status,
			message: 'This account may not do that in OpenCHS',
			description: 'Ask an administrator of OpenCHS for the right, or use another account.',
		};
	}
	if (status === 404) {
		return {
			code: 'not_found',
			status,
			message: 'OpenCHS has nothing under this ID',
			description: 'Check the ID; it may belong to another helpline.',
		};
	}
	if (status === 429) {
		return {
			code: 'too_many_requests',
			status,
			message: 'OpenCHS has had too many requests',
			description: 'Run the rest later, or less often.',
		};
	}
	if (status === 413) {
		return {
			code: 'refused_by_server',
			status,
			message: 'What was sent is too large for this OpenCHS',
			description: 'Send a smaller file, or ask an administrator to raise the limit.',
		};
	}
	if (status === 408) {
		return {
			code: 'timeout',
			status,
			message: 'OpenCHS gave up waiting for the call',
			description: "Run it again; on a slow line set 'Timeout (Seconds)' in 'Options' higher.",
		};
	}
	if (status >= 500) {
		return {
			code: 'server_error',
			status,
			message: `OpenCHS could not handle the call (status ${status})`,
			description:
				'Run it again later; if it stays, its administrator finds the cause in the log of the server.',
		};
	}
	return {
		code: 'refused_by_server',
		status,
		message: `OpenCHS refused the call (status ${status})`,
		description: 'Check the values of this item against what OpenCHS accepts.',
	};
}

export const NOT_DATA: Reason = {
	code: 'unexpected_answer',
	message: 'What came back is not an answer of OpenCHS',
	description:
		"A web page or half an answer came instead of data. Check 'Base URL' and whatever stands between n8n and OpenCHS, then run it again.",
};

/** `what` is the thing written, in lower case: case, note, attachment. */
export function unclearReason(what: string): Reason {
	return {
		code: 'unclear_outcome',
		message: `OpenCHS may or may not have saved this ${what}`,
		description:
			'The answer was lost and it could not be looked up. Look into OpenCHS before you run it again; with an external key a repeat finds what was saved.',
	};
}

/** `what` is what the person asked for, as it stands on the screen: 'Statistics', 'Search'. */
export function notOfferedReason(what: string): Reason {
	return {
		code: 'not_offered',
		message: `${what}: not offered by this OpenCHS`,
		description: 'This server does not have that call. Other operations work all the same.',
	};
}
