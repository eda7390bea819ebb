/** Tables and their columns; everything lives in memory and is gone when the sandbox stops. */
export const TABLES = {
	cases: {
		id: 'INTEGER PRIMARY KEY AUTOINCREMENT',
		case_number: 'TEXT NOT NULL UNIQUE',
		external_key: 'TEXT',
		channel: 'TEXT',
		title: 'TEXT NOT NULL',
		description: 'TEXT',
		plan: 'TEXT',
		category: 'TEXT NOT NULL',
		subcategory: 'TEXT',
		priority: 'TEXT NOT NULL',
		status: 'TEXT NOT NULL',
		gbv_related: 'TEXT',
		reporter_name: 'TEXT',
		reporter_phone: 'TEXT',
		reporter_email: 'TEXT',
		reporter_relationship: 'TEXT',
		reporter_age_group: 'TEXT',
		reporter_sex: 'TEXT',
		child_name: 'TEXT',
		child_age: 'INTEGER',
		child_gender: 'TEXT',
		child_location: 'TEXT',
		assigned_user_id: 'INTEGER',
		ai_transcript: 'TEXT',
		ai_translation: 'TEXT',
		ai_entities: 'TEXT',
		ai_classification: 'TEXT',
		ai_risk_level: 'TEXT',
		ai_confidence: 'REAL',
		created_at: 'TEXT NOT NULL',
		updated_at: 'TEXT NOT NULL',
		resolved_at: 'TEXT',
		created_by: 'INTEGER',
		updated_by: 'INTEGER',
		extra: 'TEXT',
		deleted_at: 'TEXT',
	},
	activities: {
		id: 'INTEGER PRIMARY KEY AUTOINCREMENT',
		case_id: 'INTEGER NOT NULL',
		activity_type: 'TEXT NOT NULL',
		description: 'TEXT NOT NULL',
		user_id: 'INTEGER',
		created_at: 'TEXT NOT NULL',
	},
	communications: {
		id: 'INTEGER PRIMARY KEY AUTOINCREMENT',
		case_id: 'INTEGER NOT NULL',
		contact_type: 'TEXT NOT NULL',
		direction: 'TEXT NOT NULL',
		contact_address: 'TEXT',
		duration: 'INTEGER',
		call_status: 'TEXT',
		disposition_id: 'INTEGER',
		message: 'TEXT',
		user_id: 'INTEGER',
		created_at: 'TEXT NOT NULL',
	},
	attachments: {
		id: 'INTEGER PRIMARY KEY AUTOINCREMENT',
		case_id: 'INTEGER NOT NULL',
		file_name: 'TEXT NOT NULL',
		file_type: 'TEXT NOT NULL',
		mime_type: 'TEXT NOT NULL',
		file_size: 'INTEGER NOT NULL',
		sha256: 'TEXT NOT NULL',
		description: 'TEXT',
		uploaded_by: 'INTEGER',
		created_at: 'TEXT NOT NULL',
	},
	users: {
		id: 'INTEGER PRIMARY KEY AUTOINCREMENT',
		username: 'TEXT NOT NULL UNIQUE',
		full_name: 'TEXT NOT NULL',
		email: 'TEXT NOT NULL',
		phone: 'TEXT NOT NULL',
		role: 'TEXT NOT NULL',
		is_active: 'INTEGER NOT NULL',
	},
	dispositions: {
		id: 'INTEGER PRIMARY KEY AUTOINCREMENT',
		code: 'TEXT NOT NULL UNIQUE',
		name: 'TEXT NOT NULL',
		category: 'TEXT NOT NULL',
		is_active: 'INTEGER NOT NULL',
	},
	categories: {
		id: 'INTEGER PRIMARY KEY AUTOINCREMENT',
		parent_id: 'INTEGER',
		name: 'TEXT NOT NULL',
	},
	sessions: {
		id: 'TEXT PRIMARY KEY',
		user_id: 'INTEGER NOT NULL',
		expires_at: 'INTEGER NOT NULL',
	},
} as const;

export type TableName = keyof typeof TABLES;

const INDEXES = [
	'CREATE INDEX cases_created ON cases (created_at, id)',
	'CREATE INDEX cases_updated ON cases (updated_at, id)',
	'CREATE INDEX activities_case ON activities (case_id)',
	'CREATE INDEX communications_case ON communications (case_id)',
	'CREATE INDEX attachments_case ON attachments (case_id)',
];

export function schemaSql(): string {
	const tables = Object.entries(TABLES).map(([table, columns]) => {
		const lines = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
		return `CREATE TABLE ${table} (${lines.join(', ')})`;
	});
	return [...tables, ...INDEXES].join(';\n');
}
