import { oneOf, readForm, text } from '../checks.mts';
import { ACTIVITY_TYPES, type ActivityRow } from '../records.mts';
import { caseInPath } from './cases.mts';
import { childList } from './childList.mts';
import type { Result } from './envelope.mts';
import { renderActivity } from './render.mts';
import type { Call, Route } from './route.mts';
import { tellEscalated } from './told.mts';

const PATH = '/cases/:id/activities';

export const activityRoutes: readonly Route[] = [
	{ method: 'GET', path: PATH, offered: 'activitiesOffered', handle: listActivities },
	{ method: 'POST', path: PATH, offered: 'activitiesOffered', handle: addActivity },
];

function listActivities(call: Call): Result {
	return childList<ActivityRow>(call, 'activities', caseInPath(call).id, renderActivity);
}

function addActivity(call: Call): Result {
	const { id } = caseInPath(call);
	const body = readForm(call.body, {
		fields: { activity_type: oneOf(ACTIVITY_TYPES), description: text(65_535, 1) },
		required: ['activity_type', 'description'],
	});
	const added = call.store.addActivity({
		case_id: id,
		activity_type: String(body.activity_type),
		description: String(body.description),
		user_id: call.user.id,
		created_at: call.now,
	});
	if (added.activity_type === 'escalation') tellEscalated(call, caseInPath(call));
	return { status: 201, message: 'Activity added', data: renderActivity(call, added) };
}
