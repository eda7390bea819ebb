import type { CaseFields } from '../../record/case';
import { validateCase } from '../../record/validate';
import type { Connection } from '../../transport/connection';
import { fail } from './api';
import { customFields } from './cases';

/** What is refused before anything is sent; the first field is named, the others beside it. */
export function checkBeforeSending(
	connection: Connection,
	fields: CaseFields,
	mode: 'create' | 'update',
	item: number,
): void {
	const [first, ...others] = validateCase(fields, mode, customFields(connection));
	if (!first) return;
	const alsoNamed = others.flatMap(({ field }) => (field ? [field] : []));
	const more = alsoNamed.length > 0 ? ` Also: ${alsoNamed.join(', ')}.` : '';
	throw fail(connection, { ...first, description: `${first.description ?? ''}${more}` }, item);
}
