import type { INodeExecutionData } from 'n8n-workflow';

import type { Profile } from '../privacy/profiles';
import { profiled, profiledChange } from '../privacy/profiles';
import type { RecordId } from '../record/case';
import type { Change } from './change';
import { changeKey } from './changeKey';
import type { EventName } from './events';
import { inOrder } from './events';

/** How changes of one helpline leave a trigger. */
export interface ChangeForm {
	helplineCode: string;
	profile: Profile;
	casePage: (id: RecordId) => string | null;
	/** When the check or the delivery found it, ISO 8601 UTC. */
	detectedAt: string;
}

/** One change as an item: the record as far as the profile goes, and what happened to it. */
export function changeItem(
	{ change, event }: { change: Change; event: EventName },
	{ helplineCode, profile, casePage, detectedAt }: ChangeForm,
): INodeExecutionData {
	const caseId = change.kind === 'case' ? change.id : change.about?.record.id;
	const link = caseId === undefined ? null : casePage(caseId);
	return {
		json: {
			...profiled(change, profile, link),
			helpline: helplineCode,
			event,
			events: inOrder(change.events),
			change: profiledChange(change, profile),
			change_key: changeKey(helplineCode, change),
			detected_at: detectedAt,
		},
	};
}
