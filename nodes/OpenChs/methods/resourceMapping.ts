import type {
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { openRun } from '../../shared/helpline/client';
import type { CaseFieldDeclaration } from '../../shared/helpline/dialect';
import { labelOf } from '../../shared/properties/label';
import { writableField } from '../../shared/record/fields';
import { cleanError } from '../../shared/transport/errors';

/** Shown at once; every other field is one click away, so that the form stays short. */
const SHOWN_AT_ONCE: readonly string[] = [
	'title',
	'category',
	'priority',
	'description',
	'reporter_name',
	'reporter_phone',
	'reporter_email',
];

const SHOWN_FOR_UPDATE: readonly string[] = ['status', 'priority', 'notes'];

type Use = 'create' | 'update' | 'upsert';

/** The fields of a new case, as this login's server declares them. */
async function getCaseFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await declared.call(this, 'create');
}

/** The same and what only an existing case takes, because nobody knows beforehand which it will be. */
async function getCaseFieldsForUpsert(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await declared.call(this, 'upsert');
}

/** For an update nothing is needed, and little is shown that nobody asked for. */
async function getCaseFieldsForUpdate(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await declared.call(this, 'update');
}

async function declared(this: ILoadOptionsFunctions, use: Use): Promise<ResourceMapperFields> {
	try {
		const { helpline } = await openRun.call(this);
		const fields = await helpline.caseFields(0);
		return {
			fields: fields
				.filter(({ name }) => use !== 'create' || writableField(name)?.isUpdateOnly !== true)
				.map((field) => toMapperField(field, use)),
		};
	} catch (error) {
		throw cleanError(this.getNode(), error);
	}
}

function toMapperField(field: CaseFieldDeclaration, use: Use): ResourceMapperField {
	const required = use !== 'update' && field.required;
	const shown = use === 'update' ? SHOWN_FOR_UPDATE : SHOWN_AT_ONCE;
	return {
		id: field.name,
		displayName: field.isSent ? field.label : `${field.label} (Not Kept by This OpenCHS)`,
		required,
		removed: !required && !shown.includes(field.name),
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: field.type,
		...(field.options
			? { options: field.options.map((value) => ({ name: labelOf(value), value })) }
			: {}),
	};
}

export const resourceMapping = { getCaseFields, getCaseFieldsForUpdate, getCaseFieldsForUpsert };
