import type {
	ActivityRow,
	AttachmentRow,
	CaseRow,
	CommunicationRow,
	UserRow,
} from '../records.mts';
import { API_BASE } from '../paths.mts';
import type { Settings } from '../settings.mts';
import type { Call } from './route.mts';

type Rendered = Record<string, unknown>;

/** Times as this server writes them. */
export function renderTime(settings: Settings, stored: string): string {
	const exact = settings.timePrecision === 'seconds' ? stored.replace(/\.\d{3}Z$/, 'Z') : stored;
	return settings.timesWithoutZone ? exact.replace(/Z$/, '') : exact;
}

export function renderId(settings: Settings, id: number | null): number | string | null {
	return settings.idsAsText && id !== null ? String(id) : id;
}

/** The case record as documented; what only the other dialect knows stays at home. */
export function renderCase(call: Call, row: CaseRow): Rendered {
	const { settings } = call;
	return {
		id: renderId(settings, row.id),
		case_number: row.case_number,
		title: row.title,
		description: row.description,
		category: row.category,
		subcategory: row.subcategory,
		priority: row.priority,
		status: row.status,
		reporter_name: row.reporter_name,
		reporter_phone: row.reporter_phone,
		reporter_email: row.reporter_email,
		reporter_relationship: row.reporter_relationship,
		child_name: row.child_name,
		child_age: row.child_age,
		child_gender: row.child_gender,
		child_location: row.child_location,
		...assignee(call, row.assigned_user_id),
		ai_transcript: row.ai_transcript,
		ai_translation: row.ai_translation,
		ai_entities: row.ai_entities === null ? null : JSON.parse(row.ai_entities),
		ai_classification: row.ai_classification,
		ai_risk_level: row.ai_risk_level,
		ai_confidence: row.ai_confidence,
		created_at: renderTime(settings, row.created_at),
		updated_at: renderTime(settings, row.updated_at),
		created_by: renderId(settings, row.created_by),
		updated_by: renderId(settings, row.updated_by),
		...(row.extra === null ? {} : JSON.parse(row.extra)),
	};
}

function assignee(call: Call, id: number | null): Rendered {
	const { settings, store } = call;
	const shown = settings.assigneeShown;
	const user = id === null || shown === 'id' ? undefined : store.users().get(id);
	const short = user && {
		id: renderId(settings, user.id),
		username: user.username,
		full_name: user.full_name,
	};
	return {
		assigned_user_id: renderId(settings, id),
		...((shown === 'both' || shown === 'object') && { assigned_user: short ?? null }),
		...((shown === 'both' || shown === 'text') && { assigned_to: user?.username ?? null }),
	};
}

export function renderActivity({ settings }: Call, row: ActivityRow): Rendered {
	return {
		id: renderId(settings, row.id),
		case_id: renderId(settings, row.case_id),
		activity_type: row.activity_type,
		description: row.description,
		user_id: renderId(settings, row.user_id),
		created_at: renderTime(settings, row.created_at),
	};
}

export function renderCommunication({ settings }: Call, row: CommunicationRow): Rendered {
	return {
		id: renderId(settings, row.id),
		case_id: renderId(settings, row.case_id),
		contact_type: row.contact_type,
		direction: row.direction,
		contact_address: row.contact_address,
		duration: row.duration,
		call_status: row.call_status,
		disposition_id: renderId(settings, row.disposition_id),
		message: row.message,
		user_id: renderId(settings, row.user_id),
		created_at: renderTime(settings, row.created_at),
	};
}

export function renderAttachment(call: Call, row: AttachmentRow): Rendered {
	const { settings } = call;
	const url = downloadUrl(call, row.id);
	return {
		id: renderId(settings, row.id),
		case_id: renderId(settings, row.case_id),
		file_name: row.file_name,
		file_type: row.file_type,
		mime_type: row.mime_type,
		file_size: row.file_size,
		description: row.description,
		uploaded_by: renderId(settings, row.uploaded_by),
		created_at: renderTime(settings, row.created_at),
		...(url !== undefined && { download_url: url }),
	};
}

function downloadUrl({ settings, request }: Call, id: number): string | undefined {
	const path = `${API_BASE}/attachments/${id}/download`;
	switch (settings.downloadAddress) {
		case 'none':
			return undefined;
		case 'relative':
			return path;
		case 'absolute':
			return `http://${request.headers.host ?? '127.0.0.1'}${path}`;
		default:
			return settings.downloadAddress.replace(/\/$/, '') + path;
	}
}

export function renderUser({ settings }: Call, row: UserRow): Rendered {
	return {
		id: renderId(settings, row.id),
		username: row.username,
		full_name: row.full_name,
		email: row.email,
		phone: row.phone,
		role: row.role,
		is_active: row.is_active === 1,
	};
}
