import { randomUUID } from 'node:crypto';

import { StoreFull } from '../store.mts';

/** The events that the documentation names; `case.*` stands for all of its kind. */
export const WEBHOOK_EVENTS = [
	'case.created',
	'case.updated',
	'case.assigned',
	'case.status_changed',
	'case.escalated',
	'case.resolved',
	'communication.received',
	'audio.processed',
	'ai.prediction_complete',
	'user.login',
] as const;

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** More than any test registers, and too few to fill the memory. */
const MOST = 200;

export interface Webhook {
	id: string;
	name: string;
	url: string;
	secret: string;
	events: string[];
	createdAt: string;
}

/** Whom the sandbox tells of its changes. */
export class WebhookRegistry {
	private readonly webhooks = new Map<string, Webhook>();

	add(given: Omit<Webhook, 'id'>): Webhook {
		if (this.webhooks.size >= MOST) throw new StoreFull('The sandbox holds no more webhooks');
		const webhook = { id: `wh_${randomUUID()}`, ...given };
		this.webhooks.set(webhook.id, webhook);
		return webhook;
	}

	get(id: string): Webhook | undefined {
		return this.webhooks.get(id);
	}

	list(): Webhook[] {
		return [...this.webhooks.values()];
	}

	remove(id: string): boolean {
		return this.webhooks.delete(id);
	}

	waitingFor(event: WebhookEvent): Webhook[] {
		return this.list().filter(({ events }) => events.some((pattern) => matches(pattern, event)));
	}

	clear(): void {
		this.webhooks.clear();
	}
}

function matches(pattern: string, event: string): boolean {
	return pattern === event || (pattern.endsWith('.*') && event.startsWith(pattern.slice(0, -1)));
}

/** Whether a registration may name it: a known event, or all of a known kind. */
export function isEventPattern(pattern: unknown): boolean {
	return typeof pattern === 'string' && WEBHOOK_EVENTS.some((event) => matches(pattern, event));
}

/** The sandbox calls nobody but this machine. */
export function isOnThisMachine(address: unknown): boolean {
	if (typeof address !== 'string' || !URL.canParse(address)) return false;
	const { protocol, hostname } = new URL(address);
	const isLoopback =
		hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
	return isLoopback && (protocol === 'http:' || protocol === 'https:');
}
