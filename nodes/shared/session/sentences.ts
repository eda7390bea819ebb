import type { ReasonCode } from '../transport/errors';

/** What a credential has to say: the kind, what happened, what to do next. No value ever enters. */
export interface Sentence {
	code: ReasonCode;
	message: string;
	description: string;
}

/** Which login is spoken of. It decides the names of the fields in a sentence, nothing else. */
export type LoginKind = 'apiKey' | 'otp' | 'login' | 'ai';

const IGNORE_CERTIFICATES = "'Ignore SSL Issues (Insecure)'";

/** Nobody answered: what the network, n8n or the certificate said. */
export const LOST = {
	hostUnknown: {
		code: 'no_connection',
		message: "No server is known under the name in 'Base URL'",
		description:
			'Check the spelling. From inside a container only the names that the container knows can be used',
	},
	refused: {
		code: 'no_connection',
		message: "No server answers at the address in 'Base URL': the connection was refused",
		description:
			'Check host and port, and that the server runs. Where n8n runs in a container, localhost is that container itself',
	},
	unreachable: {
		code: 'no_connection',
		message: "There is no way from n8n to the address in 'Base URL'",
		description: 'Check the address, the network, and a firewall or VPN in between',
	},
	timeout: {
		code: 'timeout',
		message: "The server in 'Base URL' did not answer in time",
		description:
			'Check the address and that the server runs; a firewall that drops connections looks like this too',
	},
	broken: {
		code: 'no_connection',
		message: "The connection to the server in 'Base URL' broke off before an answer came",
		description: 'Test again. If it stays, look at the server and at the proxy in front of it',
	},
	certificate: {
		code: 'certificate',
		message: 'The certificate of this server is not trusted by n8n',
		description: `Give n8n the certificate with NODE_EXTRA_CA_CERTS (better), or switch on ${IGNORE_CERTIFICATES}`,
	},
	certificateExpired: {
		code: 'certificate',
		message: 'The certificate of this server is outside its dates',
		description: `Ask the administrator of the server to renew it, and check the clock of n8n's computer. Until then ${IGNORE_CERTIFICATES} lets it pass`,
	},
	certificateName: {
		code: 'certificate',
		message: 'The certificate of this server was made for another name',
		description: `Put the name that stands in the certificate into 'Base URL'; NODE_EXTRA_CA_CERTS does not help here, ${IGNORE_CERTIFICATES} does`,
	},
	notHttps: {
		code: 'certificate',
		message: "The server in 'Base URL' does not speak HTTPS on this port",
		description: 'Check the port. A server that speaks plain HTTP needs an address with http://',
	},
	blockedByN8n: {
		code: 'address',
		message: "A setting of n8n blocks private addresses, and the one in 'Base URL' is among them",
		description:
			'Its administrator can allow it with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES',
	},
	notAmongDomains: {
		code: 'address',
		message: "'Allowed HTTP Request Domains' of this credential leaves out the host in 'Base URL'",
		description: "Add the host to 'Allowed Domains', or allow all",
	},
	unknown: {
		code: 'no_connection',
		message: "The server in 'Base URL' could not be reached",
		description: 'Check the address and that the server runs, then test again',
	},
} as const satisfies Record<string, Sentence>;

/** Somebody answered, but not with what was hoped for. */
export const ANSWERED = {
	proxyPage: {
		code: 'unexpected_answer',
		message: 'A proxy or gateway answered in place of the server: a web page came, no data',
		description:
			'Check that the server behind the proxy runs, and that no sign-in page stands between n8n and the server',
	},
	webPage: {
		code: 'unexpected_answer',
		message: 'A web page came back where data was asked for',
		description:
			"'Base URL' may be the address of the web application or of a sign-in page. Enter the address below which /helpline/api is found",
	},
	aiWebPage: {
		code: 'unexpected_answer',
		message: 'A web page came back where the AI service would send data',
		description: "Check host, port and path in 'Base URL'",
	},
	brokenOff: {
		code: 'unexpected_answer',
		message: 'Half an answer came back, or one that is no data',
		description: 'Test again. If it stays, look at the server and at the proxy in front of it',
	},
	notOpenChs: {
		code: 'unexpected_answer',
		message: 'A server answers at this address, but it is not OpenCHS',
		description: "Check 'Base URL': the address below which /helpline/api is found",
	},
	notAiService: {
		code: 'unexpected_answer',
		message: 'A server answers at this address, but it is not the AI service of OpenCHS',
		description:
			"Check host and port in 'Base URL': the AI service listens on port 8123 or 8125, and is another server than the helpline's",
	},
	redirected: {
		code: 'redirect',
		message: 'The server sends on to another address, where the login must not go',
		description: "Enter the final address in 'Base URL'",
	},
	tooMany: {
		code: 'too_many_requests',
		message: 'The server has had too many requests and asks to wait',
		description: 'Test again later',
	},
	serverFault: {
		code: 'server_error',
		message: 'The server had a fault of its own',
		description: 'Test again later. If it stays, its administrator finds the cause in its log',
	},
	takesPassword: {
		code: 'login',
		message: 'This server takes a user name and password',
		description: "Use the credential 'OpenCHS Login API' for it",
	},
	takesKeyOrCode: {
		code: 'login',
		message: 'This server does not take a user name and password',
		description: "Use the credential 'OpenCHS API' (key) or 'OpenCHS One-Time Code API' for it",
	},
} as const satisfies Record<string, Sentence>;

