import { attachments } from './attachments.mts';
import { audits, caseActivities } from './caseActivities.mts';
import { cases } from './cases.mts';
import { categories } from './categories.mts';
import { dispositions } from './dispositions.mts';
import { clients, contacts, perpetrators, reporters } from './people.mts';
import type { Resource } from './resource.mts';
import { auth, users } from './users.mts';

export const RESOURCES: Readonly<Record<string, Resource>> = {
	attachments,
	au: audits,
	auth,
	case_activities: caseActivities,
	cases,
	categories,
	clients,
	contacts,
	dispositions,
	perpetrators,
	reporters,
	subcategories: categories,
	users,
};
