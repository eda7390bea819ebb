import { GENDERS, PRIORITIES, STATUSES } from './case';

/** One field of the one record that a person may write. */
export interface WritableField {
	name: string;
	label: string;
	type: 'string' | 'number' | 'boolean' | 'options';
	options?: readonly string[];
	/** Set where a create needs it on every server. */
	isRequired?: true;
	/** Set where only updates take it. */
	isUpdateOnly?: true;
	/** Set for fields that only the helpline server has a place for (one record: "not sent"). */
	isDeployedOnly?: true;
}

const YES_NO_UNKNOWN = ['yes', 'no', 'unknown'] as const;

/** Every field of the one record that can be written, in the order that the mapper shows them. */
export const WRITABLE_FIELDS: readonly WritableField[] = [
	{ name: 'title', label: 'Title', type: 'string', isRequired: true },
	{ name: 'category', label: 'Category', type: 'string', isRequired: true },
	{ name: 'priority', label: 'Priority', type: 'options', options: PRIORITIES, isRequired: true },
	{ name: 'description', label: 'Description', type: 'string' },
	{ name: 'subcategory', label: 'Subcategory', type: 'string' },
	{ name: 'status', label: 'Status', type: 'options', options: STATUSES, isUpdateOnly: true },
	{ name: 'assigned_user_id', label: 'Assigned User ID', type: 'string', isUpdateOnly: true },
	{ name: 'notes', label: 'Notes', type: 'string', isUpdateOnly: true },
	{ name: 'reporter_name', label: 'Reporter Name', type: 'string' },
	{ name: 'reporter_phone', label: 'Reporter Phone', type: 'string' },
	{ name: 'reporter_email', label: 'Reporter Email', type: 'string' },
	{ name: 'reporter_relationship', label: 'Reporter Relationship', type: 'string' },
	{ name: 'reporter_age_group', label: 'Reporter Age Group', type: 'string', isDeployedOnly: true },
	{ name: 'reporter_sex', label: 'Reporter Sex', type: 'string', isDeployedOnly: true },
	{ name: 'child_name', label: 'Child Name', type: 'string' },
	{ name: 'child_age', label: 'Child Age', type: 'number' },
	{ name: 'child_gender', label: 'Child Gender', type: 'options', options: GENDERS },
	{ name: 'child_location', label: 'Child Location', type: 'string' },
	{ name: 'plan', label: 'Plan', type: 'string', isDeployedOnly: true },
	{
		name: 'gbv_related',
		label: 'Gender-Based Violence',
		type: 'options',
		options: YES_NO_UNKNOWN,
		isDeployedOnly: true,
	},
	{ name: 'channel', label: 'Channel', type: 'string', isDeployedOnly: true },
];

const BY_NAME = new Map(WRITABLE_FIELDS.map((field) => [field.name, field]));

export function writableField(name: string): WritableField | undefined {
	return BY_NAME.get(name);
}

/** The label on screen, in the single quotes that sentences use; a field of the server's own by its name. */
export function quoted(name: string): string {
	return `'${BY_NAME.get(name)?.label ?? name}'`;
}
