import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { openRun } from '../shared/helpline/client';
import { cleanError } from '../shared/transport/errors';
import { isImported, LEAVE_OUT } from './mapping';

/** The fields of a case, as this login's server declares them. */
async function getImportFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const { helpline } = await openRun.call(this);
		const fields = await helpline.caseFields(0);
		return fields
			.filter(({ name }) => isImported(name))
			.map(({ name, label, isSent }) => ({
				name: isSent ? label : `${label} (Not Kept by This OpenCHS)`,
				value: name,
			}))
			.sort((a, b) => a.name.localeCompare(b.name));
	} catch (error) {
		throw cleanError(this.getNode(), error);
	}
}

const SPECIAL: INodePropertyOptions[] = [
	{
		name: '(Date of the Old Case)',
		value: 'created_at',
		description: 'No server takes it; it stays beside the new case in the output',
	},
	{ name: '(External Key)', value: 'external_key', description: 'Names the row in every run' },
	{ name: '(Leave Out)', value: LEAVE_OUT },
	{
		name: '(Old Case Number)',
		value: 'case_number',
		description: 'Names the row where there is no external key; it stays beside the new number',
	},
];

/** The same and what a column may be besides a field. */
async function getColumnTargets(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return [...SPECIAL, ...(await getImportFields.call(this))];
}

export const methods = { loadOptions: { getColumnTargets, getImportFields } };
