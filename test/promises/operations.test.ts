import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { deepCopy } from 'n8n-workflow';

import { operations } from '../../nodes/OpenChs/actions/operations';
import { OpenChs } from '../../nodes/OpenChs/OpenChs.node';
import { EVERY_OPERATION, inputItem, OPERATION_ROWS } from '../nodes/OpenChs/everyOperation';
import { fakeHelpline } from '../nodes/OpenChs/fakeHelpline';
import { runOperation } from '../nodes/OpenChs/runOperation';
import { findMarker, MARKER } from '../support/markers';

jest.mock('../../nodes/shared/helpline/client');

const { properties } = new OpenChs().description;

function choicesOf(property: INodeProperties | undefined): INodePropertyOptions[] {
	return (property?.options ?? []) as INodePropertyOptions[];
}

function offered(): string[] {
	return choicesOf(properties.find(({ name }) => name === 'resource')).flatMap(({ value }) => {
		const operation = properties.find(
			(property) =>
				property.name === 'operation' &&
				property.displayOptions?.show?.resource?.includes(value as string),
		);
		return choicesOf(operation).map((choice) => `${String(value)}/${String(choice.value)}`);
	});
}

function described(): string[] {
	const shown = properties.flatMap(({ displayOptions, name }) => {
		const { resource = [], operation = [] } = displayOptions?.show ?? {};
		return name === 'operation'
			? []
			: operation.map((each) => `${String(resource[0])}/${String(each)}`);
	});
	return [...new Set(shown)];
}

function namesOf(map: Readonly<Record<string, object>>): string[] {
	return Object.entries(map).flatMap(([resource, each]) =>
		Object.keys(each).map((operation) => `${resource}/${operation}`),
	);
}

function operationsFor(resource: string, login: string): string[] {
	const shown = properties.filter(
		({ name, displayOptions }) =>
			name === 'operation' &&
			displayOptions?.show?.resource?.includes(resource) &&
			(displayOptions.show.authentication ?? [login]).includes(login),
	);
	expect(shown).toHaveLength(1);
	return choicesOf(shown[0]).map(({ value }) => String(value));
}

describe('each login', () => {
	const RESOURCES = Object.keys(operations);

	it.each(['apiKey', 'otp'])('offers everything of every resource (%s)', (login) => {
		for (const resource of RESOURCES) {
			expect(operationsFor(resource, login).sort()).toEqual(
				Object.keys(operations[resource] ?? {}).sort(),
			);
		}
	});

	it("of the helpline's own server lacks the delete of a case and nothing else", () => {
		const lacking = RESOURCES.flatMap((resource) =>
			Object.keys(operations[resource] ?? {})
				.filter((operation) => !operationsFor(resource, 'login').includes(operation))
				.map((operation) => `${resource}/${operation}`),
		);

		expect(lacking).toEqual(['case/delete']);
	});
});

describe('every operation', () => {
	it('that is offered is described, reachable and walked by these tests', () => {
		const names = offered().sort();

		expect(described().sort()).toEqual(names);
		expect(namesOf(operations).sort()).toEqual(names);
		expect(namesOf(EVERY_OPERATION).sort()).toEqual(names);
	});

	it.each(OPERATION_ROWS)(
		'%s/%s pairs its items and marks them with the helpline',
		async (_r, _o, parameters) => {
			const { items, end } = await runOperation(parameters, { items: [inputItem(), inputItem()] });

			expect(new Set(items.map(({ pairedItem }) => JSON.stringify(pairedItem)))).toEqual(
				new Set(['{"item":0}', '{"item":1}']),
			);
			expect(items.every(({ json }) => json.helpline === 'demo')).toBe(true);
			expect(end).toHaveBeenCalledTimes(1);
		},
	);

	it.each(OPERATION_ROWS)('%s/%s leaves its input as it was', async (_r, _o, parameters) => {
		const items = [inputItem()];
		const before = deepCopy(items);

		await runOperation(parameters, { items: deepFreeze(items) });

		expect(items).toEqual(before);
	});

	it.each(OPERATION_ROWS)(
		'%s/%s stops at a reason, with the number of the item',
		async (_r, _o, parameters) => {
			const run = runOperation(parameters, { items: [inputItem()], helpline: failingHelpline() });

			await expect(run).rejects.toThrow('[item 0]');
		},
	);

	it.each(OPERATION_ROWS)(
		'%s/%s goes on after a reason, and repeats no foreign text',
		async (_r, _o, parameters) => {
			const { items } = await runOperation(parameters, {
				items: [inputItem(), inputItem()],
				onError: 'continueErrorOutput',
				helpline: failingHelpline(),
			});

			expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			expect(items.map(({ json }) => Object.keys(json))).toEqual([
				['error', 'message', 'details'],
				['error', 'message', 'details'],
			]);
			expect(findMarker(items)).toEqual([]);
		},
	);

	it.each(OPERATION_ROWS)(
		'%s/%s shows nothing personal to an AI tool',
		async (_r, operation, parameters) => {
			const { items } = await runOperation(
				{ ...parameters, ...(operation === 'delete' ? {} : { output: 'raw' }) },
				{ items: [inputItem()], isTool: true, onError: 'continueRegularOutput' },
			);

			expect(items.length).toBeGreaterThan(0);
			expect(findMarker(items)).toEqual([]);
		},
	);
});

/** Every verb fails with a text that quotes what a person typed, as foreign errors do. */
function failingHelpline() {
	const helpline = fakeHelpline();
	for (const verb of Object.values(helpline)) {
		verb.mockImplementation(() => {
			throw new Error(`Something with ${MARKER} in it`);
		});
	}
	return helpline;
}

function deepFreeze<T>(value: T): T {
	if (typeof value === 'object' && value !== null) {
		Object.values(value).forEach(deepFreeze);
		Object.freeze(value);
	}
	return value;
}
