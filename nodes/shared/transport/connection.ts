import { createHash } from 'crypto';
import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { addressSentence, checkBaseUrl, helplineCode } from './baseUrl';
import type { Budget } from './budget';
import { budgetOf } from './budget';
import { toNodeError } from './errors';
import type { RetryPolicy } from './retry';

export type RequestContext =
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

/** How long one call may take when nobody says otherwise (the integration guide asks for 30 s). */
export const DEFAULT_TIMEOUT_MS = 30_000;

/** What a run knows of its server: read once, passed to every call. */
export interface Connection {
	readonly context: RequestContext;
	readonly credentialType: string;
	/** Address without a slash at the end. */
	readonly base: string;
	readonly origin: string;
	/** Short code that marks output records, so that two helplines in one n8n never collide. */
	readonly helplineCode: string;
	/** The credential's fields, for settings; secrets are used by n8n's helper alone. */
	readonly settings: IDataObject;
	/** Names this credential without telling it: for maps in memory. */
	readonly credentialKey: string;
	readonly decrypted: ICredentialsDecrypted;
	readonly budget: Budget;
	readonly retry: RetryPolicy;
	readonly timeoutMs: number;
	/** No call begins after it and none outlives it (milliseconds of the clock); null for no such end. */
	readonly deadline: number | null;
	readonly signal: AbortSignal | undefined;
	/** Counts for the one info line of a run. */
	readonly counts: { requests: number; repeats: number; waitedMs: number };
	/** What was read once in this run: users, dispositions, option lists, calls that are not offered. */
	readonly once: Map<string, Promise<unknown>>;
}

/** How a run wants its calls made. */
export interface RequestSettings {
	retry: RetryPolicy;
	timeoutMs: number;
	deadline?: number | null;
}

/**
 * Reads the credential once and checks its address. Throws the address's own sentence (plain HTTP to a
 * public host, no address at all).
 */
export async function connect(
	context: RequestContext,
	credentialType: string,
	settings: RequestSettings,
): Promise<Connection> {
	const data = await context.getCredentials<ICredentialDataDecryptedObject>(credentialType);
	const checked = checkBaseUrl(String(data.baseUrl ?? ''), {
		allowPrivateHttp: data.allowPrivateHttp === true,
	});
	if (!checked.ok) {
		throw toNodeError(context.getNode(), { code: 'address', ...addressSentence(checked.problem) });
	}
	const code = typeof data.helplineCode === 'string' ? data.helplineCode : undefined;
	const credentialKey = keyOf(credentialType, checked.base, data);
	return {
		context,
		credentialType,
		base: checked.base,
		origin: checked.origin,
		helplineCode: helplineCode(code, checked.base),
		settings: data as IDataObject,
		credentialKey,
		decrypted: { id: '', name: '', type: credentialType, data },
		budget: budgetOf(credentialKey, Number(data.requestsPerHour ?? 0) || 0),
		retry: settings.retry,
		timeoutMs: settings.timeoutMs,
		deadline: settings.deadline ?? null,
		signal: cancelSignal(context),
		counts: { requests: 0, repeats: 0, waitedMs: 0 },
		once: new Map(),
	};
}

/** Runs with the same address and login share what is known about them; a session that changes does not change the login. */
function keyOf(type: string, base: string, data: ICredentialDataDecryptedObject): string {
	const login = [type, base, data.apiKey, data.user, data.address].map((part) =>
		String(part ?? ''),
	);
	return createHash('sha256').update(login.join('\u0000')).digest('hex').slice(0, 32);
}

function cancelSignal(context: RequestContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context
		? (context as IAllExecuteFunctions & IExecuteFunctions).getExecutionCancelSignal()
		: undefined;
}

/** Asks once per run: the second caller gets the first one's answer, also while it is under way. */
export async function oncePerRun<T>(
	connection: Connection,
	name: string,
	ask: () => Promise<T>,
): Promise<T> {
	const known = connection.once.get(name);
	if (known) return (await known) as T;
	const asking = ask();
	connection.once.set(name, asking);
	// A refused read is not an answer: the next item may ask again.
	asking.catch(() => connection.once.delete(name));
	return await asking;
}
