import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import codex from '../../../nodes/OpenChsCsvImport/OpenChsCsvImport.node.json';
import { OpenChsCsvImport } from '../../../nodes/OpenChsCsvImport/OpenChsCsvImport.node';
import preview from '../../../nodes/OpenChsCsvImport/__schema__/v1.0.0.json';
import { Collector } from '../../../nodes/OpenChsCsvImport/collector';
import { oneAhead, Pool } from '../../../nodes/OpenChsCsvImport/pool';
import {
	doneOf,
	firstState,
	nextItem,
	resumeAt,
	stateOf,
} from '../../../nodes/OpenChsCsvImport/parts';
import { buildContext } from '../../support/context';

const { description } = new OpenChsCsvImport();

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
const SMALL = ['a', 'an', 'and', 'by', 'for', 'from', 'in', 'of', 'or', 'the', 'to', 'with'];

describe('the panel', () => {
	it('has labels in title case', () => {
		const words = ALL.map(({ displayName }) => displayName.replace(/[()]/g, '').split(/[\s-]+/));
		const wrong = words.filter((label) =>
			label.some((word, at) => !(at > 0 && SMALL.includes(word)) && /^[a-z]/.test(word)),
		);

		expect(wrong).toEqual([]);
	});

	it('has lists that are sorted', () => {
		for (const { type, options = [], displayName } of ALL) {
			if (type !== 'options' && type !== 'collection') continue;
			const names = (options as Array<INodePropertyOptions | INodeProperties>).map((each) =>
				'displayName' in each ? each.displayName : each.name,
			);
			const sorted = [...names].sort((a, b) => a.localeCompare(b));
			expect([displayName, names]).toEqual([displayName, sorted]);
		}
	});

	it('has sentences without a period at the end, unless there are several', () => {
		const texts = ALL.flatMap((property) => [
			property.description,
			...(property.type === 'options'
				? ((property.options ?? []) as INodePropertyOptions[]).map((choice) => choice.description)
				: []),
		]).filter((text): text is string => text !== undefined && !text.includes('<a'));

		const wrong = texts.filter((text) => text.endsWith('.') !== /[a-z0-9')]\. [A-Z]/.test(text));
		expect(wrong).toEqual([]);
		expect(texts.filter((text) => /!|\b(please|invalid|failed|illegal)\b/i.test(text))).toEqual([]);
	});

	it('begins with the login and the mode, which is to check, and ends with its options', () => {
		const names = description.properties.map(({ name }) => name);

		expect(names.slice(0, 3)).toEqual(['authentication', 'mode', 'input']);
		expect(names.at(-1)).toBe('options');
		expect(ALL.find(({ name }) => name === 'mode')?.default).toBe('check');
		expect(ALL.find(({ name }) => name === 'failedItems')?.default).toBe('reason');
		expect(ALL.find(({ name }) => name === 'inFlight')).toMatchObject({
			default: 8,
			typeOptions: { maxValue: 32 },
		});
	});

	it('is found by the words that people type', () => {
		expect(codex.alias).toEqual(expect.arrayContaining(['CSV', 'import', '116', 'child helpline']));
		expect(codex.node).toBe('n8n-nodes-openchs.openChsCsvImport');
	});

	it('may be used as a tool', () => {
		expect(description.usableAsTool).toBe(true);
	});
});

describe('the preview', () => {
	it('shows exactly what comes out for a row', () => {
		const { context } = buildContext({ nodeType: OpenChsCsvImport });
		const collector = new Collector(context, {
			columns: ['title'],
			givesRows: true,
			toFixHolds: 'reason',
			correction: { columns: null },
			helpline: 'demo',
			itemOf: () => 0,
		});
		const rowCase = {
			...{ number: 2, fields: {}, givenKey: '', caseNumber: '7', createdAt: null, problems: [] },
		};
		const row = { number: 2, cells: ['x'], fault: null };
		collector.take(
			{ index: 0, row, rowCase, key: { key: '7' } },
			{ state: 'done', outcome: 'created', id: 1, caseNumber: 'C-1', notKept: [], doubts: [] },
		);

		expect(Object.keys(collector.rows[0]?.json ?? {})).toEqual(Object.keys(preview.properties));
	});
});

/** Long enough for whatever waits for nothing else. */
async function aMoment(): Promise<void> {
	for (let hop = 0; hop < 20; hop++) await Promise.resolve();
}

describe('rows in flight', () => {
	it('are never more than was said, and all are done in the end', async () => {
		const pool = new Pool(3);
		let running = 0;
		let most = 0;
		let done = 0;
		for (let n = 0; n < 20; n++) {
			await pool.add(async () => {
				running += 1;
				most = Math.max(most, running);
				await aMoment();
				running -= 1;
				done += 1;
			});
		}
		await pool.drain();

		expect([most, done, running]).toEqual([3, 20, 0]);
	});

	it('have the next rows looked up meanwhile, in order, and an error where it happened', async () => {
		const asked: number[] = [];
		async function* source() {
			for (let n = 0; n < 3; n++) {
				asked.push(n);
				yield n;
			}
			throw new Error('broken off');
		}
		const got: number[] = [];
		const reading = (async () => {
			for await (const value of oneAhead(source())) {
				await aMoment();
				expect(asked.length).toBe(Math.min(3, value + 2));
				got.push(value);
			}
		})();

		await expect(reading).rejects.toThrow('broken off');
		expect(got).toEqual([0, 1, 2]);
	});
});

describe('what travels from part to part', () => {
	const state = {
		...firstState('abc'),
		part: 2,
		position: { next: 40, doneBeyond: [42] },
		totals: { ...firstState('').totals, created: 30, to_fix: 11 },
	};

	it('is read back as it was written, one part further', () => {
		const json = nextItem(state, { resumeAt: 'later', reason: 'why', rows: 60 });

		expect(json).toMatchObject({ part: 2, rows: 60, done: 41, created: 30, resume_at: 'later' });
		expect(stateOf({ json })).toEqual({ ...state, part: 3 });
		expect(doneOf(state.totals)).toBe(41);
	});

	it('is nothing where an item brings nothing', () => {
		expect(stateOf(undefined)).toBeNull();
		expect(stateOf({ json: {} })).toBeNull();
		expect(stateOf({ json: { import_state: [] } })).toBeNull();
		expect(stateOf({ json: { import_state: { next: '7', source: 'x' } } })).toBeNull();
	});

	it('waits as long as the server says, and at least 70 seconds', () => {
		const now = Date.parse('2030-01-01T00:00:00Z');

		expect(resumeAt('2030-01-01T01:00:00Z', now)).toBe('2030-01-01T01:00:00.000Z');
		expect(resumeAt('2030-01-01T00:00:10Z', now)).toBe('2030-01-01T00:01:10.000Z');
		expect(resumeAt(undefined, now)).toBe('2030-01-01T00:01:10.000Z');
	});
});
