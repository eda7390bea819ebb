/**
 * Every column of the deployed server (helpline v1, section 19), personal or open. What stands in
 * neither list is personal; a test finds columns that the server has and this table has not.
 */
interface Sensitivity {
	readonly personal: readonly string[];
	readonly open: readonly string[];
}

/** Who of the staff wrote a row, and when. */
const STAMP = ['id', 'created_on', 'created_by', 'created_by_id', 'created_by_role'];
/** Starts of the year, month, week, day and hour of a row. */
const PERIODS = ['yr', 'mn', 'wk', 'dt', 'dth', 'hr', 'h', 'hour'];

const LEVELS = [0, 1, 2, 3, 4, 5, 6];

/** What is known of a person, under the prefix that the resource puts in front. */
function person(prefix: string): Sensitivity {
	const named = (names: readonly string[]) => names.map((name) => `${prefix}${name}`);
	return {
		personal: [
			...named(['fullname', 'fname', 'lname', 'phone', 'email', 'phone2', 'dob', 'age']),
			...named(['national_id', 'national_id_type', 'national_id_type_id', 'address', 'residence']),
			...named(['nationality', 'nationality_id', 'tribe', 'tribe_id', 'lang', 'lang_id']),
			...named(['landmark', 'location', 'location_id', 'is_refugee']),
			...LEVELS.flatMap((level) => named([`location_${level}`, `location_id_${level}`])),
		],
		open: named(['age_group', 'age_group_id', 'sex', 'sex_id']),
	};
}

const CONTACT = person('contact_');
const REPORTER = person('reporter_');
/** Numbers of other rows: they tell nothing by themselves. */
const REPORTER_IDS = ['reporter_id', 'reporter_contact_id'];
/** Where a contact came from: its address is a number or an account, and a session may be made of one. */
const SOURCE = {
	personal: ['src_address', 'src_callid', 'src_uid2', 'src_uid2_'],
	open: [
		...['src', 'src_uid', 'src_uid_', 'src_vector', 'src_usr', 'src_ts', 'src_mime', 'src_status'],
		...['src_campaign_id', 'src_action_id'],
	],
};

