import { stampOf } from '../call.mts';
import { casesColumns } from '../columns/cases.mts';
import { dispositionsColumns } from '../columns/dispositions.mts';
import { plainText, storedFields } from '../form.mts';
import { relatedPart, rowsPart } from '../list/read.mts';
import { copyOfReporter } from '../people/join.mts';
import { doesNotExist } from '../people/picked.mts';
import { type ErrorRow, errorRow, invalidData } from '../refusals.mts';
import { sourceFields } from '../source.mts';
import { stored } from '../wire/stored.mts';
import { contacts } from './people.mts';
import type { Resource } from './resource.mts';
import { readable } from './simple.mts';

/** Outcomes of contacts. A case in the body is always refused, whatever the manual says (76, 77). */
export const dispositions: Resource = {
	name: 'dispositions',
	columns: dispositionsColumns,
	...readable((call) => call.archive.dispositions),
	create(call) {
		const errors: ErrorRow[] = [];
		const caseId = plainText(call.body.case_id);
		if (caseId) throw invalidData([doesNotExist('reporters', 'case_id', 'Case ID', caseId)]);
		const source = sourceFields(call, call.body, 'dispositions', errors);
		const { disposition_id: id } = storedFields(call.body, ['disposition_id'], call.settings);
		const node = call.tree.get(id);
		if (!node) {
			errors.push(
				id
					? doesNotExist('dispositions', 'disposition_id', 'Disposition', id)
					: errorRow('Disposition is Required', 'REQUIRED', 'dispositions', 'disposition_id', id),
			);
		}
		if (errors.length > 0) throw invalidData(errors);
		// Each call makes an empty reporter unless it names one.
		const reporter =
			call.archive.reporters.get(plainText(call.body.reporter_id)) ??
			call.archive.reporters.insert({ ...stampOf(call), src: source.src ?? '' });
		const row = call.archive.dispositions.insert({
			...stampOf(call),
			...copyOfReporter(reporter),
			...source,
			disposition_id: node?.id ?? '0',
			disposition: stored(node?.name ?? ''),
			src_uid_: source.src_uid ?? '',
			src_uid2_: source.src_uid2 ?? '',
			is_active: '1',
		});
		const related = { name: 'cases', columns: casesColumns } as Resource;
		const { echo: _echo, ...casesRelated } = rowsPart(call, related, [], '', 'cases_related');
		return {
			status: 201,
			rows: [row],
			notice: 'Dispositions Created',
			related: [relatedPart(call, contacts, []), casesRelated],
		};
	},
};
