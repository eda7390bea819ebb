import { createHash } from 'node:crypto';

import type { ActivityRow, AttachmentRow, CommunicationRow } from '../records.mts';
import { createdFields, type Users } from './caseView.mts';
import { isoOf, periodsOf, secondsOf } from './calendar.mts';
import type { DeployedSide } from './side.mts';
import type { Fields } from './wire/fields.mts';
import { stored } from './wire/stored.mts';

/** Made-up calls end as these did (80). */
const CALL = {
	context: 'DLPN_callcenter',
	trunk: '116',
	ring_time: '5',
	wait_time: '10',
	wait_time_tot: '15',
	hangup_reason: 'peer',
	hangup_status: '5',
};

/** Notes, messages, calls and files that came in through the published API, told in this one. */
export class FeedOfTheOtherSide {
	private readonly side: DeployedSide;
	private waiting: Fields[] = [];
	private touchedCases: Array<{ caseId: number; stamp: Fields }> = [];
	private lastNote = 0;
	private lastCommunication = 0;
	private lastAttachment = 0;

	constructor(side: DeployedSide) {
		this.side = side;
	}

	reset(): void {
		this.waiting = [];
		this.touchedCases = [];
		this.lastNote = 0;
		this.lastCommunication = 0;
		this.lastAttachment = 0;
	}

	takeAsKnown(): void {
		const lastOf = (table: string) =>
			this.side.store.row<{ id: number | null }>(`SELECT max(id) AS id FROM ${table}`)?.id ?? 0;
		this.lastNote = lastOf('activities');
		this.lastCommunication = lastOf('communications');
		this.lastAttachment = lastOf('attachments');
	}

	tell(activity: Fields): void {
		this.waiting.push(activity);
	}

	touched(caseId: number, stamp: Fields): void {
		this.touchedCases.push({ caseId, stamp });
	}

	skipNote(id: number): void {
		this.lastNote = Math.max(this.lastNote, id);
	}

	skipAttachment(id: number): void {
		this.lastAttachment = Math.max(this.lastAttachment, id);
	}

	/** Lines of the feed get their ids in the order in which things happened. */
	catchUp(users: Users): void {
		const told = new Set<string>();
		const tell = (caseId: number, fields: Fields) => {
			told.add(String(caseId));
			this.tell({ case_id: String(caseId), ...fields });
		};
		for (const note of this.newRows<ActivityRow>('activities', this.lastNote)) {
			this.lastNote = note.id;
			tell(note.case_id, {
				...createdFields(secondsOf(note.created_at), users.get(note.user_id ?? 0)),
				activity: '2',
				detail: stored(note.description),
			});
		}
		for (const row of this.newRows<CommunicationRow>('communications', this.lastCommunication)) {
			this.lastCommunication = row.id;
			told.add(String(row.case_id));
			if (row.contact_type === 'call') this.addCall(row, users);
			else this.addMessage(row, users);
		}
		for (const row of this.newRows<AttachmentRow>('attachments', this.lastAttachment)) {
			this.lastAttachment = row.id;
			const attachment = this.addAttachment(row, users);
			tell(row.case_id, {
				...createdFields(secondsOf(row.created_at), users.get(row.uploaded_by ?? 0)),
				activity: '8',
				activity_ref: attachment.id ?? '',
				detail: stored(row.file_name),
			});
		}
		for (const { caseId, stamp } of this.touchedCases) {
			if (!told.has(String(caseId))) {
				tell(caseId, { ...stamp, activity: '2', activity_ref: String(caseId), change_count: '0' });
			}
		}
		this.touchedCases = [];
		this.flush();
	}

	private flush(): void {
		const { archive } = this.side;
		const inOrder = this.waiting.sort(
			(one, other) => Number(one.created_on) - Number(other.created_on),
		);
		for (const fields of inOrder) {
			archive.activities.insert({
				aub_id: archive.nextBatch(),
				...periodsOf(Number(fields.created_on)),
				...fields,
			});
		}
		this.waiting = [];
	}

	private newRows<T>(table: string, after: number): T[] {
		return this.side.store.rows<T>(`SELECT * FROM ${table} WHERE id > ? ORDER BY id`, after);
	}

	private addCall(row: CommunicationRow, users: Users): void {
		const user = users.get(row.user_id ?? 0);
		const at = secondsOf(row.created_at);
		const { hr, ...periods } = periodsOf(Number(at));
		this.side.archive.calls.insert({
			...CALL,
			...periods,
			dth: hr ?? '0',
			uniqueid: `${at}.${row.id}`,
			chan_ts: at,
			phone: stored(row.contact_address?.replace(/^\+/, '') ?? ''),
			usr: String(100 + (user?.id ?? 0)),
			usr_name: user?.username ?? '',
			talk_time: String(row.duration ?? 0),
			hangup_status_txt: stored(row.call_status ?? ''),
			vector: row.direction === 'outbound' ? '2' : '1',
			...(user && {
				user_id: String(user.id),
				user_name: stored(user.username),
				user_role: createdFields(at, user).created_by_role ?? '0',
			}),
		});
	}

	private addMessage(row: CommunicationRow, users: Users): void {
		const at = secondsOf(row.created_at);
		const { hr, ...periods } = periodsOf(Number(at));
		const vector = row.direction === 'outbound' ? '2' : '1';
		const message: Fields = {
			...createdFields(at, users.get(row.user_id ?? 0)),
			src: stored(row.contact_type),
			src_ts: at,
			src_uid: `comm-${row.id}`,
			src_address: stored(row.contact_address?.replace(/^\+/, '') ?? ''),
			src_vector: vector,
			src_callid: `chat-${row.case_id}`,
			src_mime: stored('text/plain'),
			src_msg: stored(row.message ?? ''),
		};
		const added = this.side.archive.messages.insert(message);
		this.side.archive.conversations.insert({
			...message,
			...periods,
			dth: hr ?? '0',
			in_count: vector === '1' ? '1' : '0',
			out_count: vector === '2' ? '1' : '0',
			last_msg_id: added.id ?? '0',
			last_msg_vector: vector,
		});
	}

	private addAttachment(row: AttachmentRow, users: Users): Fields {
		const { archive, store } = this.side;
		const stamp = createdFields(secondsOf(row.created_at), users.get(row.uploaded_by ?? 0));
		const file = archive.files.insert({
			...stamp,
			name: stored(row.file_name),
			mime: stored(row.mime_type),
			size: String(row.file_size),
			movestatus: 'ok',
		});
		file.batch_id = file.id ?? '';
		archive.contents.set(file.id ?? '', store.contentOf(row.id) ?? Buffer.alloc(0));
		return archive.attachments.insert({
			...stamp,
			file_id: file.id ?? '0',
			file_name: file.name ?? '',
			file_mime: file.mime ?? '',
			file_size: file.size ?? '0',
			file_movestatus: 'ok',
			case_id: String(row.case_id),
			case_id_: String(row.case_id),
		});
	}
}

/** The common table wants a sum of each file. */
export function commonAttachment(
	caseId: number,
	file: { name: string; mime: string; content: Buffer },
	userId: number,
	now: number,
): Omit<AttachmentRow, 'id'> {
	return {
		case_id: caseId,
		file_name: file.name,
		file_type: /^(?:audio|image)\//.exec(file.mime)?.[0].slice(0, -1) ?? 'document',
		mime_type: file.mime,
		file_size: file.content.length,
		sha256: createHash('sha256').update(file.content).digest('hex'),
		description: null,
		uploaded_by: userId,
		created_at: isoOf(now),
	};
}
