import type { IExecuteFunctions, INode, INodeParameterResourceLocator } from 'n8n-workflow';

import type { Helpline, Listing } from '../../shared/helpline/verbs';
import type { CaseRecord, RecordId } from '../../shared/record/case';
import type { Reason } from '../../shared/transport/errors';
import { cleanError, reasonOf, toNodeError } from '../../shared/transport/errors';
import { idInLink, isLink } from './caseLink';
import type { Work } from './work';

/** A case number is unique; more rows than this are not needed to see that one is not. */
const NUMBER_MATCHES = 20;

/** The ID of the case that the person picked, typed, pasted as a link or named by its number. */
export async function pickedCase(
	this: IExecuteFunctions,
	itemIndex: number,
	work: Work,
): Promise<RecordId> {
	const parameter = this.getNodeParameter('caseId', itemIndex);
	return await caseIn(this.getNode(), parameter, work.helpline, itemIndex);
}

/** The same from the parameter itself; the editor's lists have no item. */
export async function caseIn(
	node: INode,
	parameter: unknown,
	helpline: Helpline,
	itemIndex?: number,
): Promise<RecordId> {
	const { mode, value } = locator(parameter);
	if (value === '') throw toNodeError(node, NOTHING_PICKED, itemIndex);
	if (isLink(value)) {
		const id = idInLink(value, (each) => helpline.casePage(each));
		if (id === null) throw toNodeError(node, NO_ID_IN_LINK, itemIndex);
		return id;
	}
	if (mode === 'url') throw toNodeError(node, NO_ID_IN_LINK, itemIndex);
	return mode === 'number' ? await findByNumber(node, value, helpline, itemIndex) : value;
}

/** An expression for the whole field gives the plain value. */
export function locator(parameter: unknown): { mode: string; value: string } {
	if (isLocator(parameter)) {
		return { mode: parameter.mode, value: String(parameter.value ?? '').trim() };
	}
	return { mode: 'id', value: String(parameter ?? '').trim() };
}

function isLocator(parameter: unknown): parameter is INodeParameterResourceLocator {
	return typeof parameter === 'object' && parameter !== null && '__rl' in parameter;
}

async function findByNumber(
	node: INode,
	number: string,
	helpline: Helpline,
	itemIndex: number | undefined,
): Promise<RecordId> {
	const { found } = await withNumber(node, number, helpline, itemIndex);
	const [match, ...more] = found.filter(({ record }) => record.case_number === number);
	if (!match) throw toNodeError(node, NO_SUCH_NUMBER, itemIndex);
	if (more.length > 0) {
		throw toNodeError(node, severalWithNumber(more.length + 1), itemIndex);
	}
	return match.record.id;
}

/** A server without a search is asked for its cases instead. */
async function withNumber(
	node: INode,
	number: string,
	helpline: Helpline,
	itemIndex: number | undefined,
): Promise<Listing<CaseRecord>> {
	try {
		return await helpline.searchCases(number, ['case_number'], NUMBER_MATCHES, itemIndex ?? 0);
	} catch (error) {
		if (reasonOf(error)?.code !== 'not_offered') {
			throw cleanError(node, error, itemIndex);
		}
		return await helpline.listCases({ text: number, limit: NUMBER_MATCHES }, itemIndex ?? 0);
	}
}

const NOTHING_PICKED: Reason = {
	code: 'missing_field',
	field: 'id',
	message: "'Case' is empty",
	description: 'Choose a case from the list, or map its ID from an earlier node.',
};

const NO_ID_IN_LINK: Reason = {
	code: 'refused_value',
	field: 'id',
	message: "'Case' holds a link without a case ID",
	description: "Paste the address of the case's page in OpenCHS, or choose 'ID' and type the ID.",
};

const NO_SUCH_NUMBER: Reason = {
	code: 'not_found',
	field: 'case_number',
	message: "No case with the number in 'Case' in this OpenCHS",
	description: 'Write the number as OpenCHS shows it, or choose the case from the list.',
};

function severalWithNumber(count: number): Reason {
	return {
		code: 'refused_value',
		field: 'case_number',
		message: `${count} cases carry the number in 'Case'`,
		description: "Use 'ID' instead of 'Number' for this case.",
	};
}
