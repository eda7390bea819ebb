import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Change } from '../shared/changes/change';
import { changeItem } from '../shared/changes/changeItem';
import { isOnlyNamed, toChange, withCase } from '../shared/changes/webhookChange';
import { chosenEvent } from '../shared/changes/events';
import { passes } from '../shared/changes/filters';
import { openRun } from '../shared/helpline/client';
import type { Helpline } from '../shared/helpline/verbs';
import { cleanError, reasonFor } from '../shared/transport/errors';
import { giveBack, takeChange, takeDelivery } from './claims';
import type { Settings } from './settings';
import { readSecret, readSettings } from './settings';
import type { Delivery, Refusal } from './verify';
import { verify } from './verify';

/** OpenCHS waits five seconds for an answer; the case is read in less, or not at all. */
const READ_MS = 3_000;

/** Where what is delivered comes from. By hand there is no login, and nothing but the delivery itself. */
interface Source {
	helplineCode: string;
	helpline: Helpline | null;
}

/**
 * Answers one call to the trigger's address. What is not genuine, not whole or not young starts nothing;
 * neither does a repeat, or what nobody waits for.
 */
export async function receive(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const now = Date.now();
	const verdict = verify(bodyOf(this), signatureOf(this), await readSecret(this), now);
	if ('refusal' in verdict) return refuse(this, verdict.refusal);

	const { delivery } = verdict;
	const settings = readSettings(this);
	const source = await sourceOf(this, settings, now);
	// Somebody who listens for a test event wants to see it, also when it came before.
	if (this.getMode() === 'manual') return started(await itemFor(this, delivery, settings, source));

	const receiver = { workflowId: this.getWorkflow().id ?? '', nodeId: this.getNode().id };
	if (!takeDelivery(receiver, delivery.id, now)) return NOTHING;
	try {
		const item = await itemFor(this, delivery, settings, source);
		if (!item) return NOTHING;
		const { change_key: changeKey, event } = item.json;
		return takeChange(receiver, String(changeKey), String(event), now) ? started(item) : NOTHING;
	} catch (error) {
		giveBack(receiver, delivery.id);
		throw cleanError(this.getNode(), error);
	}
}

/** Answered with 200, and nothing starts. */
const NOTHING: IWebhookResponseData = { webhookResponse: { started: false } };

function started(item: INodeExecutionData | null): IWebhookResponseData {
	return item ? { workflowData: [[item]] } : NOTHING;
}

function refuse(context: IWebhookFunctions, { status, sentence }: Refusal): IWebhookResponseData {
	context.logger.info(`OpenCHS webhook: refused with ${status}. ${sentence}.`);
	context.getResponseObject().status(status).json({ error: sentence });
	return { noWebhookResponse: true };
}

/** The bytes as they came: whatever is parsed and written again has another signature. */
function bodyOf(context: IWebhookFunctions): Uint8Array {
	const { rawBody } = context.getRequestObject() as unknown as { rawBody?: unknown };
	return rawBody instanceof Uint8Array ? rawBody : new Uint8Array();
}

function signatureOf(context: IWebhookFunctions): string | undefined {
	const value = context.getHeaderData()['x-openchs-signature'];
	return typeof value === 'string' ? value : undefined;
}

async function sourceOf(
	context: IWebhookFunctions,
	{ isByHand, helplineCode }: Settings,
	now: number,
): Promise<Source> {
	if (isByHand) return { helplineCode, helpline: null };
	return await openRun.call(context, {
		retry: { attempts: 1, firstWaitMs: 0, patienceMs: 0 },
		timeoutMs: READ_MS,
		deadline: now + READ_MS,
	});
}

async function itemFor(
	context: IWebhookFunctions,
	delivery: Delivery,
	settings: Settings,
	{ helpline, helplineCode }: Source,
): Promise<INodeExecutionData | null> {
	const told = helpline ? helpline.changeIn(delivery) : toChange(delivery, { in: 'description' });
	const event = told && chosenEvent(told.events, settings.events);
	if (!told || !event) return null;
	const change = helpline && settings.readsCase ? await known(context, helpline, told) : told;
	// A case that is only named has nothing to filter by: better one too many than one too few.
	const about = change.about && isOnlyNamed(change.about) ? null : change.about;
	if (!passes(about, settings.filters)) return null;
	return changeItem(
		{ change, event },
		{
			helplineCode,
			profile: settings.profile,
			casePage: helpline?.casePage ?? (() => null),
			detectedAt: new Date().toISOString(),
		},
	);
}

/** The change with its case, where it could be read in time; an alert without it is better than none. */
async function known(
	context: IWebhookFunctions,
	helpline: Helpline,
	change: Change,
): Promise<Change> {
	const { about } = change;
	if (!about || !isOnlyNamed(about)) return change;
	try {
		return withCase(change, await helpline.getCase(about.record.id, 0));
	} catch (error) {
		const { code } = reasonFor(error);
		context.logger.warn(
			`OpenCHS webhook: the case was not read (${code}), as much is handed on as was told`,
		);
		return change;
	}
}
