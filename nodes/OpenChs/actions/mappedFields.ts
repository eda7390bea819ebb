import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { setSafeObjectProperty } from 'n8n-workflow';

/** What the mapper holds for an item. n8n's own check is skipped: its sentence quotes the value, ours names the field. */
export function mappedFields(this: IExecuteFunctions, itemIndex: number): IDataObject {
	const mapper: unknown = this.getNodeParameter('fields', itemIndex, {}, { skipValidation: true });
	if (!isObject(mapper)) return {};
	if (mapper.mappingMode === 'autoMapInputData') {
		return { ...this.getInputData()[itemIndex]?.json };
	}
	return isObject(mapper.value) ? mapper.value : {};
}

/** What 'Other Fields' holds for an item, by name. */
export function namedFields(this: IExecuteFunctions, itemIndex: number): IDataObject {
	const rows: unknown = this.getNodeParameter('options.otherFields.field', itemIndex, []);
	const fields: IDataObject = {};
	for (const row of Array.isArray(rows) ? rows.filter(isObject) : []) {
		const name = String(row.name ?? '').trim();
		if (name !== '') setSafeObjectProperty(fields, name, row.value);
	}
	return fields;
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
