import type { Change } from '../../../nodes/shared/changes/change';
import { personFields } from '../../../nodes/shared/helpline/deployed/personFields';
import type { Helpline, PersonKind } from '../../../nodes/shared/helpline/verbs';
import type { CaseRecord, CaseWrite, Found, FoundCase } from '../../../nodes/shared/record/case';
import { WRITABLE_FIELDS } from '../../../nodes/shared/record/fields';
import type { Download } from '../../../nodes/shared/transport/download';
import { MARKER, MARKER_PHONE, planted, plantCase, plantExtras } from '../../support/markers';

export const CODE = 'demo';

/** A case as a verb hands it over: the marker stands in every personal field, also in raw members nobody knows. */
export function foundCase(changes: Partial<CaseRecord> = {}): FoundCase {
	const record: CaseRecord = {
		id: 7,
		case_number: 'CASE-2026-000007',
		...plantCase(),
		...plantExtras(),
		status: 'open',
		assigned_to: 'counsellor1',
		assigned_user_id: 3,
		created_at: '2026-01-05T08:00:00Z',
		updated_at: '2026-01-06T08:00:00Z',
		external_key: 'form:1',
		...changes,
	};
	const raw = {
		...record,
		assigned_user: { id: 3, full_name: planted('assigned_user') },
		category: record.category,
		something_new: planted('a member that nobody knows'),
	};
	return { record, raw };
}

export function caseWrite(changes: Partial<CaseWrite> = {}): CaseWrite {
	return { ...foundCase(), outcome: 'created', externalKey: 'form:1', notSent: [], ...changes };
}

function both(record: Found['record']): Found {
	return { record, raw: { ...record, something_new: planted('a member that nobody knows') } };
}

export const FOUND = {
	activity: both({
		id: 11,
		case_id: 7,
		activity_type: 'note',
		description: planted('activity description'),
		created_by: 3,
		created_at: '2026-01-06T08:00:00Z',
	}),
	communication: both({
		id: 12,
		case_id: 7,
		contact_type: 'call',
		direction: 'inbound',
		contact_address: MARKER_PHONE,
		duration: 60,
		call_status: 'answered',
		message: planted('message'),
		created_at: '2026-01-06T08:00:00Z',
	}),
	attachment: both({
		id: 13,
		case_id: 7,
		file_name: `${MARKER}.pdf`,
		file_type: 'document',
		mime_type: 'application/pdf',
		file_size: 4,
		description: planted('attachment description'),
		created_at: '2026-01-06T08:00:00Z',
	}),
	person: both({
		id: '14',
		case_id: '7',
		kind: 'client',
		name: planted('person name'),
		phone: MARKER_PHONE,
		email: `${MARKER.toLowerCase()}.person@example.org`,
		age: '9',
		age_group: '6-12',
		sex: 'Female',
		location: planted('person location'),
		relationship: planted('person relationship'),
		created_at: '2026-01-06T08:00:00Z',
		external_key: 'form:1',
	}),
	user: {
		record: { id: 3, username: 'counsellor1', role: 'counsellor', is_active: true },
		raw: { id: 3, username: 'counsellor1', full_name: planted('full_name'), phone: MARKER_PHONE },
	},
	category: both({ id: 5, name: 'Physical', path: 'Abuse > Physical', parent_id: 4 }),
	disposition: both({ id: 6, name: 'Advice given', code: 'ADV', category: 'call' }),
	statistics: both({
		period: 'month',
		start_date: '2026-01-01T00:00:00Z',
		end_date: '2026-01-31T00:00:00Z',
		total_cases: 2,
		by_status: { open: 1, closed: 1 },
		by_priority: { low: 2 },
		by_category: { Abuse: 2 },
		avg_resolution_time_hours: 5.5,
		table: [{ status: 'open', cases: 1 }],
	}),
} satisfies Record<string, Found>;

function listing<F>(...found: F[]) {
	return { found, total: found.length, remarks: [] as string[] };
}

export function download(): Download {
	return {
		content: Buffer.from('file'),
		fileName: `${MARKER}.pdf`,
		mimeType: 'application/pdf',
		bytesRead: () => 4,
	};
}

