import { type Check, readForm, text } from '../checks.mts';
import { notFound, Refusal } from '../refusal.mts';
import { isEventPattern, isOnThisMachine, type Webhook } from '../webhooks/registry.mts';
import type { Result } from './envelope.mts';
import { paginationOf, readListQuery } from './paging.mts';
import { renderTime } from './render.mts';
import type { Call, Route } from './route.mts';

const PATH = '/webhooks';
const MOST_EVENTS = 50;

export const webhookRoutes: readonly Route[] = [
	{ method: 'POST', path: PATH, offered: 'webhooksOffered', handle: register },
	{ method: 'GET', path: PATH, offered: 'webhooksOffered', handle: list },
	{ method: 'DELETE', path: `${PATH}/:id`, offered: 'webhooksOffered', handle: remove },
];

const address: Check = (value) =>
	isOnThisMachine(value) ? undefined : 'must be an address of this machine';

const events: Check = (value) =>
	Array.isArray(value) &&
	value.length > 0 &&
	value.length <= MOST_EVENTS &&
	value.every(isEventPattern)
		? undefined
		: 'must be a list of events';

function register(call: Call): Result {
	refuseOthers(call);
	const body = readForm(call.body, {
		fields: { name: text(255, 1), url: address, secret: text(255, 8), events },
		required: ['name', 'url', 'secret', 'events'],
	});
	const added = call.world.webhooks.registry.add({
		name: String(body.name),
		url: String(body.url),
		secret: String(body.secret),
		events: body.events as string[],
		createdAt: call.now,
	});
	return { status: 201, message: 'Webhook registered', data: render(call, added) };
}

function list(call: Call): Result {
	refuseOthers(call);
	const { page } = readListQuery(call);
	const all = call.world.webhooks.registry.list();
	const rows = all.slice(page.offset, page.offset + page.limit);
	return {
		data: rows.map((webhook) => render(call, webhook)),
		pagination: paginationOf(all.length, page, rows.length),
	};
}

function remove(call: Call): Result {
	refuseOthers(call);
	const id = call.params.id ?? '';
	if (!call.world.webhooks.registry.remove(id)) throw notFound('Webhook', id);
	return { message: 'Webhook removed' };
}

/** Who is told of every case must not be chosen by just anybody. */
function refuseOthers({ user }: Call): void {
	if (user.role === 'administrator') return;
	throw new Refusal(403, 'FORBIDDEN', 'Only administrators may manage webhooks');
}

/** Without the secret: who registered it has it, and nobody else needs it. */
function render({ settings }: Call, { id, name, url, events: told, createdAt }: Webhook) {
	return {
		id,
		name,
		url,
		events: told,
		is_active: true,
		created_at: renderTime(settings, createdAt),
	};
}
