/**
 * What can be waited for, the most specific first: where several apply to a change, the first one that
 * somebody chose names it.
 */
export const EVENTS = [
	'caseCreated',
	'escalated',
	'priorityRaised',
	'assigned',
	'statusChanged',
	'noteAdded',
	'recordingAvailable',
	'communicationReceived',
	'caseUpdated',
] as const;

export type EventName = (typeof EVENTS)[number];

/** The events among these, each once, the most specific first. */
export function inOrder(events: Iterable<EventName>): EventName[] {
	const given = new Set(events);
	return EVENTS.filter((event) => given.has(event));
}

/** The event that a change is delivered under; null when nobody waits for any of its events. */
export function chosenEvent(
	events: readonly EventName[],
	chosen: ReadonlySet<EventName>,
): EventName | null {
	return inOrder(events).find((event) => chosen.has(event)) ?? null;
}

export function isEvent(name: string): name is EventName {
	return EVENTS.some((event) => event === name);
}
