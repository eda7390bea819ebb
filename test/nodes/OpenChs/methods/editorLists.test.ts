import type { INodeListSearchItems, INodeParameters, INodePropertyOptions } from 'n8n-workflow';

import { OpenChs } from '../../../../nodes/OpenChs/OpenChs.node';
import { openRun } from '../../../../nodes/shared/helpline/client';
import { toNodeError } from '../../../../nodes/shared/transport/errors';
import type { MethodRequest } from '../../../support/engine';
import { callMethod } from '../../../support/engine';
import { findMarker } from '../../../support/markers';
import type { FakeHelpline } from '../fakeHelpline';
import { CODE, fakeHelpline, FOUND, foundCase } from '../fakeHelpline';
import { picked } from '../runOperation';

jest.mock('../../../../nodes/shared/helpline/client');

const NODE = {
	id: 'node-1',
	name: 'Node',
	type: 'openChs',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};

let helpline: FakeHelpline;

beforeEach(() => {
	helpline = fakeHelpline();
	jest.mocked(openRun).mockResolvedValue({ helpline, helplineCode: CODE, end: jest.fn() });
});

function refuse(code: 'forbidden' | 'not_offered') {
	return toNodeError(NODE, { code, message: 'Refused in words' });
}

function cases(count: number) {
	const found = Array.from({ length: count }, (_each, index) => foundCase({ id: index + 1 }));
	return { found, total: count, remarks: [] };
}

describe('the list of cases', () => {
	async function list(request: MethodRequest = {}) {
		const { result } = await callMethod(OpenChs, 'listSearch', 'searchCases', request);
		return result;
	}

	it('tells number, category, priority and status, and links to the page', async () => {
		const { results } = await list();

		expect(results[0]).toEqual<INodeListSearchItems>({
			name: 'CASE-2026-000007 · Abuse · High · Open',
			value: 7,
			url: 'https://helpline.example/cases/7/view',
		});
		expect(findMarker(results)).toEqual([]);
	});

	it('goes on where it stopped, page by page', async () => {
		helpline.listCases.mockImplementation(async ({ limit }: { limit: number }) =>
			cases(Math.min(limit, 230)),
		);

		const first = await list();
		const second = await list({ paginationToken: String(first.paginationToken) });
		const third = await list({ paginationToken: String(second.paginationToken) });

		expect([first, second, third].map(({ results }) => results.length)).toEqual([100, 100, 30]);
		expect(second.results[0]?.value).toBe(101);
		expect(third.paginationToken).toBeUndefined();
	});

	it('searches on the server', async () => {
		await list({ filter: ' school ' });

		expect(helpline.searchCases).toHaveBeenCalledWith('school', [], 101, 0);
	});

	it('searches here where the server has no search', async () => {
		helpline.searchCases.mockRejectedValue(refuse('not_offered'));

		const { results } = await list({ filter: 'school' });

		expect(helpline.listCases).toHaveBeenCalledWith({ text: 'school', limit: 101 }, 0);
		expect(results).toHaveLength(2);
	});
});

describe('the list of people', () => {
	async function list(parameters: INodeParameters = {}, filter?: string) {
		const { result } = await callMethod(OpenChs, 'listSearch', 'searchPeople', {
			parameters: { resource: 'person', operation: 'update', caseId: picked(7), ...parameters },
			...(filter === undefined ? {} : { filter }),
		});
		return result.results;
	}

	it('tells kind, sex, age group and ID, and no name', async () => {
		const results = await list();

		expect(results).toEqual([{ name: 'Client · Female · 6-12 · ID 14', value: '14' }]);
		expect(findMarker(results)).toEqual([]);
	});

	it('is that of the chosen case and kind', async () => {
		await list({ personKind: 'perpetrator' });

		expect(helpline.listPeople).toHaveBeenCalledWith('7', 'perpetrator', undefined, 0);
	});

	it('is searched by what it shows', async () => {
		expect(await list({}, 'female')).toHaveLength(1);
		expect(await list({}, 'perpetrator')).toEqual([]);
	});

	it('asks for a case first', async () => {
		await expect(list({ caseId: picked('') })).rejects.toThrow(/^'Case' is empty$/);
	});
});

