import type { FastifyRequest } from 'fastify';

import type { UserRow } from '../records.mts';
import type { Settings } from '../settings.mts';
import type { Store } from '../store.mts';
import type { World } from '../world.mts';
import type { Archive } from './archive.mts';
import { createdFields } from './caseView.mts';
import type { Column } from './columns/column.mts';
import type { DeployedSide } from './side.mts';
import type { Tree } from './tree.mts';
import type { Fields } from './wire/fields.mts';

/** What a resource may look at. */
export interface Call {
	readonly world: World;
	readonly side: DeployedSide;
	readonly settings: Settings;
	readonly store: Store;
	readonly archive: Archive;
	readonly tree: Tree;
	readonly request: FastifyRequest;
	/** As asked, with the query: error texts repeat it. */
	readonly url: string;
	readonly query: URLSearchParams;
	readonly user: UserRow;
	/** Number of the role, as this server has it. */
	readonly role: string;
	/** The server's time in whole seconds. */
	readonly now: number;
	/** Members of the JSON body; empty when none was read. */
	readonly body: Readonly<Record<string, unknown>>;
	/** `case_activities`, also for `case_activities^x`. */
	readonly resource: string;
	/** The word behind the caret. */
	readonly variant: string;
	readonly id: string | undefined;
	/** `/cases/<id>/clients`: what stands behind the id. */
	readonly below: string | undefined;
}

/** Who wrote a row, and when. */
export function stampOf(call: Call): Fields {
	return createdFields(String(call.now), call.user);
}

/** The columns of a resource where they stand in this start. */
export function columnsOf(call: Call, resource: string, recorded: readonly Column[]) {
	return call.side.columnOrder.columns(resource, recorded, {
		shuffled: call.settings.columnOrder === 'shuffled',
		seed: call.settings.columnSeed || call.side.columnSeed,
		added: call.settings.addedColumns,
	});
}
