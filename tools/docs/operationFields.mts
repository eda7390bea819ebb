/** The fields of an operation as rows: label, when it is shown, what it is for. */
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { cell, table } from './table.mts';

/** What decides which part of the page a field is in; it needs no saying there. */
const OF_THE_PART = ['resource', 'operation'];
const LOGIN_NAMES: Readonly<Record<string, string>> = {
	apiKey: 'API Key',
	login: 'Login',
	otp: 'One-Time Code',
};
/** The same for every operation; told once at the head of the page. */
const EVERYWHERE = ['authentication', 'resource', 'operation'];
/** In nearly every operation, and the same in each. */
const IN_MANY = ['returnAll', 'limit', 'output', 'outputFields'];
/** More choices than these are a list to look at in the editor. */
const MOST_CHOICES = 16;

export function visibleFields(
	properties: readonly INodeProperties[],
	at: Readonly<Record<string, string>>,
): INodeProperties[] {
	return properties.filter(
		(property) =>
			!EVERYWHERE.includes(property.name) &&
			Object.entries(at).every(([name, value]) => {
				const shown = property.displayOptions?.show?.[name] as unknown[] | undefined;
				return shown === undefined || shown.includes(value);
			}),
	);
}

export function fieldTable(all: readonly INodeProperties[]): string {
	const fields = all.filter(({ name }) => ![...IN_MANY, 'options'].includes(name));
	const rows = fields.map((field) => {
		if (field.type === 'notice') return ['', cell(plain(field.displayName)) + when(field, all)];
		const needed = field.required ? ' (needed)' : '';
		return [`**${cell(field.displayName)}**${needed}`, what(field) + when(field, all)];
	});
	const also = all
		.filter(({ name }) => IN_MANY.includes(name))
		.map(({ displayName }) => displayName);
	const options = all
		.filter(({ name }) => name === 'options')
		.flatMap((field) => (field.options ?? []) as INodeProperties[])
		.map(({ displayName }) => displayName);
	return [
		rows.length === 0 ? '' : table(['Field', 'What it is'], rows),
		also.length === 0 ? '' : `Also: ${italic(also)}.`,
		options.length === 0 ? '' : `Options: ${italic(options)}.`,
	]
		.filter((part) => part !== '')
		.join('\n\n');
}

/** What many operations have, once. */
export function commonTable(properties: readonly INodeProperties[]): string {
	const first = IN_MANY.flatMap(
		(name) => properties.find((property) => property.name === name) ?? [],
	);
	const rows = first.map((field) => {
		// Each kind of record has fields of its own here.
		const { options, ...plainField } = field;
		const shown = field.name === 'outputFields' ? plainField : { ...plainField, options };
		return [`**${cell(field.displayName)}**`, what(shown) + when(field, properties)];
	});
	return table(['Field', 'What it is'], rows);
}

function italic(names: readonly string[]): string {
	return names.map((name) => `_${cell(name)}_`).join(', ');
}

/** Everything that _Options_ can hold in a node, once, however many operations have it. */
export function optionsTable(properties: readonly INodeProperties[]): string {
	const members = properties
		.filter(({ name }) => name === 'options')
		.flatMap(({ options }) => (options ?? []) as INodeProperties[]);
	const known = new Map(members.map((option) => [`${option.name} ${option.displayName}`, option]));
	const rows = [...known.values()].map((option) => [
		`**${cell(option.displayName)}**`,
		what(option),
	]);
	return rows.length === 0 ? '' : table(['Option', 'What it does'], rows.sort(byLabel));
}

function byLabel([first = '']: readonly string[], [second = '']: readonly string[]): number {
	return first < second ? -1 : first > second ? 1 : 0;
}

function what(field: INodeProperties): string {
	const text = cell(plain(field.description ?? ''));
	const parts = [text, choices(field), members(field), fallback(field)].filter(
		(part) => part !== '',
	);
	return parts.map((part) => (/[.?!]$/.test(part) ? part : `${part}.`)).join(' ');
}

function choices({ type, options }: INodeProperties): string {
	if (type !== 'options' && type !== 'multiOptions') return '';
	const names = ((options ?? []) as INodePropertyOptions[]).map(({ name }) => cell(name));
	if (names.length === 0) return '';
	return names.length > MOST_CHOICES
		? `${names.length} choices`
		: `Choices: ${names.map((name) => `_${name}_`).join(', ')}`;
}

function members({ type, name, options }: INodeProperties): string {
	if (name === 'options' || (type !== 'collection' && type !== 'fixedCollection')) return '';
	const inside =
		type === 'collection'
			? ((options ?? []) as INodeProperties[])
			: ((options ?? []) as INodePropertyCollection[]).flatMap(({ values }) => values);
	return `Holds: ${italic(inside.map(({ displayName }) => displayName))}`;
}

function fallback(field: INodeProperties): string {
	if (field.type === 'boolean') return field.default === true ? 'On unless switched off' : '';
	if (field.type === 'number' && typeof field.default === 'number')
		return `Default: ${field.default}`;
	if (field.type !== 'options') return '';
	const option = ((field.options ?? []) as INodePropertyOptions[]).find(
		({ value }) => value === field.default,
	);
	return option ? `Default: _${cell(option.name)}_` : '';
}

function when({ displayOptions }: INodeProperties, all: readonly INodeProperties[]): string {
	const said = Object.entries(displayOptions?.show ?? {}).flatMap(([name, values]) => {
		if (OF_THE_PART.includes(name)) return [];
		const field = all.find((each) => each.name === name);
		const wanted = (values as unknown[]).map((value) => nameOfValue(field, value)).join(', ');
		return [`${name === 'authentication' ? 'login' : (field?.displayName ?? name)}: ${wanted}`];
	});
	return said.length === 0 ? '' : ` _(${cell(said.join('; '))})_`;
}

/** A choice as the screen calls it. */
function nameOfValue(field: INodeProperties | undefined, value: unknown): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	const options = (field?.options ?? []) as INodePropertyOptions[];
	const option = options.find((each) => each.value === value);
	return option?.name ?? LOGIN_NAMES[String(value)] ?? String(value);
}

/** Descriptions on screen may hold a link; the page needs its words alone. */
function plain(text: string): string {
	return text.replaceAll(/<[^>]+>/g, '');
}
