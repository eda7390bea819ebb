import type { Resource } from './personalColumns';
import { isPersonalColumn } from './personalColumns';

/** The kinds of things that come out of OpenCHS, each with fields of its own. */
export const KINDS = [
	'case',
	'activity',
	'communication',
	'attachment',
	'person',
	'user',
	'statistics',
	'reference',
] as const;
export type Kind = (typeof KINDS)[number];

/** What we add to a record ourselves; the same for every kind, and never about a person. */
const ADDED = [
	'helpline',
	'outcome',
	'matched',
	'parts',
	'duplicates',
	'not_sent',
	'external_key',
] as const;

interface Sensitivity {
	readonly personal: readonly string[];
	readonly open: readonly string[];
}

/**
 * The one table of personal fields: redaction, exports, alerts and tests read it. A field that does
 * not stand here is personal, so that a server that adds one does not open a leak.
 */
const TABLE: Readonly<Record<Kind, Sensitivity>> = {
	case: {
		personal: [
			'title',
			'description',
			'notes',
			'plan',
			'reporter_name',
			'reporter_phone',
			'reporter_email',
			'child_name',
			'child_location',
			'children',
			'assigned_user',
			'ai_transcript',
			'ai_translation',
			'ai_entities',
		],
		open: [
			'id',
			'case_number',
			'channel',
			'category',
			'subcategory',
			'priority',
			'status',
			'is_escalated',
			'gbv_related',
			'reporter_relationship',
			'reporter_age_group',
			'reporter_sex',
			'child_age',
			'child_gender',
			'assigned_to',
			'assigned_user_id',
			'ai_classification',
			'ai_risk_level',
			'ai_confidence',
			'created_at',
			'updated_at',
			'resolved_at',
			'created_by',
			'updated_by',
			'relevance_score',
			'matched_fields',
		],
	},
	activity: {
		personal: ['description'],
		open: ['id', 'case_id', 'activity_type', 'user_id', 'created_by', 'created_at'],
	},
	communication: {
		personal: ['contact_address', 'message'],
		open: [
			'id',
			'case_id',
			'contact_type',
			'direction',
			'duration',
			'call_status',
			'disposition_id',
			'user_id',
			'created_by',
			'created_at',
		],
	},
	attachment: {
		personal: ['file_name', 'description'],
		open: ['id', 'case_id', 'file_type', 'mime_type', 'file_size', 'uploaded_by', 'created_at'],
	},
	person: {
		personal: ['name', 'phone', 'email', 'age', 'location', 'relationship', 'created_at'],
		open: ['id', 'case_id', 'kind', 'sex', 'age_group'],
	},
	user: {
		personal: ['full_name', 'email', 'phone'],
		open: ['id', 'username', 'role', 'is_active'],
	},
	statistics: {
		personal: [],
		open: [
			'period',
			'start_date',
			'end_date',
			'total_cases',
			'by_status',
			'by_priority',
			'by_category',
			'avg_resolution_time_hours',
			'table',
		],
	},
	reference: {
		personal: [],
		open: ['id', 'name', 'code', 'path', 'parent_id', 'category', 'is_active'],
	},
};

/** Every field that the table knows of a kind, ours left out. */
export function knownFields(kind: Kind): string[] {
	return [...TABLE[kind].open, ...TABLE[kind].personal];
}

/** `resource`: of which list of the deployed server the field is a column, under its own name. */
export function isPersonal(kind: Kind, field: string, resource?: Resource): boolean {
	if (ADDED.some((name) => name === field)) return false;
	const { open, personal } = TABLE[kind];
	if (open.includes(field) || personal.includes(field)) return personal.includes(field);
	return resource === undefined || isPersonalColumn(resource, field);
}

/**
 * Whether a value may stay when personal fields are left out. An open field that unexpectedly holds
 * an object is held back as well: what is inside it has no class. Statistics are counts all through.
 */
export function mayStay(kind: Kind, field: string, value: unknown, resource?: Resource): boolean {
	if (isPersonal(kind, field, resource)) return false;
	if (kind === 'statistics') return true;
	const parts: unknown[] = Array.isArray(value) ? value : [value];
	return parts.every((part) => typeof part !== 'object' || part === null);
}
