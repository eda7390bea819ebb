import { createHash } from 'node:crypto';

import type { CaseRow } from './records.mts';
import { SEED_DISPOSITIONS, SEED_USERS } from './seedReference.mts';
import { CHILD_NAMES, NOTES, REPORTER_NAMES, SEED_CASES, type SeedCase } from './seedTexts.mts';
import type { Store } from './store.mts';

/** Fixed, so that every start shows the same cases with the same times. */
const FIRST_CASE_AT = Date.UTC(2025, 8, 1, 6, 30);

/** Not a divisor of a day, so that the cases fall on all hours. */
const MINUTES_BETWEEN_CASES = 1111;

const STATUS_CYCLE = ['open', 'assigned', 'in_progress', 'open', 'resolved', 'closed'] as const;
const GENDER_CYCLE = ['female', 'male', 'unknown', 'female', 'male', 'other'] as const;
const CHANNEL_CYCLE = ['call', 'sms', 'webform', 'whatsapp', 'email'] as const;
const GBV_CYCLE = ['no', 'yes', 'unknown'] as const;
const AGE_GROUP_CYCLE = ['25-34', '35-59', '18-24', '60+'] as const;
const SEX_CYCLE = ['Female', 'Male'] as const;

/** Counsellors in the order of `SEED_USERS`. */
const ASSIGNEES = [5, 6, 7, 8, 9, 10] as const;

/** Fills an empty store: people, reference lists, and so many made-up cases. */
export function seed(store: Store, caseCount: number): void {
	store.inOneGo(() => {
		seedUsers(store);
		for (const disposition of SEED_DISPOSITIONS) store.insert('dispositions', { ...disposition });
		seedCategories(store);
		for (let i = 0; i < caseCount; i++) seedCase(store, i);
	});
}

function seedUsers(store: Store): void {
	SEED_USERS.forEach((user, i) => {
		store.insert('users', {
			is_active: 1,
			...user,
			email: `${user.username}@example.invalid`,
			phone: `+999700${String(i + 1).padStart(6, '0')}`,
		});
	});
}

/** The tree is made of the paths that the cases use: category, group, entry. */
function seedCategories(store: Store): void {
	const ids = new Map<string, number>();
	for (const { category, subcategory } of SEED_CASES) {
		let path = '';
		let parent: number | null = null;
		for (const name of [category, ...subcategory.split(' > ')]) {
			path += `^${name}`;
			const known: number =
				ids.get(path) ?? store.insert('categories', { parent_id: parent, name });
			ids.set(path, known);
			parent = known;
		}
	}
}

function seedCase(store: Store, i: number): void {
	const text = pick(SEED_CASES, i);
	const createdAt = at(i);
	const status = pick(STATUS_CYCLE, i);
	const isAssigned = status !== 'open';
	const created = store.insertCase({
		...people(text, i),
		title: text.title,
		description: text.description,
		category: text.category,
		subcategory: text.subcategory,
		priority: text.priority,
		status,
		channel: pick(CHANNEL_CYCLE, i),
		plan: 'Listen, note what was said, agree on the next call.',
		gbv_related: pick(GBV_CYCLE, i),
		assigned_user_id: isAssigned ? pick(ASSIGNEES, i) : null,
		resolved_at: status === 'resolved' || status === 'closed' ? at(i, 26 * 60) : null,
		created_at: createdAt,
		created_by: 5,
		updated_by: 5,
		...(i % 7 === 3 ? aiFields(text) : {}),
	});
	seedChildren(store, created, text, i);
}

