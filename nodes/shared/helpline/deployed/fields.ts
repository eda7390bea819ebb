import type { CaseFieldDeclaration, PersonKind, ReferenceList } from '../verbs';
import type { RootName } from './settings';

/** A column of a case that the one record has no word for, and that a person may write under its own name. */
export interface OwnField {
	label: string;
	kind: 'text' | 'flag' | 'time' | 'entry' | 'entries';
	/** The list that an entry is taken from. */
	root?: RootName;
}

/** What this server keeps of a case beyond the one record (helpline v1, section 19, cases). */
export const OWN_CASE_FIELDS: Readonly<Record<string, OwnField>> = {
	assessment_id: { label: 'Assessment', kind: 'entry', root: 'assessment' },
	counseling_org: { label: 'Counselling Organisation', kind: 'text' },
	dept: { label: 'Department', kind: 'text' },
	disposition_id: { label: 'Disposition', kind: 'entry', root: 'disposition' },
	hiv_test_result: { label: 'HIV Test Result', kind: 'text' },
	incidence_location: { label: 'Incidence Location', kind: 'text' },
	incidence_ref_no: { label: 'Incidence Reference', kind: 'text' },
	incidence_when: { label: 'Incidence Time', kind: 'time' },
	is_art_given: { label: 'ART Given', kind: 'flag' },
	is_counselling_given: { label: 'Counselling Given', kind: 'flag' },
	is_ecp_given: { label: 'ECP Given', kind: 'flag' },
	is_hiv_tested: { label: 'HIV Tested', kind: 'flag' },
	is_incidence_reported: { label: 'Incidence Reported', kind: 'flag' },
	is_medical_exam_done: { label: 'Medical Exam Done', kind: 'flag' },
	is_pep_given: { label: 'PEP Given', kind: 'flag' },
	justice_id: { label: 'State of Justice', kind: 'entry', root: 'justice' },
	knowabout116_id: { label: 'Heard About Us', kind: 'entry', root: 'heardAbout' },
	police_ob_no: { label: 'Police Reference', kind: 'text' },
	referals: { label: 'Referrals', kind: 'entries', root: 'referral' },
	services: { label: 'Services', kind: 'entries', root: 'service' },
	specify_referal: { label: 'Referral Details', kind: 'text' },
	specify_service: { label: 'Service Details', kind: 'text' },
	src_callid: { label: 'Session of the Contact', kind: 'text' },
};

const text = (label: string): OwnField => ({ label, kind: 'text' });
const flag = (label: string): OwnField => ({ label, kind: 'flag' });
const entry = (label: string, root: RootName): OwnField => ({ label, kind: 'entry', root });

/** What every person has beyond our words (helpline v1, section 19, contacts). */
const CONTACT: Readonly<Record<string, OwnField>> = {
	address: text('Address'),
	dob: { label: 'Date of Birth', kind: 'time' },
	is_refugee: flag('Refugee'),
	landmark: text('Landmark'),
	lang_id: entry('Language', 'language'),
	national_id: text('National ID'),
	national_id_type_id: entry('National ID Type', 'idType'),
	nationality_id: entry('Nationality', 'nationality'),
	phone2: text('Second Phone'),
	residence: text('Residence'),
	tribe_id: entry('Tribe', 'tribe'),
};

/**
 * The server's own fields of people. `national_id_`, with a line at its end, is left out on purpose: it
 * makes the server ask a registry on the internet and save nothing (helpline v1, 10.1).
 */
export const OWN_PERSON_FIELDS: Readonly<Record<PersonKind, Readonly<Record<string, OwnField>>>> = {
	reporter: CONTACT,
	perpetrator: {
		...CONTACT,
		employment_id: entry('Employment', 'employment'),
		guardian_fullname: text('Guardian'),
		health_id: entry('Health', 'health'),
		marital_id: entry('Marital Status', 'maritalStatus'),
		notes: text('Notes'),
		shareshome_id: entry('Shares Home', 'sharesHome'),
		spouse_fullname: text('Spouse'),
	},
	client: {
		...CONTACT,
		disability_id: entry('Disability', 'disability'),
		gbv_related: flag('Gender-Based Violence'),
		guardian_fullname: text('Guardian'),
		guardian_marital_id: entry('Marital Status of the Guardian', 'maritalStatus'),
		guardian_national_id: text('National ID of the Guardian'),
		health_id: entry('Health', 'health'),
		hiv_id: entry('HIV Status', 'hivStatus'),
		household_adults: text('Adults in the Household'),
		household_id: entry('Household', 'household'),
		in_school: flag('In School'),
		is_disabled: flag('Disabled'),
		is_disabled_refered: flag('Referred for Disability'),
		is_guardian_known: flag('Guardian Known'),
		is_married: flag('Married'),
		marital_id: entry('Marital Status', 'maritalStatus'),
		not_in_school_id: entry('Not in School', 'notInSchool'),
		not_in_school_reason: text('Reason for Not Being in School'),
		relationship_comment: text('Relationship Comment'),
		school_address: text('School Address'),
		school_attendance: text('School Attendance'),
		school_level_id: entry('School Level', 'schoolLevel'),
		school_name: text('School Name'),
		school_type_id: entry('School Type', 'schoolType'),
		special_services: text('Special Services'),
		spouse_fullname: text('Spouse'),
	},
};

/** The lists that the editor can offer, by the root of their tree. */
const LISTS: Partial<Record<RootName, ReferenceList>> = {
	ageGroup: 'ageGroups',
	disposition: 'dispositions',
	location: 'locations',
	referral: 'referrals',
	relationship: 'relationships',
	service: 'services',
	sex: 'sexes',
};

export function toDeclaration(name: string, { label, kind, root }: OwnField): CaseFieldDeclaration {
	const list = root === undefined ? undefined : LISTS[root];
	return {
		name,
		label,
		required: false,
		...(kind === 'flag' ? { type: 'options', options: Object.keys(FLAGS) } : { type: 'string' }),
		...(list === undefined || kind === 'entries' ? {} : { list }),
		isSent: true,
	};
}

export const FLAGS: Readonly<Record<string, string>> = { no: '0', yes: '1', unknown: '2' };

/** The server's names in refusals, in the words of the one record. */
const OUR_WORDS: Readonly<Record<string, string>> = {
	age: 'child_age',
	age_group_id: 'reporter_age_group',
	assigned_to_id: 'assigned_user_id',
	case_category_id: 'category',
	contact_fname: 'reporter_name',
	email: 'reporter_email',
	fname: 'reporter_name',
	gbv_related: 'gbv_related',
	landmark: 'child_location',
	lname: 'reporter_name',
	location_id: 'child_location',
	narrative: 'description',
	phone: 'reporter_phone',
	plan: 'plan',
	priority: 'priority',
	relationship_comment: 'reporter_relationship',
	relationship_id: 'reporter_relationship',
	reporter_age_group_id: 'reporter_age_group',
	reporter_contact_id: 'reporter_name',
	reporter_fullname: 'reporter_name',
	reporter_id: 'reporter_name',
	reporter_phone: 'reporter_phone',
	reporter_sex_id: 'reporter_sex',
	sex_id: 'reporter_sex',
	src: 'channel',
	src_uid: 'external_key',
	status: 'status',
	theirref: 'external_key',
};

export function ourWord(column: string): string | null {
	return Object.hasOwn(OUR_WORDS, column) ? (OUR_WORDS[column] ?? null) : null;
}

export function ownFieldLabel(name: string): string | null {
	return Object.hasOwn(OWN_CASE_FIELDS, name) ? (OWN_CASE_FIELDS[name]?.label ?? null) : null;
}
