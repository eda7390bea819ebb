import type { IDataObject, ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { openRun } from '../../shared/helpline/client';
import type { Helpline, Listing } from '../../shared/helpline/dialect';
import { cleanError } from '../../shared/transport/errors';
import { entryChoice, toValue, userLabel } from './entryChoices';

/** Whom a case can be assigned to. */
async function getUsers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await offered.call(
		this,
		async (helpline) => await helpline.listUsers({ isActive: true }, undefined, 0),
		(user) => ({ name: userLabel(user), value: toValue(user.id) }),
	);
}

/** The tree of categories by its paths. */
async function getCategories(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await offered.call(
		this,
		async (helpline) => await helpline.listReference('categories', 0),
		entryChoice,
	);
}

async function getDispositions(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await offered.call(
		this,
		async (helpline) => await helpline.listReference('dispositions', 0),
		({ id, name, code }) => ({ name: String(name ?? code ?? id), value: toValue(id) }),
	);
}

/** One list of the server as choices, sorted by what the person reads; a refusal is shown as an error. */
async function offered(
	this: ILoadOptionsFunctions,
	list: (helpline: Helpline) => Promise<Listing>,
	toChoice: (record: IDataObject) => INodePropertyOptions,
): Promise<INodePropertyOptions[]> {
	try {
		const { helpline } = await openRun.call(this);
		const { found } = await list(helpline);
		return found.map(({ record }) => toChoice(record)).sort((a, b) => a.name.localeCompare(b.name));
	} catch (error) {
		throw cleanError(this.getNode(), error);
	}
}

export const loadOptions = { getCategories, getDispositions, getUsers };
