import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { RequestContext, RequestSettings } from '../transport/connection';
import { connect, DEFAULT_TIMEOUT_MS } from '../transport/connection';
import type { RetryPolicy } from '../transport/retry';
import { DEFAULT_RETRY } from '../transport/retry';
import type { BatchVerbs } from './batch';
import { dialectOf } from './dialect';
import type { ExportVerbs } from './export';
import type { Helpline } from './verbs';

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
	const dialect = dialectOf(parameter(this, 'authentication', 'login'));
	const connection = await connect(this, dialect.credentialType, settings);
	const { counts } = connection;
	return {
		helpline: dialect.helpline(connection),
		batch: dialect.batch(connection),
		exports: dialect.exports(connection),
		helplineCode: connection.helplineCode,
		end: (more = '') =>
			this.logger.info(
				`OpenCHS run: ${counts.requests} requests, ${counts.repeats} repeated, ${Math.round(counts.waitedMs / 1000)} s waited${more}`,
			),
	};
}

/** The request settings of a node's options, each with its default; `usual` is what a node does without an entry. */
export function requestSettings(
	context: RequestContext,
	usual: RetryPolicy = DEFAULT_RETRY,
): RequestSettings {
	const options = parameter(context, 'options', {});
	const given = (typeof options === 'object' && options !== null ? options : {}) as IDataObject;
	return {
		timeoutMs: seconds(given.timeout) ?? DEFAULT_TIMEOUT_MS,
		retry: {
			attempts: Math.max(1, Math.floor(numberOr(given.attempts, usual.attempts))),
			firstWaitMs: seconds(given.firstWaitSeconds) ?? usual.firstWaitMs,
			patienceMs:
				Math.max(0, numberOr(given.patienceMinutes, usual.patienceMs / 60_000)) * 60_000,
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
