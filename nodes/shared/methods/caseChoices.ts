import type { IDataObject, ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { openRun } from '../helpline/client';
import type { Helpline, Listing } from '../helpline/verbs';
import { cleanError } from '../transport/errors';
import { entryChoice, toValue, userLabel } from './entryChoices';

/** Whom a case can be assigned to. */
export async function getUsers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await offered.call(
		this,
		async (helpline) => await helpline.listUsers({ isActive: true }, undefined, 0),
		(user) => ({ name: userLabel(user), value: toValue(user.id) }),
	);
}

/** The tree of categories by its paths. */
export async function getCategories(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await offered.call(
		this,
		async (helpline) => await helpline.listReference('categories', 0),
		entryChoice,
	);
}

/** The same, sent by their path: what filters a case that was read knows no ID of its category. */
export async function getCategoryPaths(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await offered.call(
		this,
		async (helpline) => await helpline.listReference('categories', 0),
		({ path, name }) => {
			const text = String(path ?? name ?? '');
			return { name: text, value: text };
		},
	);
}

/** One list of the server as choices, sorted by what the person reads; a refusal is shown as an error. */
export async function offered(
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
