import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { OpenChsAiTranscribe } from '../../nodes/OpenChsAiTranscribe/OpenChsAiTranscribe.node';
import { OpenChs } from '../../nodes/OpenChs/OpenChs.node';
import { OpenChsJsonExport } from '../../nodes/OpenChsJsonExport/OpenChsJsonExport.node';
import { OpenChsTrigger } from '../../nodes/OpenChsTrigger/OpenChsTrigger.node';
import { OpenChsWebhookTrigger } from '../../nodes/OpenChsWebhookTrigger/OpenChsWebhookTrigger.node';

const { description } = new OpenChs();
const NODES = [
	description,
	new OpenChsTrigger().description,
	new OpenChsWebhookTrigger().description,
	new OpenChsAiTranscribe().description,
	new OpenChsJsonExport().description,
];

interface Word {
	path: string;
	property: INodeProperties;
}

interface Choice {
	path: string;
	choice: INodePropertyOptions;
}

const WORDS = NODES.flatMap(({ displayName, properties }) =>
	properties.flatMap((property) => everyProperty(property, `${displayName}/${scope(property)}`)),
);
const CHOICES = WORDS.flatMap(({ path, property }) =>
	isChoice(property)
		? ((property.options ?? []) as INodePropertyOptions[]).map(
				(choice): Choice => ({ path: `${path} > ${choice.name}`, choice }),
			)
		: [],
);
const SENTENCES: Array<[string, string]> = [
	...WORDS.flatMap(({ path, property }) => pair(path, property.description)),
	...WORDS.flatMap(({ path, property }) => pair(`${path} hint`, property.hint)),
	...WORDS.filter(({ property }) => property.type === 'notice').flatMap(({ path, property }) =>
		pair(path, property.displayName),
	),
	...CHOICES.flatMap(({ path, choice }) => pair(path, choice.description)),
];

function scope({ displayOptions }: INodeProperties): string {
	const { resource = [], operation = [] } = displayOptions?.show ?? {};
	return [...resource, ...operation].map(String).join('/');
}

function everyProperty(property: INodeProperties, above: string): Word[] {
	const path = `${above} > ${property.displayName}`;
	const below = (property.options ?? []).flatMap((option) => {
		if ('values' in option) return option.values.flatMap((each) => everyProperty(each, path));
		return 'type' in option ? everyProperty(option, path) : [];
	});
	return [{ path, property }, ...below];
}

function isChoice({ type }: INodeProperties): boolean {
	return type === 'options' || type === 'multiOptions';
}

function pair(path: string, text: string | undefined): Array<[string, string]> {
	return text === undefined ? [] : [[path, text]];
}

function named(wanted: (property: INodeProperties) => boolean): Array<[string, INodeProperties]> {
	return WORDS.filter(({ property }) => wanted(property)).map(({ path, property }) => [
		path,
		property,
	]);
}

const SMALL_WORDS = [
	'a',
	'an',
	'and',
	'by',
	'for',
	'from',
	'in',
	'of',
	'or',
	'per',
	'the',
	'to',
	'with',
];

function isTitleCase(text: string): boolean {
	const words = text.replace(/[()]/g, '').split(/[\s-]+/);
	return words.every(
		(word, index) => (index > 0 && SMALL_WORDS.includes(word)) || /^[^a-z]/.test(word),
	);
}

describe('labels', () => {
	it('of fields are in title case', () => {
		const others = named(({ displayName, type }) => type !== 'notice' && !isTitleCase(displayName));

		expect(others.map(([path]) => path)).toEqual([]);
	});

	it('of choices are in title case', () => {
		const others = CHOICES.filter(({ choice }) => !isTitleCase(choice.name));

		expect(others.map(({ path }) => path)).toEqual([]);
	});
});

describe('sentences', () => {
	it('begin with a capital, blame nobody and do not shout', () => {
		const others = SENTENCES.filter(
			([, text]) =>
				!/^[A-Z<]/.test(text) ||
				text.includes('  ') ||
				/!|\b(please|invalid|failed|illegal|wrong)\b/i.test(text),
		);

		expect(others).toEqual([]);
	});

	it('end with a period only when there are several', () => {
		const others = SENTENCES.filter(
			([, text]) => text.endsWith('.') !== /[a-z')]\. [A-Z]/.test(text),
		);

		expect(others).toEqual([]);
	});

	it("of switches begin with 'Whether'", () => {
		const others = named(
			({ type, description: text }) => type === 'boolean' && !text?.startsWith('Whether '),
		);

		expect(others.map(([path]) => path)).toEqual([]);
	});

	it("of examples begin with 'e.g.'", () => {
		const others = named(
			({ type, placeholder }) =>
				type === 'string' && placeholder !== undefined && !placeholder.startsWith('e.g. '),
		);

		expect(others.map(([path]) => path)).toEqual([]);
	});
});

describe('operations', () => {
	const choices = description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) => options as INodePropertyOptions[]);

	it.each(choices.map(({ action, name }): [string, string] => [name, action ?? '']))(
		'%s has an action of verb and resource, in sentence case and without article',
		(_name, action) => {
			expect(action).toMatch(/^[A-Z][a-z]+( [a-z]+)+$/);
			expect(action).not.toMatch(/\b(a|an|the)\b/);
		},
	);

	it('say what they do', () => {
		expect(choices.filter(({ description: text }) => !text)).toEqual([]);
	});
});

