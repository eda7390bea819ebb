import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { setSafeObjectProperty } from 'n8n-workflow';

import type { PersonKind } from '../../../shared/helpline/verbs';
import { mappedFields, namedFields } from '../mappedFields';
import type { Work } from '../work';

/** What was given about a person, and which unknown fields are left out because somebody said so. */
export interface GivenPerson {
	fields: IDataObject;
	leftOut: string[];
}

/** The given fields of an item: empty means "not given", unknown ones stay unless they are to be left out. */
export async function givenPerson(
	this: IExecuteFunctions,
	itemIndex: number,
	kind: PersonKind,
	work: Work,
): Promise<GivenPerson> {
	const declared = await work.helpline.personFields(kind, itemIndex);
	const leavesOut =
		this.getNodeParameter('options.unknownFields', itemIndex, 'refuse') === 'leaveOut';
	const given: GivenPerson = { fields: {}, leftOut: [] };
	const all = { ...mappedFields.call(this, itemIndex), ...namedFields.call(this, itemIndex) };
	for (const [name, value] of Object.entries(all)) {
		if (isEmpty(value)) continue;
		if (leavesOut && !declared.some((field) => field.name === name)) given.leftOut.push(name);
		else setSafeObjectProperty(given.fields, name, value);
	}
	return given;
}

function isEmpty(value: unknown): boolean {
	return value === null || value === undefined || String(value).trim() === '';
}

/** The same person in the words of a case, for rules that hold for both. */
export function asReporter({ name, phone, email }: IDataObject): IDataObject {
	return { reporter_name: name, reporter_phone: phone, reporter_email: email };
}
