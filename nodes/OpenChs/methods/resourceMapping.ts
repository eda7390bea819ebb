import type {
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { openRun } from '../../shared/helpline/client';
import type { CaseFieldDeclaration, Helpline } from '../../shared/helpline/verbs';
import { PERSON_KINDS } from '../../shared/helpline/verbs';
import { labelOf } from '../../shared/properties/label';
import { writableField } from '../../shared/record/fields';
import { cleanError } from '../../shared/transport/errors';
import { entryChoices } from '../../shared/methods/entryChoices';

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

const SHOWN_OF_PERSON: readonly string[] = [
	'name',
	'sex',
	'age',
	'age_group',
	'relationship',
	'phone',
];

/** A longer list, such as every village of a country, is typed: the editor would choke on it. */
const MOST_CHOICES = 1000;

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

/** The fields of a person of the chosen kind. */
async function getPersonFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await ofPerson.call(this, 'create');
}

async function getPersonFieldsForUpdate(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	return await ofPerson.call(this, 'update');
}

async function declared(this: ILoadOptionsFunctions, use: Use): Promise<ResourceMapperFields> {
	const shown = use === 'update' ? SHOWN_FOR_UPDATE : SHOWN_AT_ONCE;
	return await offered.call(this, use, shown, async (helpline) => {
		const fields = await helpline.caseFields(0);
		return fields.filter(
			({ name }) => use !== 'create' || writableField(name)?.isUpdateOnly !== true,
		);
	});
}

async function ofPerson(this: ILoadOptionsFunctions, use: Use): Promise<ResourceMapperFields> {
	const chosen = this.getCurrentNodeParameter('personKind');
	const kind = PERSON_KINDS.find((each) => each === chosen) ?? 'client';
	const shown = use === 'update' ? [] : SHOWN_OF_PERSON;
	return await offered.call(
		this,
		use,
		shown,
		async (helpline) => await helpline.personFields(kind, 0),
	);
}

async function offered(
	this: ILoadOptionsFunctions,
	use: Use,
	shown: readonly string[],
	read: (helpline: Helpline) => Promise<CaseFieldDeclaration[]>,
): Promise<ResourceMapperFields> {
	try {
		const { helpline } = await openRun.call(this);
		const fields: ResourceMapperField[] = [];
		for (const field of await read(helpline)) {
			const options = await choicesOf(field, helpline);
			fields.push(toMapperField(field, use, shown, options));
		}
		// What has to be filled in comes first: a server may need one field among thirty.
		return { fields: fields.sort((a, b) => Number(b.required) - Number(a.required)) };
	} catch (error) {
		throw cleanError(this.getNode(), error);
	}
}

/** The words of a field: its own, else the entries of the server's list; undefined where it is typed. */
async function choicesOf(
	{ options, list }: CaseFieldDeclaration,
	helpline: Helpline,
): Promise<INodePropertyOptions[] | undefined> {
	if (options) return options.map((value) => ({ name: labelOf(value), value }));
	if (!list) return undefined;
	const { found } = await helpline.listReference(list, 0);
	return found.length > 0 && found.length <= MOST_CHOICES ? entryChoices(found) : undefined;
}

function toMapperField(
	field: CaseFieldDeclaration,
	use: Use,
	shown: readonly string[],
	options: INodePropertyOptions[] | undefined,
): ResourceMapperField {
	const required = use !== 'update' && field.required;
	return {
		id: field.name,
		displayName: field.isSent ? field.label : `${field.label} (Not Kept by This OpenCHS)`,
		required,
		removed: !required && !shown.includes(field.name),
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: options ? 'options' : field.type,
		...(options ? { options } : {}),
	};
}

export const resourceMapping = {
	getCaseFields,
	getCaseFieldsForUpdate,
	getCaseFieldsForUpsert,
	getPersonFields,
	getPersonFieldsForUpdate,
};