const RESOURCES = {
	cases: {
		personal: [
			...REPORTER.personal,
			...SOURCE.personal,
			...['narrative', 'plan', 'police_ob_no', 'specify_service', 'specify_referal'],
			...['is_medical_exam_done', 'is_incidence_reported', 'is_hiv_tested', 'is_pep_given'],
			...['is_art_given', 'is_ecp_given', 'is_counselling_given', 'hiv_test_result'],
			...['counseling_org', 'incidence_when', 'incidence_location', 'incidence_ref_no'],
			...['is_reporter_client', 'theirref', 'activity_src_uid'],
		],
		open: [
			...STAMP,
			...PERIODS,
			...REPORTER.open,
			...REPORTER_IDS,
			...SOURCE.open,
			...['gbv_related', 'case_category_id', 'case_category', 'case_category_root_id'],
			...['case_category_fullname_id', 'knowabout116_id', 'knowabout116', 'justice_id', 'justice'],
			...LEVELS.flatMap((level) => [`cat_${level}`, `cat_id_${level}`]),
			...['assessment_id', 'assessment', 'escalated_by_id', 'escalated_by', 'escalated_by_role'],
			...['escalated_to_id', 'escalated_to', 'escalated_to_role', 'assigned_to_id', 'assigned_to'],
			...['assigned_to_role', 'priority', 'status', 'services', 'referals', 'final_status'],
			...['client_count', 'perp_count', 'activity_count', 'activity_ids', 'activity_last_id'],
			...['activity_on', 'activity_by', 'activity_by_id', 'activity_by_role', 'activity_src'],
			...['disposition_id', 'disposition', 'mn_closed', 'dept'],
		],
	},
	case_activities: {
		personal: [...REPORTER.personal, ...SOURCE.personal, 'detail'],
		open: [
			...STAMP,
			...PERIODS,
			...REPORTER.open,
			...REPORTER_IDS,
			...SOURCE.open,
			...['case_id', 'aub_id', 'activity', 'activity_ref', 'priority', 'status'],
			...['escalated_to_id', 'escalated_to', 'escalated_to_role', 'disposition_id', 'disposition'],
			...['change_count', 'syncts', 'case_dept'],
		],
	},
	contacts: {
		personal: person('').personal,
		open: [...STAMP, ...person('').open, 'reporter_count', 'perp_count', 'client_count'],
	},
	reporters: {
		personal: [...CONTACT.personal, ...SOURCE.personal, 'is_client'],
		open: [...STAMP, ...CONTACT.open, ...SOURCE.open, 'contact_id', 'case_id'],
	},
	clients: {
		personal: [
			...CONTACT.personal,
			...['is_reporter', 'relationship_id', 'relationship', 'relationship_comment'],
			...['is_disabled', 'disability_id', 'disability', 'health_id', 'health', 'hiv_id', 'hiv'],
			...['special_services', 'in_school', 'school_type_id', 'school_type', 'school_level_id'],
			...['school_level', 'school_attendance', 'school_name', 'school_address'],
			...['not_in_school_id', 'not_in_school', 'not_in_school_reason', 'is_married', 'marital_id'],
			...['marital', 'spouse_profession_id', 'spouse_profession', 'spouse_fullname'],
			...['is_guardian_known', 'guardian_marital_id', 'guardian_marital', 'guardian_fullname'],
			...['guardian_national_id', 'household_id', 'household', 'household_adults'],
			...['household_head_occupation_id', 'household_head_occupation', 'is_disabled_refered'],
			...['is_disabled_referals', 'is_reporter_id'],
		],
		open: [
			...STAMP,
			...CONTACT.open,
			...['case_id', 'case_id_', 'case_uuid', 'contact_id', 'category_id', 'category'],
			...['gbv_related', 'src_uid', 'is_delete'],
		],
	},
	perpetrators: {
		personal: [
			...CONTACT.personal,
			...[
				'relationship_id',
				'relationship',
				'shareshome_id',
				'shareshome',
				'marital_id',
				'marital',
			],
			...['health_id', 'health', 'employment_id', 'employment', 'guardian_fullname', 'notes'],
			...['spouse_profession_id', 'spouse_profession', 'spouse_fullname'],
		],
		open: [
			...STAMP,
			...CONTACT.open,
			...['case_id', 'case_id_', 'contact_id', 'src_uid', 'is_delete'],
		],
	},
	attachments: {
		personal: ['file_name'],
		open: [
			...STAMP,
			...['file_id', 'file_mime', 'file_size', 'file_uploadstatus', 'file_movestatus'],
			...['i_', 'case_id', 'case_id_'],
		],
	},
	files: {
		personal: ['name'],
		open: [
			...STAMP,
			...['mime', 'size', 'uploadstatus', 'movestatus', 'channels', 'sample_rate', 'duration'],
			'batch_id',
		],
	},
	dispositions: {
		personal: [...REPORTER.personal, ...SOURCE.personal, 'has_contact'],
		open: [
			...STAMP,
			...REPORTER.open,
			...REPORTER_IDS,
			...SOURCE.open,
			...['disposition_id', 'disposition', 'is_active', 'case_id', 'case_category'],
			...['case_priority', 'case_status'],
		],
	},
	messages: {
		personal: [...SOURCE.personal, 'src_uid', 'src_msg'],
		open: [...STAMP, ...SOURCE.open.filter((name) => name !== 'src_uid')],
	},
	pmessages: {
		personal: [...SOURCE.personal, 'src_uid', 'src_msg', 'contacts'],
		open: [
			...STAMP,
			...PERIODS,
			...SOURCE.open.filter((name) => name !== 'src_uid'),
			...['in_count', 'out_count', 'last_msg_id', 'last_msg_vector', 'dispositions'],
		],
	},
	calls: {
		personal: ['phone', 'contacts'],
		open: [
			...PERIODS,
			...['uniqueid', 'chan_ts', 'context', 'trunk', 'usr', 'usr_name', 'ring_time', 'wait_time'],
			...['queue_time', 'wait_time_tot', 'talk_time', 'hold_time', 'hangup_reason'],
			...['hangup_status', 'hangup_status_txt', 'sla_band_queue', 'sla_band_hold'],
			...['sla_target_queue', 'vector', 'user_id', 'user_name', 'user_role', 'qa_done', 'qa_id'],
			...['qa_score', 'dispositions', 'has_case_id'],
		],
	},
	activities: {
		personal: SOURCE.personal,
		open: [
			...STAMP,
			...PERIODS,
			...SOURCE.open,
			...['activity_ts', 'campaign_id', 'contact_id', 'assigned_on', 'assigned_to_id'],
			...['assigned_to', 'assigned_to_role', 'src_status_ts', 'src_status_duration', 'src_end_ts'],
			...['src_end_duration', 'dispositions', 'activity', 'action'],
		],
	},
	users: {
		personal: [
			...['contact_fullname', 'contact_fname', 'contact_lname', 'contact_phone', 'contact_email'],
			...['contact_location', 'mac'],
		],
		open: [
			...STAMP,
			...['usn', 'role', 'exten', 'is_active', 'contact_id', 'last_break', 'last_break_ts'],
			'available',
		],
	},
	categories: {
		personal: [],
		open: [
			...STAMP,
			...['name', 'fullname', 'fullname_id', 'category_id', 'category_name', 'category_fullname'],
			...['category_fullname_id', 'category_level', 'category_category_id', 'category_root_id'],
			...['category_root_name', 'level', 'root_id', 'root_name', 'uuid', 'code', 'isactive'],
			...['category_id_', 'root_id_'],
		],
	},
	au: {
		// Old and new value of whatever was changed.
		personal: ['v', 'v_'],
		open: [...STAMP, 'aub_id', 'row_id', 't', 'k'],
	},
} as const satisfies Record<string, Sensitivity>;

export type Resource = keyof typeof RESOURCES;

export const DEPLOYED_COLUMNS: Readonly<Record<Resource, Sensitivity>> = RESOURCES;

/** False only for a column that is known to tell nothing about a person. */
export function isPersonalColumn(resource: Resource, column: string): boolean {
	return !DEPLOYED_COLUMNS[resource].open.includes(column);
}
