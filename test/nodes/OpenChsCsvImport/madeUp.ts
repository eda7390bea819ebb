import type { MappingRequest } from '../../../nodes/OpenChsCsvImport/mapping';
import { mapColumns } from '../../../nodes/OpenChsCsvImport/mapping';
import type { RowRules } from '../../../nodes/OpenChsCsvImport/rowCase';
import type { TableRow } from '../../../nodes/OpenChsCsvImport/table';
import type { CaseFieldDeclaration } from '../../../nodes/shared/helpline/verbs';
import { caseFields } from '../../../nodes/shared/helpline/deployed/cases';
import { WRITABLE_FIELDS } from '../../../nodes/shared/record/fields';

/** What a server with the published API declares. */
export const PUBLISHED: CaseFieldDeclaration[] = WRITABLE_FIELDS.map((field) => ({
	name: field.name,
	label: field.label,
	required: field.isRequired ?? false,
	type: field.type,
	isSent: !field.isDeployedOnly,
}));

/** What a helpline's own server declares. */
export const DEPLOYED: CaseFieldDeclaration[] = caseFields();

export function mappingOf(columns: readonly string[], changes: Partial<MappingRequest> = {}) {
	return mapColumns({
		columns,
		hasHeader: true,
		byHand: [],
		suggests: true,
		declared: PUBLISHED,
		values: {},
		...changes,
	});
}

export function rulesOf(columns: readonly string[], changes: Partial<RowRules> = {}): RowRules {
	const { declared = PUBLISHED, values = {} } = changes;
	return {
		mapping: mappingOf(columns, { declared, values }),
		declared,
		values,
		unknownColumns: 'refuse',
		dateFormat: 'iso',
		timezone: 'Africa/Nairobi',
		clearWord: '[clear]',
		...changes,
	};
}

export function row(cells: string[], number = 2, fault: TableRow['fault'] = null): TableRow {
	return { number, cells, fault };
}