function people(text: SeedCase, i: number): Partial<CaseRow> {
	const reporter = pick(REPORTER_NAMES[text.language], i);
	return {
		reporter_name: reporter,
		reporter_phone: `+999710${String(i + 1).padStart(6, '0')}`,
		reporter_email: i % 3 === 0 ? `reporter${i + 1}@example.invalid` : null,
		reporter_relationship: text.relationship,
		reporter_age_group: pick(AGE_GROUP_CYCLE, i),
		reporter_sex: pick(SEX_CYCLE, i),
		child_name: pick(CHILD_NAMES[text.language], i),
		child_age: (i * 5 + 4) % 19,
		child_gender: pick(GENDER_CYCLE, i),
		child_location: text.location,
	};
}

function aiFields(text: SeedCase): Partial<CaseRow> {
	return {
		ai_transcript: text.description,
		ai_translation: text.language === 'en' ? text.description : 'Made-up translation of the call.',
		ai_entities: JSON.stringify({ LOC: [text.location] }),
		ai_classification: text.category,
		ai_risk_level: text.priority === 'critical' ? 'high' : text.priority,
		ai_confidence: 0.75,
	};
}

function seedChildren(store: Store, created: CaseRow, text: SeedCase, i: number): void {
	if (i % 2 === 0) {
		store.addActivity({
			case_id: created.id,
			activity_type: 'note',
			description: pick(NOTES[text.language], i / 2),
			user_id: pick(ASSIGNEES, i),
			created_at: at(i, 45),
		});
	}
	if (i % 3 === 0) {
		store.addCommunication({
			case_id: created.id,
			contact_type: i % 2 === 0 ? 'call' : 'sms',
			direction: 'inbound',
			contact_address: created.reporter_phone,
			duration: i % 2 === 0 ? 120 + i * 7 : null,
			call_status: i % 2 === 0 ? 'answered' : null,
			disposition_id: i % 2 === 0 ? 1 : null,
			message: i % 2 === 0 ? null : text.title,
			user_id: pick(ASSIGNEES, i),
			created_at: at(i, 60),
		});
	}
	// Big seeds are for list walks; a recording on every sixth case would only fill the memory.
	if (i % 6 === 0 && i < 60) addRecording(store, created.id, i);
}

function addRecording(store: Store, caseId: number, i: number): void {
	const content = toneWav(200 + 20 * i);
	store.addAttachment(
		{
			case_id: caseId,
			file_name: `recording-${caseId}.wav`,
			file_type: 'audio',
			mime_type: 'audio/wav',
			file_size: content.length,
			sha256: createHash('sha256').update(content).digest('hex'),
			description: 'Recording of the call',
			uploaded_by: 5,
			created_at: at(i, 75),
		},
		content,
	);
}

/** A quarter of a second of a tone: a real WAV file, in which nobody speaks. */
export function toneWav(hertz: number): Buffer {
	const rate = 8000;
	const samples = rate / 4;
	const wav = Buffer.alloc(44 + samples * 2);
	wav.write('RIFF', 0);
	wav.writeUInt32LE(36 + samples * 2, 4);
	wav.write('WAVEfmt ', 8);
	wav.writeUInt32LE(16, 16);
	wav.writeUInt16LE(1, 20);
	wav.writeUInt16LE(1, 22);
	wav.writeUInt32LE(rate, 24);
	wav.writeUInt32LE(rate * 2, 28);
	wav.writeUInt16LE(2, 32);
	wav.writeUInt16LE(16, 34);
	wav.write('data', 36);
	wav.writeUInt32LE(samples * 2, 40);
	for (let i = 0; i < samples; i++) {
		wav.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * hertz * i) / rate)), 44 + i * 2);
	}
	return wav;
}

function at(i: number, minutesLater = 0): string {
	// A seed of many thousands would run into the future, so it starts again at the first day.
	const minutes = (i * MINUTES_BETWEEN_CASES) % (365 * 24 * 60);
	return new Date(FIRST_CASE_AT + (minutes + minutesLater) * 60_000).toISOString();
}

function pick<T>(list: readonly T[], i: number): T {
	const picked = list[Math.floor(i) % list.length];
	if (picked === undefined) throw new Error('Nothing to pick from');
	return picked;
}
