import type { CaseFieldDeclaration, PersonKind } from '../verbs';
import { OWN_PERSON_FIELDS, toDeclaration } from './fields';

/** Our words for a person; other names are the server's own. */
const WORDS: readonly CaseFieldDeclaration[] = [
	{ name: 'name', label: 'Name', required: true, type: 'string', isSent: true },
	{ name: 'age', label: 'Age', required: false, type: 'number', isSent: true },
	{
		name: 'age_group',
		label: 'Age Group',
		required: false,
		type: 'string',
		list: 'ageGroups',
		isSent: true,
	},
	{ name: 'sex', label: 'Sex', required: false, type: 'string', list: 'sexes', isSent: true },
	{ name: 'phone', label: 'Phone', required: false, type: 'string', isSent: true },
	{ name: 'email', label: 'Email', required: false, type: 'string', isSent: true },
	{
		name: 'location',
		label: 'Location',
		required: false,
		type: 'string',
		list: 'locations',
		isSent: true,
	},
	{
		name: 'relationship',
		label: 'Relationship',
		required: false,
		type: 'string',
		list: 'relationships',
		isSent: true,
	},
];

/** What may be given for a person of this kind. A reporter is related to nobody here. */
export function personFields(kind: PersonKind): CaseFieldDeclaration[] {
	return [
		...WORDS.filter(({ name }) => kind !== 'reporter' || name !== 'relationship'),
		...Object.entries(OWN_PERSON_FIELDS[kind]).map(([name, field]) => toDeclaration(name, field)),
	];
}

export function isPersonField(kind: PersonKind, name: string): boolean {
	return personFields(kind).some((field) => field.name === name);
}
