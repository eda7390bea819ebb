import { attachments } from './attachments.mts';
import { audits, caseActivities } from './caseActivities.mts';
import { activities, calls } from './calls.mts';
import { cases } from './cases.mts';
import { categories } from './categories.mts';
import { dispositions } from './dispositions.mts';
import { files } from './files.mts';
import { messages, msg, pmessages } from './messages.mts';
import { clients, contacts, perpetrators, reporters } from './people.mts';
import type { Resource } from './resource.mts';
import { auth, users } from './users.mts';

export const RESOURCES: Readonly<Record<string, Resource>> = {
	activities,
	attachments,
	au: audits,
	auth,
	calls,
	case_activities: caseActivities,
	cases,
	categories,
	clients,
	contacts,
	dispositions,
	files,
	messages,
	msg,
	perpetrators,
	pmessages,
	reporters,
	subcategories: categories,
	users,
};
