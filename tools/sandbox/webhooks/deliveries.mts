import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import axios from 'axios';

import type { Settings } from '../settings.mts';
import { WebhookRegistry, type Webhook, type WebhookEvent } from './registry.mts';

/** A failed delivery comes again so many seconds after the last try (published API, webhooks). */
const RETRY_SECONDS = [60, 120, 240];
/** The receiver has this long to answer. */
const ANSWER_MS = 5_000;
/** Calls under way at the same time; the others wait their turn. More would have a small receiver answer too late. */
const AT_ONCE = 3;
/** Deliveries that are not over; what comes on top is dropped, and the list says so. */
const MOST_OPEN = 20_000;
/** Deliveries that the list remembers. */
const MOST_KEPT = 20_000;

export interface DeliveryAttempt {
	at: string;
	/** Null when no answer came. */
	status: number | null;
	ms: number;
}

export interface Delivery {
	deliveryId: string;
	webhookId: string;
	event: WebhookEvent;
	body: string;
	attempts: DeliveryAttempt[];
	/** `dropped` was never sent, because too many were open. */
	state: 'open' | 'delivered' | 'given up' | 'dropped';
}

/** Sends what happened to those who registered, as the documentation describes it. */
export class Webhooks {
	readonly registry = new WebhookRegistry();
	private readonly settings: Settings;
	private kept: Delivery[] = [];
	private open = 0;
	private told = 0;
	private free = AT_ONCE;
	private readonly waiting: Array<() => void> = [];
	private end = new AbortController();

	constructor(settings: Settings) {
		this.settings = settings;
	}

	/**
	 * Tells everybody who waits for the event; `data` is written once, so that all retries carry the same
	 * bytes. `at` is the time of the change by the server's clock.
	 */
	tell(event: WebhookEvent, at: string, data: object): void {
		for (const webhook of this.registry.waitingFor(event)) this.begin(webhook, event, at, data);
	}

	list(): readonly Delivery[] {
		return this.kept;
	}

	/** Ends what is under way and forgets everybody. */
	clear(): void {
		this.end.abort();
		this.end = new AbortController();
		this.registry.clear();
		this.kept = [];
		this.open = 0;
		this.told = 0;
		this.free = AT_ONCE;
		this.waiting.length = 0;
	}

	private begin(webhook: Webhook, event: WebhookEvent, at: string, data: object): void {
		const deliveryId = `dlv_${randomUUID()}`;
		const body = JSON.stringify({
			event,
			timestamp: at,
			webhook_id: webhook.id,
			delivery_id: deliveryId,
			data,
		});
		const isTooMuch = this.open >= MOST_OPEN;
		const delivery: Delivery = {
			deliveryId,
			webhookId: webhook.id,
			event,
			body,
			attempts: [],
			state: isTooMuch ? 'dropped' : 'open',
		};
		this.kept.push(delivery);
		if (this.kept.length > MOST_KEPT * 1.1) this.kept = this.kept.slice(-MOST_KEPT);
		if (isTooMuch) return;
		this.open += 1;
		const { signal } = this.end;
		void this.run(webhook, delivery, signal).finally(() => {
			if (!signal.aborted) this.open -= 1;
		});
	}

	private async run(webhook: Webhook, delivery: Delivery, signal: AbortSignal): Promise<void> {
		const isTwice = this.comesTwice();
		for (const seconds of [0, ...RETRY_SECONDS]) {
			const ms = seconds * 1000 * this.settings.webhookRetryScale;
			if (!(await pause(ms, signal))) return;
			// Whoever took the registration back is not called any more.
			if (!this.registry.get(webhook.id)) break;
			const sent = isTwice && seconds === 0 ? 2 : 1;
			const tries = Array.from({ length: sent }, async () => {
				return await this.attempt(webhook, delivery, signal);
			});
			if ((await Promise.all(tries)).some(Boolean)) {
				delivery.state = 'delivered';
				return;
			}
			if (signal.aborted) return;
		}
		delivery.state = 'given up';
	}

	/** Spread evenly, so that a share of 30 means three of every ten. */
	private comesTwice(): boolean {
		const share = this.settings.webhookTwicePercent / 100;
		this.told += 1;
		return Math.floor(this.told * share) > Math.floor((this.told - 1) * share);
	}

	private async attempt(
		webhook: Webhook,
		delivery: Delivery,
		signal: AbortSignal,
	): Promise<boolean> {
		await this.turn();
		const started = Date.now();
		const status = signal.aborted ? null : await send(webhook, delivery, signal);
		if (!signal.aborted) {
			const ms = Date.now() - started;
			delivery.attempts.push({ at: new Date(started).toISOString(), status, ms });
			this.pass();
		}
		return status !== null && status >= 200 && status < 300;
	}

	private async turn(): Promise<void> {
		if (this.free > 0) this.free -= 1;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	private pass(): void {
		const next = this.waiting.shift();
		if (next) next();
		else this.free += 1;
	}
}

async function send(
	webhook: Webhook,
	delivery: Delivery,
	signal: AbortSignal,
): Promise<number | null> {
	const hash = createHmac('sha256', webhook.secret).update(delivery.body).digest('hex');
	try {
		const { status } = await axios.post(webhook.url, Buffer.from(delivery.body), {
			headers: {
				'content-type': 'application/json',
				'user-agent': 'OpenCHS-Webhooks/1.0',
				'x-openchs-event': delivery.event,
				'x-openchs-delivery': delivery.deliveryId,
				'x-openchs-signature': `sha256=${hash}`,
			},
			maxRedirects: 0,
			proxy: false,
			responseType: 'text',
			signal,
			timeout: ANSWER_MS,
			validateStatus: () => true,
		});
		return status;
	} catch {
		// Nobody there, cut or too late: the retries are for that, and the list shows it.
		return null;
	}
}

async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
	if (ms === 0) return !signal.aborted;
	return await wait(ms, true, { signal }).catch(() => false);
}
