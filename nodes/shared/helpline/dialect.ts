import type { Connection } from '../transport/connection';
import type { BatchVerbs } from './batch';
import { deployedDialect } from './deployed';
import { deployedBatch } from './deployed/batch';
import { deployedExport } from './deployed/caseExport';
import type { ExportVerbs } from './export';
import { publishedDialect } from './published';
import { publishedBatch } from './published/batch';
import { publishedExport } from './published/caseExport';
import type { Helpline } from './verbs';

/** One kind of server: the credential that opens it, and its verbs. */
export interface Dialect {
	credentialType: string;
	helpline: (connection: Connection) => Helpline;
	batch: (connection: Connection) => BatchVerbs;
	exports: (connection: Connection) => ExportVerbs;
}

/** The login that a person picks is the only thing that decides which server is spoken to. */
const LOGINS = {
	apiKey: {
		credentialType: 'openChsApi',
		helpline: publishedDialect,
		batch: publishedBatch,
		exports: publishedExport,
	},
	otp: {
		credentialType: 'openChsOtpApi',
		helpline: publishedDialect,
		batch: publishedBatch,
		exports: publishedExport,
	},
	login: {
		credentialType: 'openChsLoginApi',
		helpline: deployedDialect,
		batch: deployedBatch,
		exports: deployedExport,
	},
} as const satisfies Record<string, Dialect>;

/** The server behind the chosen login; without one, the server that helplines run. */
export function dialectOf(login: unknown): Dialect {
	return isLogin(login) ? LOGINS[login] : LOGINS.login;
}

function isLogin(login: unknown): login is keyof typeof LOGINS {
	return typeof login === 'string' && Object.hasOwn(LOGINS, login);
}
