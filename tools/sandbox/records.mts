/**
 * The sandbox's one set of records, in the words that both dialects translate from. A dialect's
 * folder decides what of this goes over the wire and under which name.
 */
export interface CaseRow {
	id: number;
	case_number: string;
	external_key: string | null;
	channel: string | null;
	title: string;
	description: string | null;
	plan: string | null;
	category: string;
	subcategory: string | null;
	priority: string;
	status: string;
	gbv_related: string | null;
	reporter_name: string | null;
	reporter_phone: string | null;
	reporter_email: string | null;
	reporter_relationship: string | null;
	reporter_age_group: string | null;
	reporter_sex: string | null;
	child_name: string | null;
	child_age: number | null;
	child_gender: string | null;
	child_location: string | null;
	assigned_user_id: number | null;
	ai_transcript: string | null;
	ai_translation: string | null;
	/** JSON as text. */
	ai_entities: string | null;
	ai_classification: string | null;
	ai_risk_level: string | null;
	ai_confidence: number | null;
	created_at: string;
	updated_at: string;
	resolved_at: string | null;
	created_by: number | null;
	updated_by: number | null;
	/** Fields taken through `acceptFields`: JSON as text. */
	extra: string | null;
	/** A deleted case stays in the table, so that a test can tell "deleted" from "never made". */
	deleted_at: string | null;
}

export interface ActivityRow {
	id: number;
	case_id: number;
	activity_type: string;
	description: string;
	user_id: number | null;
	created_at: string;
}

export interface CommunicationRow {
	id: number;
	case_id: number;
	contact_type: string;
	direction: string;
	contact_address: string | null;
	duration: number | null;
	call_status: string | null;
	disposition_id: number | null;
	message: string | null;
	user_id: number | null;
	created_at: string;
}

export interface AttachmentRow {
	id: number;
	case_id: number;
	file_name: string;
	file_type: string;
	mime_type: string;
	file_size: number;
	sha256: string;
	description: string | null;
	uploaded_by: number | null;
	created_at: string;
}

export interface UserRow {
	id: number;
	username: string;
	full_name: string;
	email: string;
	phone: string;
	role: string;
	is_active: number;
}

export interface DispositionRow {
	id: number;
	code: string;
	name: string;
	category: string;
	is_active: number;
}

export interface CategoryRow {
	id: number;
	parent_id: number | null;
	name: string;
}

export interface SessionRow {
	id: string;
	user_id: number;
	expires_at: number;
}

export const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const;
export const STATUSES = ['open', 'assigned', 'in_progress', 'resolved', 'closed'] as const;
export const GENDERS = ['male', 'female', 'other', 'unknown'] as const;
export const ACTIVITY_TYPES = [
	'note',
	'status_change',
	'assignment',
	'escalation',
	'resolution',
] as const;
export const CONTACT_TYPES = ['call', 'sms', 'email', 'web', 'whatsapp'] as const;
export const DIRECTIONS = ['inbound', 'outbound'] as const;
export const FILE_TYPES = ['audio', 'document', 'image', 'other'] as const;
