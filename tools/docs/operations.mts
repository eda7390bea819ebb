/** The page of operations: every node, resource, operation and field, from the nodes' own descriptions. */
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import type { WritableField } from '../../nodes/shared/record/fields';
import { commonTable, fieldTable, optionsTable, visibleFields } from './operationFields.mts';
import { cell, table } from './table.mts';

/** The names of the fields that an operation's output holds, by `<resource>/<operation>`; none where no preview is kept. */
export type Previews = (node: string, path: string) => readonly string[];

export interface OperationsSource {
	readonly nodes: readonly INodeTypeDescription[];
	readonly caseFields: readonly WritableField[];
	readonly previewOf: Previews;
}

export interface OfferedOperation {
	readonly resource: string;
	readonly operation: INodePropertyOptions;
	/** What stands against it with this login, in the node's words; empty when nothing does. */
	readonly against: Readonly<Record<Login, string>>;
}

export const LOGINS = ['apiKey', 'otp', 'login'] as const;
export type Login = (typeof LOGINS)[number];

const NO_SUCH_CHOICE = 'not offered by this server';

/** Lists that the published API does not have; a test asks the code. */
export const LISTS_OF_LOGIN_ONLY = [
	'Age Groups',
	'Locations',
	'Referrals',
	'Relationships',
	'Services',
	'Sexes',
];

export function operationsPage({ nodes, caseFields, previewOf }: OperationsSource): string {
	const [first] = nodes;
	if (!first) throw new Error('There is no node to describe');
	const offered = offeredBy(first);
	return `# Operations by login

Made by \`npm run docs\` from the nodes' descriptions, which is what the editor shows. _API Key_ and _One-Time Code_ are logins of an OpenCHS
with the published API, _Login_ (user name and password) is that of the helpline's own server: [which login](credentials.md).

## At a glance

${table(['Resource', 'Operation', 'Does', 'API key, one-time code', 'User name and password'], offered.map(glance))}

Besides:

${reasonsAgainst(offered).join('\n')}
- **Reference List: Get Many** has ${list(LISTS_OF_LOGIN_ONLY)} with user name and password only.
- **Attachment: Download** needs a server that gives an address for the file; **Communication: Download Recording** takes the ID of a call
  with user name and password, and the ID of an attachment with a key.
- No OpenCHS is known to have the whole published API. What yours lacks is answered with "not offered by this OpenCHS".
- With user name and password a case needs a plan, a yes or no to gender-based violence, and a reporter with name, age group and sex.

## In most operations

${commonTable(first.properties)}

## Fields of a case

What _Fields_ of _Create_, _Create or Update_, _Update_ and _Validate Only_ can hold, beyond what your server adds.

${table(['Field', 'Label', 'Values', 'Notes'], caseFields.map(caseField))}

${nodes.map((node) => nodeSection(node, previewOf)).join('\n\n')}
`;
}

/** Every choice of resource and operation that some login can make. */
export function offeredBy({ properties }: INodeTypeDescription): OfferedOperation[] {
	return choicesOf(properties, 'resource').flatMap((resource) => {
		const value = String(resource.value);
		const menus = properties.filter(
			(property) => property.name === 'operation' && isShown(property, { resource: value }),
		);
		const known = new Map(
			menus.flatMap(optionsIn).map((operation) => [String(operation.value), operation]),
		);
		return [...known.values()].map((operation) => ({
			resource: resource.name,
			operation,
			against: Object.fromEntries(
				LOGINS.map((login) => [login, whatStandsAgainst(properties, value, operation, login)]),
			) as Record<Login, string>,
		}));
	});
}

function whatStandsAgainst(
	properties: readonly INodeProperties[],
	resource: string,
	{ value }: INodePropertyOptions,
	login: Login,
): string {
	const at = { resource, authentication: login };
	const isChoice = properties.some(
		(property) =>
			property.name === 'operation' &&
			isShown(property, at) &&
			optionsIn(property).some((option) => option.value === value),
	);
	if (!isChoice) return NO_SUCH_CHOICE;
	const warning = properties.find(
		({ type, displayOptions }) =>
			type === 'notice' &&
			displayOptions?.show?.resource?.includes(resource) &&
			displayOptions.show.operation === undefined &&
			displayOptions.show.authentication?.includes(login),
	);
	return warning?.displayName ?? '';
}

