import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { parseTime, serverTime, timestamp } from './clock.mts';
import type { Fault } from './faults.mts';
import { RIG_GETS, RIG_POSTS } from './adminRig.mts';
import { outboxPage } from './outbox.mts';
import { ADMIN_BASE } from './paths.mts';
import type { CaseRow } from './records.mts';
import { TABLES } from './schema.mts';
import { changeSetting } from './settings.mts';
import type { NewCase } from './store.mts';
import type { World } from './world.mts';

/** What a test may leave out of a case that it puts in by hand. */
const PLAIN_CASE = { title: 'Made-up case', category: 'Information', priority: 'low' };

/**
 * The sandbox's own pages, for tests and for people who play with it. No login: the sandbox
 * listens on the loopback only and holds nothing but made-up data.
 */
export function addAdmin(app: FastifyInstance, world: World): void {
	const { store } = world;

	get('outbox', (request, reply) => {
		const entries = world.outbox.list();
		if (request.headers.accept?.includes('application/json')) return entries;
		reply.type('text/html; charset=utf-8');
		return outboxPage(entries);
	});
	get('log', () => world.journal.list());
	get('options', () => world.settings);
	get('faults', () => world.faults.state());
	get('cases', () => store.allCases());
	get('users', () => store.rows('SELECT * FROM users ORDER BY id'));
	get('activities', () => store.rows('SELECT * FROM activities ORDER BY id'));
	get('communications', () => store.rows('SELECT * FROM communications ORDER BY id'));
	get('webhooks', () => world.webhooks.registry.list().map(({ secret: _, ...shown }) => shown));
	get('deliveries', () => world.webhooks.list());
	get('attachments', () => store.rows('SELECT * FROM attachments ORDER BY id'));

	app.get<{ Params: { table: string } }>(`${ADMIN_BASE}deployed/:table`, async (request, reply) => {
		const table = deployedTable(world, request.params.table);
		if (table) return table.rows;
		reply.code(404);
		return { message: `The deployed server has no table '${request.params.table}'` };
	});

	post<{ state?: unknown }>('reset', ({ state }) => {
		if (state !== 'seeded' && state !== 'empty') throw new Error('reset takes seeded or empty');
		world.reset(state);
	});
	post<Array<Fault | string>>('faults', (faults) => world.faults.set(faults));
	post('clear-log', () => world.journal.clear());
	post('expire-sessions', () => {
		store.run('UPDATE sessions SET expires_at = 0');
		world.deployed.sessions.endAll();
	});
	post<{ name: string; value: unknown }>('options', ({ name, value }) => {
		changeSetting(world.settings, name, value);
		// A worker that was switched on looks for work.
		world.ai.worker.next();
	});
	post<Partial<CaseRow>>('cases', (fields) => {
		const now = timestamp(world.settings, serverTime(world));
		const given = caseFields(fields);
		const times = { created_at: now, updated_at: given.created_at ?? now };
		return store.insertCase({ ...PLAIN_CASE, ...times, ...given } as NewCase);
	});
	post<{ id: number; changes?: Partial<CaseRow> }>('touch', ({ id, changes }) => {
		const updated_at = timestamp(world.settings, serverTime(world));
		const touched = store.changeCase(id, { updated_at, ...caseFields(changes ?? {}) });
		if (!touched) throw new Error(`There is no case ${id}`);
		return touched;
	});

	for (const [name, answer] of Object.entries(RIG_GETS)) get(name, () => answer(world));
	for (const [name, work] of Object.entries(RIG_POSTS)) post(name, (body) => work(world, body));

	function get(name: string, handle: (request: FastifyRequest, reply: FastifyReply) => unknown) {
		app.get(ADMIN_BASE + name, async (request, reply) => handle(request, reply));
	}

	function post<T>(name: string, handle: (body: T) => unknown) {
		app.post(ADMIN_BASE + name, async (request, reply) => {
			try {
				return handle((request.body ?? {}) as T) ?? { done: true };
			} catch (error) {
				reply.code(400);
				return { message: error instanceof Error ? error.message : String(error) };
			}
		});
	}
}

/** Rows of the deployed server alone, in its own words; its cases are those of the common table. */
function deployedTable({ deployed }: World, name: string) {
	deployed.mirror.catchUp();
	return deployed.archive.tables().find((table) => table.name === name);
}

/** Times are compared as text in the store, so they all have to be written alike. */
function caseFields(fields: Partial<CaseRow>): Partial<CaseRow> {
	const checked: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(fields)) {
		if (!Object.hasOwn(TABLES.cases, name)) throw new Error(`A case has no field '${name}'`);
		checked[name] = name.endsWith('_at') && value !== null ? storedTime(name, value) : value;
	}
	return checked as Partial<CaseRow>;
}

function storedTime(name: string, value: unknown): string {
	const time = parseTime(String(value));
	if (!time) throw new Error(`'${name}' takes an ISO 8601 time`);
	return time.toISOString();
}
