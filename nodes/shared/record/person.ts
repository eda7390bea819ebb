/** One field of a person that somebody may write, in our words. */
export interface WritablePersonField {
	name: string;
	label: string;
	type: 'string' | 'number';
	/** The list of the server that its words come from. */
	list?: 'ageGroups' | 'locations' | 'relationships' | 'sexes';
	/** Set where adding a person needs it on every server. */
	isRequired?: true;
}

/** What every person of a case has, in the order that the mapper shows it. */
export const WRITABLE_PERSON_FIELDS: readonly WritablePersonField[] = [
	{ name: 'name', label: 'Name', type: 'string', isRequired: true },
	{ name: 'sex', label: 'Sex', type: 'string', list: 'sexes' },
	{ name: 'age', label: 'Age', type: 'number' },
	{ name: 'age_group', label: 'Age Group', type: 'string', list: 'ageGroups' },
	{ name: 'relationship', label: 'Relationship', type: 'string', list: 'relationships' },
	{ name: 'location', label: 'Location', type: 'string', list: 'locations' },
	{ name: 'phone', label: 'Phone', type: 'string' },
	{ name: 'email', label: 'Email', type: 'string' },
];
