import type { Change, FromTo } from '../shared/changes/change';
import type { EventName } from '../shared/changes/events';
import { inOrder } from '../shared/changes/events';
import type { CaseRecord, FoundCase } from '../shared/record/case';

const WORDS = 'Made-up example, not a case of this OpenCHS';

/** A change that never happened, with a case that does not exist; every text says so. */
export function madeUpChange(events: ReadonlySet<EventName>, at: string): Change {
	const [event = 'caseUpdated'] = inOrder(events);
	const about = madeUpCase(at);
	return {
		version: 'made-up',
		at,
		change: CHANGED[event] ?? {},
		about,
		...thing(event, about, at),
	};
}

const CHANGED: Partial<Record<EventName, Record<string, FromTo>>> = {
	assigned: { assigned_to: { from: null, to: 'example.counsellor' } },
	escalated: { is_escalated: { from: false, to: true } },
	priorityRaised: { priority: { from: 'low', to: 'medium' } },
	statusChanged: { status: { from: 'open', to: 'closed' } },
};

function thing(
	event: EventName,
	about: FoundCase,
	at: string,
): Pick<Change, 'kind' | 'id' | 'events' | 'found'> {
	if (event === 'communicationReceived') {
		return { kind: 'communication', id: 0, events: [event], found: found(communication(at)) };
	}
	if (event === 'recordingAvailable') {
		return { kind: 'recording', id: 0, events: [event], found: found(recording(at)) };
	}
	const events: EventName[] =
		event === 'caseCreated' || event === 'caseUpdated' ? [event] : [event, 'caseUpdated'];
	return { kind: 'case', id: 0, events, found: about };
}

function found<R extends CaseRecord | Record<string, string | number | null>>(record: R) {
	return { record, raw: record };
}

function madeUpCase(at: string): FoundCase {
	return found({
		id: 0,
		case_number: 'MADE-UP-EXAMPLE',
		title: WORDS,
		description: WORDS,
		category: 'Made-up category',
		subcategory: null,
		priority: 'medium',
		status: 'open',
		assigned_to: 'example.counsellor',
		assigned_user_id: 0,
		created_at: at,
		updated_at: at,
		external_key: null,
	});
}

function communication(at: string) {
	return {
		id: 0,
		case_id: 0,
		contact_type: 'sms',
		direction: 'inbound',
		contact_address: '+999000000000',
		message: WORDS,
		created_at: at,
	};
}

function recording(at: string) {
	return {
		id: 0,
		case_id: 0,
		file_name: 'made-up-example.wav',
		file_type: 'audio',
		mime_type: 'audio/wav',
		description: WORDS,
		created_at: at,
	};
}