describe('lists', () => {
	it('of choices are sorted', () => {
		const others = named((property) => isChoice(property) && !isSorted(choicesOf(property)));

		expect(others.map(([path]) => path)).toEqual([]);
	});

	it('of optional fields are sorted', () => {
		const others = named(
			({ type, options = [] }) =>
				type === 'collection' &&
				!isSorted((options as INodeProperties[]).map(({ displayName }) => displayName)),
		);

		expect(others.map(([path]) => path)).toEqual([]);
	});

	function choicesOf({ options = [] }: INodeProperties): string[] {
		return (options as INodePropertyOptions[]).map(({ name }) => name);
	}

	function isSorted(names: string[]): boolean {
		return names.every(
			(name, index) => index === 0 || (names[index - 1] ?? '').localeCompare(name) <= 0,
		);
	}
});

describe('Get Many', () => {
	it('has the wording of n8n for Return All', () => {
		for (const [, property] of named(({ name }) => name === 'returnAll')) {
			expect(property).toMatchObject({
				displayName: 'Return All',
				default: false,
				description: 'Whether to return all results or only up to a given limit',
			});
		}
	});

	it('has the wording of n8n for Limit', () => {
		for (const [, property] of named(({ name }) => name === 'limit')) {
			expect(property).toMatchObject({
				displayName: 'Limit',
				default: 50,
				description: 'Max number of results to return',
				typeOptions: { minValue: 1 },
			});
		}
	});
});

describe('the order on the screen', () => {
	const shown = new Map<string, string[]>();
	for (const property of description.properties) {
		const key = scope(property);
		if (key.includes('/')) shown.set(key, [...(shown.get(key) ?? []), property.name]);
	}

	it.each([...shown])("%s closes with 'Options'", (_operation, names) => {
		expect(names.at(-1)).toBe('options');
	});

	it.each([...shown])('%s has what is needed before what is not', (operation) => {
		const needed = description.properties
			.filter((property) => scope(property) === operation && !isConditional(property))
			.map(({ required }) => required === true);

		expect(needed).toEqual([...needed].sort((a, b) => Number(b) - Number(a)));
	});

	/** Shown only when an earlier choice asks for it; it stands behind that choice. */
	function isConditional({ displayOptions }: INodeProperties): boolean {
		return Object.keys(displayOptions?.show ?? {}).length > 2;
	}
});

describe('the trigger', () => {
	const { properties, ...trigger } = new OpenChsTrigger().description;

	it('polls, has no input and is no tool of AI agents', () => {
		expect(trigger).toMatchObject({ polling: true, inputs: [], group: ['trigger'] });
		expect(trigger.usableAsTool).toBeUndefined();
	});

	it('has the name and the label of a trigger, and the logins and icons of the node', () => {
		expect([trigger.name, trigger.displayName]).toEqual(['openChsTrigger', 'OpenCHS Trigger']);
		expect(trigger.credentials).toEqual(description.credentials);
		expect(trigger.icon).toEqual(description.icon);
	});

	it("shows little, and keeps what is rare in 'Options'", () => {
		const shown = properties.filter(({ type }) => type !== 'notice');

		expect(shown.map(({ displayName }) => displayName)).toEqual([
			'Authentication',
			'Trigger On',
			'Start From',
			'Start Date',
			'Filters',
			'Options',
		]);
	});

	it('says what an interval costs', () => {
		const cost = properties.find(({ name }) => name === 'cost');

		expect(cost?.type).toBe('notice');
		expect(cost?.displayName).toMatch(
			/every 5 minutes makes 12 an hour, every minute 60, of the 100/,
		);
	});

	it('takes no expression for its start, because another one starts anew', () => {
		const starts = properties.filter(({ name }) => name.startsWith('start'));

		expect(starts.map(({ noDataExpression }) => noDataExpression)).toEqual([true, true]);
	});
});

describe('the node', () => {
	it('can be used by AI agents', () => {
		expect(description.usableAsTool).toBe(true);
	});

	it('shows operation and resource below its name', () => {
		expect(description.subtitle).toBe(
			'={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		);
	});

	it('has a light and a dark icon', () => {
		expect(description.icon).toEqual({
			light: 'file:../../icons/openchs.svg',
			dark: 'file:../../icons/openchs.dark.svg',
		});
	});

	it('asks for the credential of the chosen login only', () => {
		const logins = description.credentials?.map(({ name, displayOptions }) => [
			name,
			displayOptions?.show?.authentication,
		]);

		expect(logins).toEqual([
			['openChsLoginApi', ['login']],
			['openChsApi', ['apiKey']],
			['openChsOtpApi', ['otp']],
		]);
	});

	it('lets a write carry an external key wherever a new thing is made', () => {
		const creating = [
			'case/create',
			'case/upsert',
			'activity/create',
			'communication/create',
			'attachment/upload',
			'person/create',
		];
		const withKey = description.properties
			.filter(({ name }) => name === 'externalKey')
			.map((property) => scope(property));

		expect(withKey).toEqual(expect.arrayContaining(creating));
	});
});
