import type { CaseFields } from '../../record/case';
import { normalizeCase, validateCase } from '../../record/validate';
import type { Connection } from '../../transport/connection';
import { oncePerRun } from '../../transport/connection';
import { cleanError, reasonOf } from '../../transport/errors';
import type { BatchVerbs, Pace } from '../batch';
import { lookedUpKey, ownPace } from '../batch';
import { fail } from './api';
import { differing } from './caseRecord';
import { createCase } from './caseCreate';
import { customFields } from './cases';
import { openKeys } from './keyBatch';
import { listReference } from './reference';

/** The documented limit of creates. */
const CREATES = 50;
const HOUR_MS = 3_600_000;

/** What an import asks of the documented API. */
export function publishedBatch(connection: Connection): BatchVerbs {
	return {
		checkCase: async (fields, mode, item) => await checkCase(connection, fields, mode, item),
		changesTo: async (current, fields) => {
			const normal = normalizeCase(fields);
			const names = differing(current, normal);
			return Object.fromEntries(Object.entries(normal).filter(([name]) => names.includes(name)));
		},
		createLookedUp: async (fields, key, item) =>
			await createCase(connection, fields, lookedUpKey(connection, key), item),
		openKeys: async (ask, item) => await openKeys(connection, ask, item),
		pace: () => pace(connection),
	};
}

async function checkCase(
	connection: Connection,
	fields: CaseFields,
	mode: 'create' | 'update',
	item: number,
): Promise<string[]> {
	const [problem] = validateCase(fields, mode, customFields(connection));
	if (problem) throw fail(connection, problem, item);
	const { category } = normalizeCase(fields);
	if (typeof category !== 'string') return [];
	const known = await categories(connection, item);
	return known === null || known.has(fold(category)) ? [] : ['category'];
}

/** The words of the list of categories; null where this server has none, and takes any word. */
async function categories(connection: Connection, item: number): Promise<Set<string> | null> {
	return await oncePerRun(connection, 'words of categories', async () => {
		try {
			const { found } = await listReference(connection, 'categories', item);
			const words = found.flatMap(({ record }) =>
				[record.id, record.name, record.code, record.path].filter(
					(word) => word !== null && word !== undefined,
				),
			);
			return found.length === 0 ? null : new Set(words.map(fold));
		} catch (error) {
			if (reasonOf(error)?.code === 'not_offered') return null;
			throw cleanError(connection.context.getNode(), error, item);
		}
	});
}

function fold(word: unknown): string {
	return String(word).normalize('NFC').trim().toLowerCase();
}

/** What limits creates more: the credential's own setting, or what the server allows. */
function pace(connection: Connection): Pace {
	const byHand = ownPace(connection);
	const byServer = serverPace(connection);
	if (byHand === null || byServer === null) return byHand ?? byServer;
	const isSlower = byServer.creates / byServer.windowMs < byHand.creates / byHand.windowMs;
	return isSlower ? byServer : byHand;
}

/** As the server told it for creates; else the documented number, once it shows that it counts at all. */
function serverPace({ budget }: Connection): Pace {
	const own = budget.limitOf('createCase');
	if (own) return { creates: own.limit, windowMs: own.windowMs ?? HOUR_MS };
	const lists = budget.limitOf('listCases');
	return lists ? { creates: CREATES, windowMs: lists.windowMs ?? HOUR_MS } : null;
}
