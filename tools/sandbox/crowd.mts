import { createHash } from 'node:crypto';

import { serverTime, timestamp } from './clock.mts';
import { type CaseRow, PRIORITIES, STATUSES } from './records.mts';
import { toneWav } from './seed.mts';
import type { NewCase } from './store.mts';
import type { World } from './world.mts';

/** How many changes of each kind other people make at one moment of the server's clock. */
export interface Burst {
	creates?: number;
	/** Of cases that are there, each at most once in a burst. */
	updates?: number;
	notes?: number;
	/** Inbound. */
	messages?: number;
	/** Inbound, with talk time. */
	calls?: number;
	recordings?: number;
	/** Ids of both sides that were taken by a change which never came. */
	holes?: number;
	/** Lines of the deployed server's feed about cases that do not exist, and about case 0. */
	phantoms?: number;
}

const MOST = 20_000;
const ASSIGNEES = [5, 6, 7, 8, 9, 10] as const;
const USER = 5;

/** Changes as other clients of the helpline make them, past the API and therefore cheaply. Tells how many. */
export function makeBurst(world: World, burst: Burst): number {
	const counts = Object.values(burst).reduce<number>((sum, count) => sum + (count ?? 0), 0);
	if (!Number.isInteger(counts) || counts > MOST) {
		throw new Error(`burst takes whole numbers, up to ${MOST} in all`);
	}
	const crowd = new Crowd(world);
	for (let i = 0; i < (burst.creates ?? 0); i++) crowd.create();
	world.deployed.mirror.catchUp();
	for (let i = 0; i < (burst.updates ?? 0); i++) crowd.update();
	for (let i = 0; i < (burst.notes ?? 0); i++) crowd.note();
	for (let i = 0; i < (burst.messages ?? 0); i++) crowd.contact('sms');
	for (let i = 0; i < (burst.calls ?? 0); i++) crowd.contact('call');
	for (let i = 0; i < (burst.recordings ?? 0); i++) crowd.recording();
	for (let i = 0; i < (burst.holes ?? 0); i++) crowd.hole();
	for (let i = 0; i < (burst.phantoms ?? 0); i++) crowd.phantom(i);
	return counts;
}

class Crowd {
	private readonly world: World;
	private readonly at: string;
	private free: number[] | undefined;

	constructor(world: World) {
		this.world = world;
		this.at = timestamp(world.settings, serverTime(world));
	}

	create(): void {
		const { store } = this.world;
		const fields: NewCase = {
			title: 'Made-up case of a burst',
			category: 'Information',
			priority: this.pick(PRIORITIES),
			channel: 'call',
			created_at: this.at,
			created_by: USER,
			updated_by: USER,
		};
		if (!this.isLate()) {
			store.insertCase(fields);
			return;
		}
		const id = store.reserveCaseId();
		this.later(() => store.insertCase({ ...fields, id }));
	}

	update(): void {
		const { store } = this.world;
		const id = this.freeCase();
		if (id === undefined) return;
		this.now(id, () => {
			const row = store.caseById(id);
			if (row) store.changeCase(id, { ...this.change(row), updated_at: this.at, updated_by: USER });
		});
	}

	note(): void {
		this.onCase((caseId) => {
			this.world.store.addActivity({
				case_id: caseId,
				activity_type: 'note',
				description: 'Made-up note of a burst',
				user_id: USER,
				created_at: this.at,
			});
		});
	}

	contact(contactType: 'sms' | 'call'): void {
		const isCall = contactType === 'call';
		this.onCase((caseId) => {
			this.world.store.addCommunication({
				case_id: caseId,
				contact_type: contactType,
				direction: 'inbound',
				contact_address: '+999700000099',
				duration: isCall ? 60 : null,
				call_status: isCall ? 'answered' : null,
				disposition_id: null,
				message: isCall ? null : 'Made-up message of a burst',
				user_id: USER,
				created_at: this.at,
			});
		});
	}

	recording(): void {
		const content = toneWav(440);
		this.onCase((caseId) => {
			this.world.store.addAttachment(
				{
					case_id: caseId,
					file_name: 'burst.wav',
					file_type: 'audio',
					mime_type: 'audio/wav',
					file_size: content.length,
					sha256: createHash('sha256').update(content).digest('hex'),
					description: 'Recording of a made-up call',
					uploaded_by: USER,
					created_at: this.at,
				},
				content,
			);
		});
	}

	hole(): void {
		this.world.store.reserveCaseId();
		this.world.deployed.archive.activities.reserve();
	}

	phantom(i: number): void {
		const caseId = i % 2 === 0 ? '0' : '99999999';
		const created_on = String(Math.floor(Date.parse(this.at) / 1000));
		this.world.deployed.archive.activities.insert({ case_id: caseId, activity: '2', created_on });
	}

	private onCase(work: (caseId: number) => void): void {
		const id = this.freeCase();
		if (id !== undefined) this.now(id, () => work(id));
	}

	/** Now, or late by chance; a case that waits is locked meanwhile. */
	private now(caseId: number, work: () => void): void {
		const { deployed, locked } = this.world;
		if (!this.isLate()) {
			work();
			// One line of the feed for each change, in the order in which they were made.
			deployed.mirror.catchUp();
			return;
		}
		locked.add(caseId);
		this.later(() => {
			locked.delete(caseId);
			work();
		});
	}

	/** The line of the feed has its place already. */
	private later(work: () => void): void {
		const { clock, deployed, later, random, settings } = this.world;
		deployed.mirror.catchUp();
		const { activities } = deployed.archive;
		const feedId = activities.reserve();
		later.add(clock() + Math.ceil(random() * settings.lateMs), () => {
			deployed.mirror.catchUp();
			activities.use(feedId);
			work();
			deployed.mirror.catchUp();
			activities.dropPromises();
		});
	}

	private isLate(): boolean {
		return this.world.random() < this.world.settings.lateShare;
	}

	private change(row: CaseRow): Partial<CaseRow> {
		const others = <T,>(list: readonly T[], now: unknown) => list.filter((one) => one !== now);
		switch (Math.floor(this.world.random() * 4)) {
			case 0:
				return { status: this.pick(others(STATUSES, row.status)) };
			case 1:
				return { priority: this.pick(others(PRIORITIES, row.priority)) };
			case 2:
				return { assigned_user_id: this.pick(others(ASSIGNEES, row.assigned_user_id)) };
			default:
				return { description: `Made-up words ${Math.floor(this.world.random() * 1e9)}` };
		}
	}

	/** A case that nobody else of this burst has, and that does not wait for an end of its own. */
	private freeCase(): number | undefined {
		this.free ??= this.world.store
			.rows<{ id: number }>('SELECT id FROM cases WHERE deleted_at IS NULL ORDER BY id')
			.map(({ id }) => id)
			.filter((id) => !this.world.locked.has(id));
		const at = Math.floor(this.world.random() * this.free.length);
		const last = this.free.length - 1;
		const picked = this.free[at];
		const moved = this.free[last];
		if (picked === undefined || moved === undefined) return undefined;
		this.free[at] = moved;
		this.free.pop();
		return picked;
	}

	private pick<T>(list: readonly T[]): T {
		const picked = list[Math.floor(this.world.random() * list.length)];
		if (picked === undefined) throw new Error('Nothing to pick from');
		return picked;
	}
}
