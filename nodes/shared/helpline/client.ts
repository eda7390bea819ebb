import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Connection, RequestContext, RequestSettings } from '../transport/connection';
import { connect, DEFAULT_TIMEOUT_MS } from '../transport/connection';
import { DEFAULT_RETRY } from '../transport/retry';
import type { BatchVerbs } from './batch';
import { deployedDialect } from './deployed';
import { deployedBatch } from './deployed/batch';
import { deployedExport } from './deployed/caseExport';
import type { Helpline } from './dialect';
import type { ExportVerbs } from './export';
import { publishedDialect } from './published';
import { publishedBatch } from './published/batch';
import { publishedExport } from './published/caseExport';

/** The login that a person picks is the only thing that decides which server is spoken to. */
const LOGINS = {
	apiKey: {
		credentialType: 'openChsApi',
		dialect: publishedDialect,
		batch: publishedBatch,
		exports: publishedExport,
	},
	otp: {
		credentialType: 'openChsOtpApi',
		dialect: publishedDialect,
		batch: publishedBatch,
		exports: publishedExport,
	},
	login: {
		credentialType: 'openChsLoginApi',
		dialect: deployedDialect,
		batch: deployedBatch,
		exports: deployedExport,
	},
} as const satisfies Record<
	string,
	{
		credentialType: string;
		dialect: (connection: Connection) => Helpline;
		batch: (connection: Connection) => BatchVerbs;
		exports: (connection: Connection) => ExportVerbs;
	}
>;

export interface Run {
	helpline: Helpline;
	/** Marks every output record. */
	helplineCode: string;
	/** Writes the one info line of the run, with `more` behind it; call it once, also when the run failed. */
	end(more?: string): void;
}

/**
 * Opens the helpline that the node's login names; reads the credential once for the whole run. A poll
 * hands in settings of its own, because n8n gives it little time.
 */
export async function openRun(
	this: RequestContext,
	settings: RequestSettings = requestSettings(this),
): Promise<Run> {
	return await openBatchRun.call(this, settings);
}

/** A run that works on many cases at a time, beyond the verbs for single ones. */
export interface BatchRun extends Run {
	batch: BatchVerbs;
	exports: ExportVerbs;
}

/** Opens a run with the verbs for many cases. */
export async function openBatchRun(
	this: RequestContext,
	settings: RequestSettings = requestSettings(this),
): Promise<BatchRun> {
	const login = LOGINS[loginOf(this)];
	const connection = await connect(this, login.credentialType, settings);
	const { counts } = connection;
	return {
		helpline: login.dialect(connection),
		batch: login.batch(connection),
		exports: login.exports(connection),
		helplineCode: connection.helplineCode,
		end: (more = '') =>
			this.logger.info(
				`OpenCHS run: ${counts.requests} requests, ${counts.repeats} repeated, ${Math.round(counts.waitedMs / 1000)} s waited${more}`,
			),
	};
}

function loginOf(context: RequestContext): keyof typeof LOGINS {
	const chosen = parameter(context, 'authentication', 'login');
	return typeof chosen === 'string' && chosen in LOGINS ? (chosen as keyof typeof LOGINS) : 'login';
}

/** The request settings of a node's options, each with its default. */
function requestSettings(context: RequestContext): RequestSettings {
	const options = parameter(context, 'options', {});
	const given = (typeof options === 'object' && options !== null ? options : {}) as IDataObject;
	return {
		timeoutMs: seconds(given.timeout) ?? DEFAULT_TIMEOUT_MS,
		retry: {
			attempts: Math.max(1, Math.floor(numberOr(given.attempts, DEFAULT_RETRY.attempts))),
			firstWaitMs: seconds(given.firstWaitSeconds) ?? DEFAULT_RETRY.firstWaitMs,
			patienceMs:
				Math.max(0, numberOr(given.patienceMinutes, DEFAULT_RETRY.patienceMs / 60_000)) * 60_000,
		},
	};
}

function seconds(value: unknown): number | undefined {
	const given = numberOr(value, Number.NaN);
	return Number.isNaN(given) || given < 0 ? undefined : given * 1000;
}

function numberOr(value: unknown, otherwise: number): number {
	const given = typeof value === 'number' ? value : Number.NaN;
	return Number.isFinite(given) ? given : otherwise;
}

/** Settings of a run are the same for all items; pickers read them from the panel as it stands. */
function parameter(context: RequestContext, name: string, otherwise: string | object): unknown {
	if (isExecution(context)) return context.getNodeParameter(name, 0, otherwise);
	if ('getCurrentNodeParameter' in context)
		return context.getCurrentNodeParameter(name) ?? otherwise;
	return context.getNodeParameter(name, otherwise);
}

function isExecution(context: RequestContext): context is IExecuteFunctions {
	return 'getInputData' in context;
}
