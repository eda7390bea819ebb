import type { IDataObject } from 'n8n-workflow';

import type { Found, RecordId } from '../../record/case';
import type { Connection } from '../../transport/connection';
import type { Listing, NewWebhook } from '../verbs';
import { settle } from '../settle';
import { write } from './api';
import { hasId, idOf, textOrNull } from './caseRecord';
import { listAll } from './childLists';

/** Webhooks of the published API; announced there, and not known to be on any server. */

const PATH = '/webhooks';
const OFFERED_AS = 'Webhooks';

function present(raw: IDataObject): Found {
	return {
		raw,
		record: {
			id: idOf(raw.id),
			url: textOrNull(raw.url),
			events: eventsOf(raw.events),
			// Only a server that says so has switched one off.
			is_active: raw.is_active !== false && raw.is_active !== 0 && raw.is_active !== '0',
		},
	};
}

/** The column of the documentation holds JSON, which some databases hand out as text. */
function eventsOf(value: unknown): string[] {
	const list: unknown = typeof value === 'string' ? parsed(value) : value;
	return Array.isArray(list) ? list.map(String) : [];
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text.split(/\s*,\s*/);
	}
}

export async function listWebhooks(connection: Connection, item: number): Promise<Listing> {
	const call = { verb: 'listWebhooks', path: PATH, offeredAs: OFFERED_AS };
	return await listAll(connection, call, present, undefined, item);
}

/** After an unclear outcome the one with this address is looked for: every address is registered once. */
export async function addWebhook(
	connection: Connection,
	webhook: NewWebhook,
	item: number,
): Promise<Found> {
	const { result } = await settle<Found>(
		connection,
		'webhook',
		{
			send: async () =>
				await write(
					connection,
					{
						verb: 'addWebhook',
						method: 'POST',
						path: PATH,
						body: { ...webhook, events: [...webhook.events] },
						offeredAs: OFFERED_AS,
					},
					item,
				),
			accept: (data) => (hasId(data) ? present(data) : null),
			look: async () => {
				const { found } = await listWebhooks(connection, item);
				return found.find(({ record }) => record.url === webhook.url) ?? null;
			},
		},
		item,
	);
	return result;
}

export async function removeWebhook(
	connection: Connection,
	id: RecordId,
	item: number,
): Promise<void> {
	const isGone = async () => {
		const { found } = await listWebhooks(connection, item);
		return found.every(({ record }) => String(record.id) !== String(id)) ? true : null;
	};
	await settle<true>(
		connection,
		'removal of the webhook',
		{
			send: async () => {
				const written = await write(
					connection,
					{
						verb: 'removeWebhook',
						method: 'DELETE',
						path: `${PATH}/${encodeURIComponent(String(id))}`,
						mayBeEmpty: true,
					},
					item,
				);
				const wasGone = written.state === 'refused' && written.reason.status === 404;
				return wasGone ? { state: 'saved', data: {} } : written;
			},
			accept: () => true,
			look: isGone,
		},
		item,
	);
}