function glance({ resource, operation, against }: OfferedOperation): string[] {
	if (against.apiKey !== against.otp)
		throw new Error(
			`${resource} ${operation.name}: a key and a code differ, the page has one column`,
		);
	const works = (text: string) => (text === '' ? 'works' : NO_SUCH_CHOICE);
	return [
		resource,
		`**${operation.name}**`,
		cell(operation.description ?? ''),
		works(against.apiKey),
		works(against.login),
	];
}

/** What the editor says beside a resource that a login's server does not have. */
function reasonsAgainst(offered: readonly OfferedOperation[]): string[] {
	const said = offered.flatMap(({ resource, against }) =>
		LOGINS.map((login) => against[login])
			.filter((text) => text !== '' && text !== NO_SUCH_CHOICE)
			.map((text) => `- **${resource}**: ${cell(text)}`),
	);
	return [...new Set(said)];
}

function caseField({ name, label, type, options, ...notes }: WritableField): string[] {
	const said = [
		notes.isRequired ? 'needed for a new case' : '',
		notes.isUpdateOnly ? 'only in an update' : '',
		notes.isDeployedOnly ? 'user name and password only' : '',
	].filter((note) => note !== '');
	const values = options ? options.map((option) => `\`${option}\``).join(', ') : type;
	return [`\`${name}\``, label, values, said.join('; ')];
}

function nodeSection(node: INodeTypeDescription, previewOf: Previews): string {
	const parts = partsOf(node).map(({ title, at, does, path }) => {
		const gives = previewOf(node.name, path);
		return [
			title === '' ? '' : `### ${title}`,
			does === '' ? '' : sentence(does),
			fieldTable(visibleFields(node.properties, at)),
			gives.length === 0 ? '' : `Gives: ${gives.map((name) => `\`${name}\``).join(', ')}.`,
		]
			.filter((part) => part !== '')
			.join('\n\n');
	});
	const options = optionsTable(node.properties);
	return [
		`## ${node.displayName}`,
		sentence(node.description),
		...parts,
		...(options === '' ? [] : [`### Options of ${node.displayName}`, options]),
	].join('\n\n');
}

interface Part {
	readonly title: string;
	readonly at: Readonly<Record<string, string>>;
	readonly does: string;
	readonly path: string;
}

/** One part for each resource and operation, for each operation, or for the whole node. */
function partsOf({ properties }: INodeTypeDescription): Part[] {
	const resources = choicesOf(properties, 'resource');
	if (resources.length > 0) {
		return resources.flatMap(({ name, value }) => {
			const menus = properties.filter(
				(each) => each.name === 'operation' && isShown(each, { resource: String(value) }),
			);
			const known = new Map(menus.flatMap(optionsIn).map((each) => [String(each.value), each]));
			return [...known.values()].map((operation) => ({
				title: `${name}: ${operation.name}`,
				at: { resource: String(value), operation: String(operation.value) },
				does: operation.description ?? '',
				path: `${String(value)}/${String(operation.value)}`,
			}));
		});
	}
	const operations = choicesOf(properties, 'operation');
	if (operations.length === 0) return [{ title: '', at: {}, does: '', path: '' }];
	return operations.map((operation) => ({
		title: operation.name,
		at: { operation: String(operation.value) },
		does: operation.description ?? '',
		path: String(operation.value),
	}));
}

function choicesOf(properties: readonly INodeProperties[], name: string): INodePropertyOptions[] {
	return optionsIn(properties.find((property) => property.name === name));
}

function optionsIn(property: INodeProperties | undefined): INodePropertyOptions[] {
	return (property?.options ?? []) as INodePropertyOptions[];
}

function isShown(
	{ displayOptions }: INodeProperties,
	at: Readonly<Record<string, string>>,
): boolean {
	return Object.entries(at).every(([name, value]) => {
		const wanted = displayOptions?.show?.[name] as unknown[] | undefined;
		return wanted === undefined || wanted.includes(value);
	});
}

function sentence(text: string): string {
	return /[.?!]$/.test(text) ? cell(text) : `${cell(text)}.`;
}

function list(names: readonly string[]): string {
	return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
