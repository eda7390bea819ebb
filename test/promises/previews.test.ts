import { OPERATION_ROWS, inputItem } from '../nodes/OpenChs/everyOperation';
import { runOperation } from '../nodes/OpenChs/runOperation';
import { preview } from './preview';

jest.mock('../../nodes/shared/helpline/client');

describe('the preview of', () => {
	it.each(OPERATION_ROWS)(
		'%s/%s shows exactly what comes out',
		async (resource, operation, parameters) => {
			const { items } = await runOperation(parameters, { items: [inputItem()] });
			const { properties } = preview(resource, operation);

			for (const { json } of items) expect(Object.keys(json)).toEqual(Object.keys(properties));
		},
	);

	it.each(OPERATION_ROWS)(
		'%s/%s has the types of what comes out',
		async (resource, operation, parameters) => {
			const { items } = await runOperation(parameters, { items: [inputItem()] });
			const { properties } = preview(resource, operation);

			for (const [field, value] of Object.entries(items[0]?.json ?? {})) {
				if (value !== null)
					expect([field, typeOf(value)]).toEqual([field, kindOf(properties[field]?.type)]);
			}
		},
	);

	it.each(OPERATION_ROWS)(
		'%s/%s keeps a simplified record within ten fields',
		(resource, operation) => {
			const added = [
				'outcome',
				'external_key',
				'matched',
				'parts',
				'duplicates',
				'not_sent',
				...ABOUT_A_CHANGE,
			];
			const fields = Object.keys(preview(resource, operation).properties);

			expect(fields.filter((field) => !added.includes(field)).length).toBeLessThanOrEqual(10);
		},
	);
});

/** What happened to a record stands beside it. */
const ABOUT_A_CHANGE = ['event', 'events', 'change', 'change_key', 'detected_at'];

function kindOf(type: string | undefined): string | undefined {
	return type === 'integer' ? 'number' : type;
}

function typeOf(value: unknown): string {
	return Array.isArray(value) ? 'array' : typeof value;
}
