import { AHEAD_MS, OLDEST_MS } from './verify';

/** As long as a delivery can be accepted at all; after that `verify` refuses it. */
const KEPT_MS = OLDEST_MS + AHEAD_MS;
/** Of all nodes of a process together; a busy helpline has some hundred in that time. */
const MOST = 20_000;

/** When each thing was taken, oldest first. Static data would not do: n8n does not keep it here (host facts L4). */
const taken = new Map<string, number>();

export interface Receiver {
	workflowId: string;
	nodeId: string;
}

/**
 * Takes a delivery, once: of two that arrive together, one is told yes. Nothing is awaited in here, so
 * that no second one can come in between. Another process, or this one after a restart, knows nothing of
 * it: what starts twice there carries the same `change_key`.
 */
export function takeDelivery(receiver: Receiver, deliveryId: string, now: number): boolean {
	return take(keyOf(receiver, 'delivery', deliveryId), now);
}

/**
 * Takes a change under one event, once. A server tells of one change by several deliveries at the same
 * moment, and n8n's Remove Duplicates cannot tell two runs apart that reach it together.
 */
export function takeChange(
	receiver: Receiver,
	changeKey: string,
	event: string,
	now: number,
): boolean {
	return take(keyOf(receiver, event, changeKey), now);
}

/** Nothing came of it: its repeat may have another try. */
export function giveBack(receiver: Receiver, deliveryId: string): void {
	taken.delete(keyOf(receiver, 'delivery', deliveryId));
}

function take(key: string, now: number): boolean {
	for (const [oldest, at] of taken) {
		if (now - at <= KEPT_MS && taken.size < MOST) break;
		taken.delete(oldest);
	}
	if (taken.has(key)) return false;
	taken.set(key, now);
	return true;
}

function keyOf({ workflowId, nodeId }: Receiver, kind: string, id: string): string {
	return JSON.stringify([workflowId, nodeId, kind, id]);
}