describe('the choices of', () => {
	async function choices(name: string): Promise<INodePropertyOptions[]> {
		return (await callMethod(OpenChs, 'loadOptions', name)).result;
	}

	it('users are active users with their role, sorted', async () => {
		const other = { record: { id: 4, username: 'anna', role: 'supervisor' }, raw: {} };
		helpline.listUsers.mockResolvedValue({ found: [FOUND.user, other], total: 2, remarks: [] });

		expect(await choices('getUsers')).toEqual([
			{ name: 'anna · supervisor', value: 4 },
			{ name: 'counsellor1 · counsellor', value: 3 },
		]);
		expect(helpline.listUsers).toHaveBeenCalledWith({ isActive: true }, undefined, 0);
	});

	it('categories are paths', async () => {
		expect(await choices('getCategories')).toEqual([
			{ name: 'Abuse > Physical', value: 'Abuse > Physical' },
		]);
	});

	it('categories that have a value of their own are sent by it', async () => {
		const own = { record: { ...FOUND.category.record, value: '5' }, raw: {} };
		helpline.listReference.mockResolvedValue({ found: [own], total: 1, remarks: [] });

		expect(await choices('getCategories')).toEqual([{ name: 'Abuse > Physical', value: '5' }]);
	});

	it('dispositions are names', async () => {
		expect(await choices('getDispositions')).toEqual([{ name: 'Advice given', value: 6 }]);
	});
});

describe('the fields of the mapper', () => {
	async function fields(name: string) {
		return (await callMethod(OpenChs, 'resourceMapping', name)).result.fields;
	}

	it('mark what a new case needs', async () => {
		const needed = (await fields('getCaseFields')).filter(({ required }) => required);

		expect(needed.map(({ id }) => id)).toEqual(['title', 'category', 'priority']);
	});

	it('leave out what only an existing case takes, unless it may be one', async () => {
		const names = async (method: string) => (await fields(method)).map(({ id }) => id);

		expect(await names('getCaseFields')).not.toContain('notes');
		expect(await names('getCaseFieldsForUpsert')).toContain('status');
		expect(await names('getCaseFieldsForUpdate')).toContain('notes');
	});

	it('need nothing for an update', async () => {
		const update = await fields('getCaseFieldsForUpdate');

		expect(update.some(({ required }) => required)).toBe(false);
	});

	it('say what this server has no place for', async () => {
		const plan = (await fields('getCaseFields')).find(({ id }) => id === 'plan');

		expect(plan?.displayName).toBe('Plan (Not Kept by This OpenCHS)');
	});

	it('offer the entries of the list that the server takes words from', async () => {
		const category = {
			name: 'category',
			label: 'Category',
			required: true,
			type: 'string',
			list: 'categories',
			isSent: true,
		};
		helpline.caseFields.mockResolvedValue([category]);

		const [offered] = await fields('getCaseFields');

		expect(offered).toMatchObject({
			type: 'options',
			options: [{ name: 'Abuse > Physical', value: 'Abuse > Physical' }],
		});
	});

	it.each([0, 1001])('let a list of %s entries be typed', async (count) => {
		const found = Array.from({ length: count }, () => FOUND.category);
		helpline.listReference.mockResolvedValue({ found, total: count, remarks: [] });

		const location = (await fields('getPersonFields')).find(({ id }) => id === 'location');

		expect(location?.type).toBe('string');
		expect(location?.options).toBeUndefined();
	});

	it('of a person are those of its kind, and need a name when one is added', async () => {
		const { result } = await callMethod(OpenChs, 'resourceMapping', 'getPersonFields', {
			parameters: { resource: 'person', operation: 'create', personKind: 'perpetrator' },
		});

		expect(helpline.personFields).toHaveBeenCalledWith('perpetrator', 0);
		expect(result.fields.filter(({ required }) => required).map(({ id }) => id)).toEqual(['name']);
		expect(result.fields.find(({ id }) => id === 'sex')?.type).toBe('options');
	});

	it('of a person need nothing for an update', async () => {
		const update = await fields('getPersonFieldsForUpdate');

		expect(update.every(({ required, removed }) => !required && removed)).toBe(true);
	});

	it('offer words with the values behind them', async () => {
		const priority = (await fields('getCaseFields')).find(({ id }) => id === 'priority');

		expect(priority).toMatchObject({ type: 'options' });
		expect(priority?.options).toContainEqual({ name: 'Critical', value: 'critical' });
	});
});

describe('a refusal', () => {
	const EVERY_METHOD = Object.entries(new OpenChs().methods).flatMap(([group, methods]) =>
		Object.keys(methods).map((name) => ({ group, name })),
	) as Array<{ group: 'listSearch' | 'loadOptions' | 'resourceMapping'; name: string }>;

	it.each(EVERY_METHOD)(
		'is shown as an error by $name, never as an empty list',
		async ({ group, name }) => {
			for (const verb of Object.values(helpline)) verb.mockRejectedValue(refuse('forbidden'));

			const parameters = { resource: 'person', operation: 'update', caseId: picked(7) };
			const asked = callMethod(OpenChs, group, name, { parameters });

			await expect(asked).rejects.toThrow('Refused in words');
		},
	);
});
