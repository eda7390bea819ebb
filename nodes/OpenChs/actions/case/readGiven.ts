import type { IExecuteFunctions } from 'n8n-workflow';

import type { CaseFields } from '../../../shared/record/case';
import { toNodeError } from '../../../shared/transport/errors';
import { mappedFields, namedFields } from '../mappedFields';
import type { Work } from '../work';
import type { GivenCase, UnknownRule } from './given';
import { asOneReason, assembleCase } from './given';

/** Reads what the person gave for this item and checks it, without refusing anything yet. */
export async function readGiven(
	this: IExecuteFunctions,
	itemIndex: number,
	work: Work,
	mode: 'create' | 'update',
): Promise<GivenCase> {
	const declared = await work.helpline.caseFields(itemIndex);
	return assembleCase(
		{
			mapped: mappedFields.call(this, itemIndex),
			others: namedFields.call(this, itemIndex),
			toClear:
				mode === 'update'
					? textList(this.getNodeParameter('options.fieldsToClear', itemIndex, []))
					: [],
			unknownRule: unknownRule(this.getNodeParameter('options.unknownFields', itemIndex, 'refuse')),
		},
		declared,
		mode,
	);
}

/** The same, refusing what would be refused: every problem in one sentence. */
export async function checkedGiven(
	this: IExecuteFunctions,
	itemIndex: number,
	work: Work,
	mode: 'create' | 'update',
): Promise<{ fields: CaseFields; leftOut: string[] }> {
	const given = await readGiven.call(this, itemIndex, work, mode);
	const problem = asOneReason(given.problems);
	if (problem) throw toNodeError(this.getNode(), problem, itemIndex);
	return given;
}

/** A list is chosen on the screen; an expression may give it as text with commas. */
function textList(value: unknown): string[] {
	const parts: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return parts.map((part) => String(part).trim()).filter((part) => part !== '');
}

function unknownRule(value: unknown): UnknownRule {
	return value === 'addToDescription' || value === 'leaveOut' ? value : 'refuse';
}
