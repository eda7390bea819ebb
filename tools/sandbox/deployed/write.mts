import type { Answer } from '../wire.mts';
import { type Call, columnsOf } from './call.mts';
import { jsonAnswer } from './list/read.mts';
import { accessDenied, ScriptError, unknownAddress } from './refusals.mts';
import { type Resource, type Written } from './resources/resource.mts';
import { errorPage, NO_SOCKETS } from './scriptError.mts';
import { noticeText, partText } from './wire/sections.mts';

/** POST: with an id it changes, without one it makes. */
export async function writeAnswer(call: Call, resource: Resource): Promise<Answer> {
	const written = await carriedOut(call, resource);
	if (written.endsBadly) throw new ScriptError(written.endsBadly);
	// 95: without the sockets extension every write of a case ends so, though it was saved.
	if (call.settings.containerProfile && resource.name === 'cases') return errorPage(NO_SOCKETS);
	return writtenAnswer(call, resource, written);
}

async function carriedOut(call: Call, resource: Resource): Promise<Written> {
	if (call.variant === 'del' && resource.remove && call.id) return resource.remove(call, call.id);
	if (call.id !== undefined && call.below === undefined) {
		if (!resource.update) throw accessDenied();
		return resource.update(call, call.id);
	}
	if (!resource.create) throw unknownAddress(call.url);
	return await resource.create(call);
}

/** The variant's name is kept in the keys: `clients^del` answers `clients_del` (61). */
function writtenAnswer(call: Call, resource: Resource, written: Written): Answer {
	const name = call.variant === '' ? resource.name : `${resource.name}_${call.variant}`;
	const [row] = written.rows;
	const main = {
		name,
		columns: columnsOf(call, resource.name, resource.columns),
		rows: written.rows,
		echo: { id: row?.[resource.columns[0]?.name ?? 'id'] ?? call.id ?? '' },
	};
	const related = (written.related ?? []).map(partText);
	return jsonAnswer(written.status, [
		partText(main),
		...related,
		noticeText(resource.name, written.notice),
	]);
}
