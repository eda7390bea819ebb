import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import {
	getCategories,
	getCategoryPaths,
	getUsers,
	offered,
} from '../../shared/methods/caseChoices';
import { toValue } from '../../shared/methods/entryChoices';

async function getDispositions(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await offered.call(
		this,
		async (helpline) => await helpline.listReference('dispositions', 0),
		({ id, name, code }) => ({ name: String(name ?? code ?? id), value: toValue(id) }),
	);
}

export const loadOptions = { getCategories, getCategoryPaths, getDispositions, getUsers };
