import type {
	INode,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { OpenChsAiApi } from '../../credentials/OpenChsAiApi.credentials';
import { OpenChsApi } from '../../credentials/OpenChsApi.credentials';
import { OpenChsLoginApi } from '../../credentials/OpenChsLoginApi.credentials';
import { OpenChsOtpApi } from '../../credentials/OpenChsOtpApi.credentials';
import { OpenChsRecipientApi } from '../../credentials/OpenChsRecipientApi.credentials';
import { OpenChsWebhookApi } from '../../credentials/OpenChsWebhookApi.credentials';
import { OpenChsAiTranscribe } from '../../nodes/OpenChsAiTranscribe/OpenChsAiTranscribe.node';
import { OpenChsCsvImport } from '../../nodes/OpenChsCsvImport/OpenChsCsvImport.node';
import { OpenChsJsonExport } from '../../nodes/OpenChsJsonExport/OpenChsJsonExport.node';
import { OpenChs } from '../../nodes/OpenChs/OpenChs.node';
import { OpenChsTrigger } from '../../nodes/OpenChsTrigger/OpenChsTrigger.node';
import { OpenChsWebhookTrigger } from '../../nodes/OpenChsWebhookTrigger/OpenChsWebhookTrigger.node';
import type { Mark } from '../../nodes/shared/changes/change';
import { readMark, writeMark } from '../../nodes/shared/changes/windowMark';
import { REASONS } from '../../nodes/shared/transport/errors';
import { previewOf } from '../../tools/docs/pages.mts';
import type { SavedCredential, SavedField } from '../../tools/freeze/credentials.mts';
import { savedCredential } from '../../tools/freeze/credentials.mts';
import type { SavedNode } from '../../tools/freeze/nodes.mts';
import { EARLIER, earlier, earlierWith, workflowsOfEarlier } from '../support/earlier.mts';

const NODES = new Map<string, INodeTypeDescription>(
	[
		new OpenChs(),
		new OpenChsTrigger(),
		new OpenChsWebhookTrigger(),
		new OpenChsCsvImport(),
		new OpenChsJsonExport(),
		new OpenChsAiTranscribe(),
	].map(({ description }) => [description.name, description]),
);
const CREDENTIALS = new Map<string, SavedCredential>(
	[
		new OpenChsAiApi(),
		new OpenChsApi(),
		new OpenChsLoginApi(),
		new OpenChsOtpApi(),
		new OpenChsRecipientApi(),
		new OpenChsWebhookApi(),
	].map((type) => [type.name, savedCredential(type)]),
);
const PACKAGE = 'n8n-nodes-openchs.';
/** n8n gives it to every node that polls; no description has it. */
const OF_N8N = 'pollTimes';

describe.each(EARLIER)('what version %s let people save', (version) => {
	const nodes = earlier<SavedNode[]>(version, 'nodes.json');
	const types = [...new Set(nodes.map(({ type }) => type))];

	it.each(types)('nodes of %s mean the same now', (type) => {
		const changed = nodes
			.filter((node) => node.type === type)
			.flatMap((node) => lost(node.means, resolvedNow(node)));

		expect([...new Set(changed)]).toEqual([]);
	});

	it.each(types)('no choice of %s has become unknown', (type) => {
		const saved = nodes.filter((node) => node.type === type);

		expect([...new Set(saved.flatMap((node) => unknownChoices(node)))]).toEqual([]);
	});

	it('fields of every output are still there', () => {
		const gone = nodes.flatMap(({ type, means, gives }) => {
			const path = [means.resource, means.operation].filter((part) => part !== undefined);
			const now = previewOf(type, path.join('/'));
			return gives.filter((name) => !now.includes(name)).map((name) => `${path.join('/')} ${name}`);
		});

		expect([...new Set(gone)]).toEqual([]);
	});

	it('credentials have every field, with its default and its choices', () => {
		const gone = earlier<SavedCredential[]>(version, 'credentials.json').flatMap(
			({ name, fields }) => lostFields(name, fields, CREDENTIALS.get(name)?.fields ?? []),
		);

		expect(gone).toEqual([]);
	});

	it('codes of errors are still said', () => {
		const codes = earlier<string[]>(version, 'codes.json');

		expect(codes.filter((code) => !Object.hasOwn(REASONS, code))).toEqual([]);
	});

	it.each(workflowsOfEarlier(version))('%s opens whole', (file) => {
		const ours = earlier<{ nodes: INode[] }>(version, file).nodes.filter(({ type }) =>
			type.startsWith(PACKAGE),
		);

		const gone = ours.flatMap(({ name, type, typeVersion, parameters }) => {
			const now = resolvedNow({ type: type.slice(PACKAGE.length), typeVersion, parameters });
			return lost(parameters, now)
				.filter((path) => path !== OF_N8N)
				.map((path) => `${name}: ${path}`);
		});

		expect(gone).toEqual([]);
	});
});

it.each(earlierWith('places.json'))(
	'the place of a trigger of the published API that version %s stored is read without a loss',
	(version) => {
		const { published } = earlier<Record<string, { mark: Mark }>>(version, 'places.json');
		const state = published && readMark(published.mark);

		expect(state && writeMark(state)).toEqual(published?.mark);
	},
);

describe('a change that would break a saved workflow', () => {
	const saved: SavedNode = {
		type: 'openChs',
		typeVersion: 1,
		parameters: { resource: 'case', operation: 'search', searchText: 'made-up' },
		means: { resource: 'case', operation: 'search', searchText: 'made-up', limit: 50 },
		gives: [],
	};

	it('is seen when a field has another name', () => {
		const renamed = { ...saved, parameters: { ...saved.parameters, oldName: 'made-up' } };

		expect(lost(renamed.parameters, resolvedNow(renamed))).toEqual(['oldName']);
	});

	it('is seen when a default is another one', () => {
		const means = { ...saved.means, limit: 20 };

		expect(lost(means, resolvedNow(saved))).toEqual(['limit']);
	});

	it('is seen when a choice is gone', () => {
		const means = { ...saved.means, output: 'tiny', options: { searchFields: ['nothing'] } };

		expect(unknownChoices({ ...saved, means })).toEqual([
			'output: "tiny"',
			'searchFields: "nothing"',
		]);
		expect(unknownChoices(saved)).toEqual([]);
	});

	it('is seen when a field of a credential is gone', () => {
		const field = { name: 'a', type: 'string', default: '', values: ['x'], inside: [] };

		expect(lostFields('c', [field], [])).toEqual(['c.a']);
		expect(lostFields('c', [field], [{ ...field, values: [] }])).toEqual(['c.a: x']);
	});
});

function descriptionOf(type: string, typeVersion: number): INodeTypeDescription {
	const found = NODES.get(type);
	if (!found) throw new Error(`There is no node ${type}`);
	if (![found.version].flat().includes(typeVersion)) {
		throw new Error(`${type} has no version ${typeVersion}`);
	}
	return found;
}

type Saved = Pick<SavedNode, 'type' | 'typeVersion' | 'parameters'>;

/** Parameters as n8n hands them to the node today: what it does not know is left out. */
function resolvedNow({ type, typeVersion, parameters }: Saved): INodeParameters {
	const description = descriptionOf(type, typeVersion);
	return (
		NodeHelpers.getNodeParameters(
			description.properties,
			parameters,
			true,
			false,
			{ typeVersion },
			description,
		) ?? {}
	);
}

/** Saved values of lists that the list does not offer any more; n8n itself would hand them on. */
function unknownChoices({ type, typeVersion, means }: Omit<SavedNode, 'gives'>): string[] {
	const ofThis = descriptionOf(type, typeVersion).properties.filter(({ displayOptions }) =>
		['authentication', 'operation', 'resource'].every((name) => {
			const shown = displayOptions?.show?.[name] as unknown[] | undefined;
			return shown?.includes(means[name]) ?? true;
		}),
	);
	return notOffered(ofThis, means);
}

function notOffered(properties: readonly INodeProperties[], values: INodeParameters): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const fields = properties.filter((field) => field.name === name);
		const lists = fields.filter(({ type }) => type === 'options' || type === 'multiOptions');
		const offered = lists.flatMap(({ options = [] }) => options.map(choiceIn));
		const chosen = Array.isArray(value) ? value : [value];
		if (offered.length > 0) {
			return chosen
				.filter((each) => !offered.includes(each))
				.map((each) => `${name}: ${JSON.stringify(each)}`);
		}
		return (chosen as unknown[]).filter(isObject).flatMap((inner) =>
			fields.flatMap(({ type, options = [] }) => {
				if (type === 'collection') {
					return notOffered(options as INodeProperties[], inner as INodeParameters);
				}
				if (type !== 'fixedCollection') return [];
				return (options as INodePropertyCollection[]).flatMap((group) =>
					[inner[group.name]]
						.flat()
						.filter(isObject)
						.flatMap((each) => notOffered(group.values, each as INodeParameters)),
				);
			}),
		);
	});
}

function choiceIn(option: object): unknown {
	return 'value' in option ? option.value : undefined;
}

/** Paths of what was saved and is not there, or is something else, in what comes out. */
function lost(before: unknown, now: unknown, path = ''): string[] {
	if (!isObject(before) || !isObject(now)) {
		return JSON.stringify(before) === JSON.stringify(now) ? [] : [path];
	}
	return Object.entries(before).flatMap(([name, value]) =>
		lost(value, now[name], path === '' ? name : `${path}.${name}`),
	);
}

function lostFields(
	path: string,
	before: readonly SavedField[],
	now: readonly SavedField[],
): string[] {
	return before.flatMap((field) => {
		const here = `${path}.${field.name}`;
		const found = now.find(({ name }) => name === field.name);
		if (!found) return [here];
		return [
			...(JSON.stringify(found.default) === JSON.stringify(field.default)
				? []
				: [`${here}: default`]),
			...field.values
				.filter((value) => !found.values.includes(value))
				.map((value) => `${here}: ${String(value)}`),
			...lostFields(here, field.inside, found.inside),
		];
	});
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