/** A case that was opened. */
export function madeChange(changes: Partial<Change> = {}): Change {
	const about = foundCase();
	return {
		kind: 'case',
		id: 7,
		version: '2026-01-05T08:00:00.000Z',
		at: '2026-01-05T08:00:00Z',
		events: ['caseCreated'],
		change: {},
		found: about,
		about,
		...changes,
	};
}

/** A helpline that answers everything and remembers what it was asked. */
export function fakeHelpline() {
	return {
		checkServer: jest.fn().mockResolvedValue({
			milliseconds: 12,
			account: 'counsellor1',
			role: 'counsellor',
			remarks: [],
		}),
		createCase: jest.fn().mockResolvedValue(caseWrite({ matched: null })),
		createOrUpdateCase: jest.fn().mockResolvedValue(caseWrite({ matched: null })),
		updateCase: jest.fn().mockResolvedValue(caseWrite({ outcome: 'updated' })),
		deleteCase: jest.fn().mockResolvedValue(undefined),
		getCase: jest.fn().mockResolvedValue(foundCase()),
		findCaseByKey: jest.fn().mockResolvedValue(foundCase()),
		listCases: jest.fn().mockResolvedValue(listing(foundCase(), foundCase({ id: 8 }))),
		searchCases: jest.fn().mockResolvedValue(listing(foundCase())),
		caseFields: jest.fn().mockResolvedValue(
			WRITABLE_FIELDS.map(({ isRequired, isDeployedOnly, ...field }) => ({
				...field,
				required: isRequired === true,
				isSent: isDeployedOnly !== true,
			})),
		),
		addActivity: jest.fn().mockResolvedValue({ ...FOUND.activity, outcome: 'created' }),
		listActivities: jest.fn().mockResolvedValue(listing(FOUND.activity)),
		logCommunication: jest.fn().mockResolvedValue({ ...FOUND.communication, outcome: 'created' }),
		listCommunications: jest.fn().mockResolvedValue(listing(FOUND.communication)),
		downloadRecording: jest.fn().mockImplementation(async () => download()),
		uploadAttachment: jest.fn().mockResolvedValue({ ...FOUND.attachment, outcome: 'created' }),
		downloadAttachment: jest.fn().mockImplementation(async () => download()),
		listAttachments: jest.fn().mockResolvedValue(listing(FOUND.attachment)),
		personFields: jest.fn().mockImplementation(async (kind: PersonKind) => personFields(kind)),
		addPerson: jest.fn().mockResolvedValue({ ...FOUND.person, outcome: 'created' }),
		listPeople: jest.fn().mockResolvedValue(listing(FOUND.person)),
		updatePerson: jest.fn().mockResolvedValue({ ...FOUND.person, outcome: 'updated' }),
		removePerson: jest.fn().mockResolvedValue(undefined),
		getMe: jest.fn().mockResolvedValue(FOUND.user),
		listUsers: jest.fn().mockResolvedValue(listing(FOUND.user)),
		listReference: jest
			.fn()
			.mockImplementation(async (list: string) =>
				listing(
					list === 'users'
						? FOUND.user
						: list === 'dispositions'
							? FOUND.disposition
							: FOUND.category,
				),
			),
		caseStatistics: jest.fn().mockResolvedValue(FOUND.statistics),
		readChanges: jest.fn().mockResolvedValue({
			changes: [madeChange()],
			mark: {},
			isMore: false,
			stopped: null,
			restored: null,
			remarks: [],
		}),
		sampleChanges: jest.fn().mockResolvedValue([]),
		changeIn: jest.fn().mockReturnValue(null),
		listWebhooks: jest.fn().mockResolvedValue({ found: [], total: 0, remarks: [] }),
		addWebhook: jest.fn().mockResolvedValue(both({ id: 'wh_1' })),
		removeWebhook: jest.fn().mockResolvedValue(undefined),
		casePage: jest.fn().mockImplementation((id) => `https://helpline.example/cases/${id}/view`),
	} satisfies { [V in keyof Helpline]: jest.Mock };
}

export type FakeHelpline = ReturnType<typeof fakeHelpline>;
