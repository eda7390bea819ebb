import type { IExecuteFunctions } from 'n8n-workflow';

import type { RecordId } from '../../../shared/record/case';
import type { Reason } from '../../../shared/transport/errors';
import { toNodeError } from '../../../shared/transport/errors';
import { locator } from '../pickedCase';

/** The ID of the person that was picked or typed. */
export function pickedPerson(this: IExecuteFunctions, itemIndex: number): RecordId {
	const { value } = locator(this.getNodeParameter('personId', itemIndex));
	if (value === '') throw toNodeError(this.getNode(), NOTHING_PICKED, itemIndex);
	return value;
}

const NOTHING_PICKED: Reason = {
	code: 'missing_field',
	field: 'person_id',
	message: "'Person' is empty",
	description: "Choose a person from the list, or map the ID from a 'Person: Get Many'.",
};