/** What is wrong with the login itself, per kind. */
export const REFUSED: Record<LoginKind, { login: Sentence; rights: Sentence }> = {
	apiKey: {
		login: {
			code: 'login',
			message: 'The server does not accept this API key',
			description:
				"Copy the key again into 'API Key', whole and without blanks, or ask the administrator of OpenCHS for another",
		},
		rights: {
			code: 'forbidden',
			message: 'The server knows this API key but does not let it in',
			description: 'Ask the administrator of OpenCHS what the key may do, and from which computers',
		},
	},
	otp: {
		login: {
			code: 'login',
			message: 'The session of this one-time login has ended',
			description:
				"Switch on 'Send Me a New Code on Save', save, paste the code that arrives into 'One-Time Code', and save again",
		},
		rights: {
			code: 'forbidden',
			message: 'The server knows this session but does not let it in',
			description: 'Ask the administrator of OpenCHS what this account may do',
		},
	},
	login: {
		login: {
			code: 'login',
			message: 'The server does not accept this user name and password',
			description:
				"Check 'User' and 'Password'. They are not tried again until one of them is changed, so that the account is not locked",
		},
		rights: {
			code: 'forbidden',
			message: 'The server knows this account but does not let it in',
			description: 'Ask the administrator of OpenCHS what this account may do',
		},
	},
	ai: {
		login: {
			code: 'login',
			message: 'The AI service, or the gateway in front of it, asks for another key',
			description: "Enter the key that its administrator gave you in 'API Key'",
		},
		rights: {
			code: 'forbidden',
			message: 'The AI service, or the gateway in front of it, does not let this key in',
			description: 'Ask its administrator what the key may do, and from which computers',
		},
	},
};

/** Only a test says it: workflows run with such an account as with any other. */
export const SEES_OWN_CASES: Sentence = {
	code: 'setting',
	message: 'The login works, but this account sees only its own cases',
	description:
		"Lists, searches, some look-ups by key and the trigger would miss the cases of others. Use the account of a supervisor or an administrator; if you want it like this, add 'Account' in 'Settings' and switch on 'This Account Sees Only Its Own Cases'",
};

/** Fields that have to be filled in before anything is asked. */
export const FIELDS = {
	keyMissing: {
		code: 'setting',
		message: "'API Key' is empty",
		description: 'Ask the administrator of OpenCHS for a key and enter it',
	},
	keyUnusable: {
		code: 'setting',
		message: "'API Key' holds a blank, a line break or another character that cannot be sent",
		description: 'Copy the key again, without what stands around it',
	},
	userMissing: {
		code: 'setting',
		message: "'User' or 'Password' is empty",
		description: 'Enter both',
	},
	userWithColon: {
		code: 'setting',
		message:
			"A colon in 'User' or 'Password' cannot be used: the server reads only what stands before it",
		description: 'Change the password in OpenCHS to one without a colon, or use another account',
	},
	addressMissing: {
		code: 'setting',
		message: "'Address' is empty",
		description: 'Enter the e-mail address or the phone number to which the server sends codes',
	},
} as const satisfies Record<string, Sentence>;

/** The one-time login: where the code is, where it goes. */
export const CODES = {
	notOffered: {
		code: 'not_offered',
		message: 'This OpenCHS does not offer one-time codes',
		description: "Use the credential 'OpenCHS API' (key) for it",
	},
	addressRefused: {
		code: 'login',
		message: "The server sends no code to what stands in 'Address'",
		description:
			"Check 'Address' and 'Address Type'. A phone number is written with its country code, and the account has to exist in OpenCHS",
	},
	tooSoon: {
		code: 'too_many_requests',
		message: 'The server has sent too many codes and asks to wait',
		description: 'Wait some minutes, then save again',
	},
	codeRefused: {
		code: 'login',
		message: "The server does not accept the code in 'One-Time Code'",
		description:
			"Check it and save again. If it is too old, switch on 'Send Me a New Code on Save' and save",
	},
	codeRefusedBefore: {
		code: 'login',
		message: "The code in 'One-Time Code' was refused before and is not tried again",
		description:
			"Paste the newest code and save, or switch on 'Send Me a New Code on Save' and save",
	},
	tooManyTries: {
		code: 'too_many_requests',
		message: 'Too many codes were tried; the server asks to wait',
		description: 'Wait some minutes, then save again',
	},
	noSession: {
		code: 'unexpected_answer',
		message: 'The server accepted the code but gave no session',
		description: 'Tell the administrator of OpenCHS: the cookie HELPLINE_SESSION_ID is missing',
	},
	noLoginSession: {
		code: 'unexpected_answer',
		message: 'The server accepted user and password but gave no session',
		description:
			'Tell the administrator of OpenCHS: the cookie HELPLINE_SESSION_ID is missing, perhaps taken out by a proxy',
	},
	codeNeeded: {
		code: 'login',
		message: 'There is no session for this login yet',
		description:
			"Switch on 'Send Me a New Code on Save', save, paste the code that arrives into 'One-Time Code', and save again",
	},
} as const satisfies Record<string, Sentence>;

/** `sentAt` is ISO 8601 UTC. */
export function codeSentSentence(sentAt: string): Sentence {
	const when = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(sentAt);
	const at = when ? ` at ${when[2]} UTC on ${when[1]}` : '';
	return {
		code: 'login',
		message: `A one-time code was sent${at}`,
		description: "Paste it into 'One-Time Code' and save again",
	};
}

/** Both parts in one line: n8n's test shows the message of an error and nothing else (host facts A2). */
export function inOneLine(sentence: Sentence, isCheckingOff: boolean): string {
	const warning = isCheckingOff
		? ` (The server's certificate is not checked: ${IGNORE_CERTIFICATES} is on.)`
		: '';
	return `${sentence.message}. ${sentence.description}.${warning}`;
}
