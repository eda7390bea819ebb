import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import codex from '../../../nodes/OpenChsJsonExport/OpenChsJsonExport.node.json';
import { OpenChsJsonExport } from '../../../nodes/OpenChsJsonExport/OpenChsJsonExport.node';

const { description } = new OpenChsJsonExport();

function everyProperty(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [
		property,
		...everyProperty(
			(property.options ?? []).flatMap((option) => {
				if ('values' in option) return option.values;
				return 'type' in option ? [option] : [];
			}),
		),
	]);
}

const ALL = everyProperty(description.properties);
const SMALL = ['a', 'an', 'and', 'by', 'for', 'from', 'in', 'of', 'or', 'per', 'the', 'to', 'with'];

function isTitleCase(label: string): boolean {
	const words = label.replace(/[()]/g, '').split(/[\s-]+/);
	return words.every((word, at) => (at > 0 && SMALL.includes(word)) || /^[^a-z]/.test(word));
}

describe('the panel', () => {
	it('has labels in title case', () => {
		const labels = ALL.flatMap(({ displayName, type, options = [] }) => [
			...(type === 'notice' ? [] : [displayName]),
			...(type === 'options' ? (options as INodePropertyOptions[]).map(({ name }) => name) : []),
		]);

		expect(labels.filter((label) => !isTitleCase(label))).toEqual([]);
	});

	it('has lists that are sorted', () => {
		for (const { type, options = [], displayName } of ALL) {
			if (type !== 'options' && type !== 'collection') continue;
			const names = (options as Array<INodePropertyOptions | INodeProperties>).map((each) =>
				'displayName' in each ? each.displayName : each.name,
			);
			expect([displayName, names]).toEqual([
				displayName,
				[...names].sort((a, b) => a.localeCompare(b)),
			]);
		}
	});

	it('has sentences without a period at the end, unless there are several', () => {
		const texts = ALL.flatMap((property) => [
			property.description,
			property.hint,
			property.type === 'notice' ? property.displayName : undefined,
			...(property.type === 'options'
				? ((property.options ?? []) as INodePropertyOptions[]).map((choice) => choice.description)
				: []),
		]).filter((text): text is string => text !== undefined && !text.includes('<a'));

		const wrong = texts.filter((text) => text.endsWith('.') !== /[a-z0-9')]\. [A-Z]/.test(text));
		expect(wrong).toEqual([]);
		expect(texts.filter((text) => /!|\b(please|invalid|failed|illegal)\b/i.test(text))).toEqual([]);
	});

	it("says 'Whether' for each switch", () => {
		const switches = ALL.filter(({ type }) => type === 'boolean');

		expect(switches.filter(({ description: text }) => !text?.startsWith('Whether '))).toEqual([]);
	});

	it('begins with what to do, is careful by itself, and ends with its options', () => {
		const names = description.properties.map(({ name }) => name);
		const byName = (name: string) => ALL.find((property) => property.name === name);

		expect(names.slice(0, 4)).toEqual(['operation', 'authentication', 'form', 'manyItemsNotice']);
		expect(names.at(-1)).toBe('options');
		expect(byName('profile')?.default).toBe('deidentified');
		expect(byName('placeLevel')?.default).toBe('none');
		expect(byName('form')?.default).toBe('json');
		expect(byName('prettyPrint')?.default).toBe(true);
		expect(byName('tellVanished')).toMatchObject({
			default: false,
			description: expect.stringContaining('This costs a walk over all cases') as string,
		});
	});

	it('asks for a login to export only, and for a recipient where the profile needs one', () => {
		const shown = Object.fromEntries(
			(description.credentials ?? []).map(({ name, displayOptions }) => [
				name,
				displayOptions?.show,
			]),
		);

		expect(shown).toEqual({
			openChsLoginApi: { operation: ['export'], authentication: ['login'] },
			openChsApi: { operation: ['export'], authentication: ['apiKey'] },
			openChsOtpApi: { operation: ['export'], authentication: ['otp'] },
			openChsRecipientApi: { operation: ['export'], profile: ['deidentified'] },
		});
	});

	it('is found by the words that people type', () => {
		expect(codex.alias).toEqual(
			expect.arrayContaining(['JSON Export', 'export', '116', 'child helpline', 'CSV']),
		);
		expect(codex.node).toBe('n8n-nodes-openchs.openChsJsonExport');
	});

	it('may be used as a tool', () => {
		expect(description.usableAsTool).toBe(true);
	});
});
