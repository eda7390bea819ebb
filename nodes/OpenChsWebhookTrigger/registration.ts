import type { IHookFunctions } from 'n8n-workflow';

import { serverEvents } from '../shared/changes/webhookChange';
import { openRun } from '../shared/helpline/client';
import type { Helpline } from '../shared/helpline/verbs';
import type { Found } from '../shared/record/case';
import type { Reason } from '../shared/transport/errors';
import { cleanError, reasonFor, toNodeError } from '../shared/transport/errors';
import type { Settings } from './settings';
import { readSecret, readSettings } from './settings';

/** What is kept of a registration: n8n saves it on publishing, and hands a copy to test runs. */
interface Kept {
	webhookId?: string | number;
	/** A test run has an address of its own, and must not take back the one that was published. */
	webhookUrl?: string;
}

/** Nobody waits for publishing for long, and n8n tries again by itself. */
const CALLS = {
	retry: { attempts: 3, firstWaitMs: 1_000, patienceMs: 10_000 },
	timeoutMs: 15_000,
} as const;

/**
 * Asks the server whether it tells this address already what is waited for. Anything else that is
 * registered for the address is taken back: it is from a publication whose end n8n did not live to see,
 * and may be signed with an older secret.
 */
export async function isRegistered(this: IHookFunctions): Promise<boolean> {
	const settings = await checked(this);
	if (settings.isByHand) return true;
	return await withHelpline(this, async (helpline) => {
		const url = addressOf(this);
		const known = keptFor(this, url);
		const found = await registeredAt(this, helpline, url);
		if (found === null) return known !== undefined;
		const own = found.find(
			({ record }) => String(record.id) === String(known) && isWanted(record, settings),
		);
		for (const other of found) {
			if (other !== own) await helpline.removeWebhook(idOf(other), 0);
		}
		return own !== undefined;
	});
}

export async function register(this: IHookFunctions): Promise<boolean> {
	const settings = await checked(this);
	const secret = await readSecret(this);
	return await withHelpline(this, async (helpline) => {
		const url = addressOf(this);
		const added = await helpline.addWebhook(
			{
				name: `n8n workflow ${this.getWorkflow().id ?? ''}`.trim(),
				url,
				secret,
				events: serverEvents(settings.events),
			},
			0,
		);
		const kept = this.getWorkflowStaticData('node') as Kept;
		kept.webhookId = idOf(added);
		kept.webhookUrl = url;
		return true;
	});
}

/** Without an ID, as after a publication that broke off, whatever is registered for the address is taken back. */
export async function unregister(this: IHookFunctions): Promise<boolean> {
	if (this.getNodeParameter('registration', 'byNode') === 'byHand') return true;
	return await withHelpline(this, async (helpline) => {
		const url = addressOf(this);
		const known = keptFor(this, url);
		if (known !== undefined) await helpline.removeWebhook(known, 0);
		else {
			for (const found of (await registeredAt(this, helpline, url)) ?? []) {
				await helpline.removeWebhook(idOf(found), 0);
			}
		}
		const kept = this.getWorkflowStaticData('node') as Kept;
		delete kept.webhookId;
		delete kept.webhookUrl;
		return true;
	});
}

/** What must be right before anything is registered, so that publishing tells what is wrong. */
async function checked(context: IHookFunctions): Promise<Settings> {
	const settings = readSettings(context);
	if ((await readSecret(context)) === '') throw toNodeError(context.getNode(), NO_SECRET);
	return settings;
}

async function withHelpline<T>(
	context: IHookFunctions,
	work: (helpline: Helpline) => Promise<T>,
): Promise<T> {
	try {
		const { helpline, end } = await openRun.call(context, CALLS);
		try {
			return await work(helpline);
		} finally {
			end();
		}
	} catch (error) {
		const reason = reasonFor(error);
		throw toNodeError(context.getNode(), reason.code === 'not_offered' ? NO_WEBHOOKS : reason);
	}
}

/** Null where the server has no list of them. */
async function registeredAt(
	context: IHookFunctions,
	helpline: Helpline,
	url: string,
): Promise<Found[] | null> {
	try {
		return (await helpline.listWebhooks(0)).found.filter(({ record }) => record.url === url);
	} catch (error) {
		if (reasonFor(error).code === 'not_offered') return null;
		throw cleanError(context.getNode(), error);
	}
}

function isWanted({ events, is_active: isActive }: Found['record'], settings: Settings): boolean {
	const registered = Array.isArray(events) ? events.map(String).sort() : [];
	return isActive === true && String(registered) === String(serverEvents(settings.events));
}

function idOf({ record }: Found): string | number {
	return record.id as string | number;
}

function keptFor(context: IHookFunctions, url: string): string | number | undefined {
	const { webhookId, webhookUrl } = context.getWorkflowStaticData('node') as Kept;
	return webhookUrl === url ? webhookId : undefined;
}

function addressOf(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (url === undefined) throw toNodeError(context.getNode(), NO_ADDRESS);
	return url;
}

const NO_SECRET: Reason = {
	code: 'setting',
	message: "No 'Shared Secret' is stored for this trigger",
	description:
		"Choose a credential of the kind 'OpenCHS Webhook Secret API' and fill it in; without it every delivery is refused.",
};

const NO_WEBHOOKS: Reason = {
	code: 'not_offered',
	message: 'This OpenCHS takes no registration of webhooks',
	description:
		"Use the node 'OpenCHS Trigger', which asks by itself. Where an administrator of OpenCHS can enter an address, set 'Registration' to 'By Hand'.",
};

const NO_ADDRESS: Reason = {
	code: 'setting',
	message: 'n8n has no address for this trigger',
	description: 'Save the workflow and publish it again.',
};
