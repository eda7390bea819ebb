import type { INodeListSearchItems, INodePropertyOptions } from 'n8n-workflow';

import { OpenChs } from '../../../../nodes/OpenChs/OpenChs.node';
import { openRun } from '../../../../nodes/shared/helpline/client';
import { toNodeError } from '../../../../nodes/shared/transport/errors';
import type { MethodRequest } from '../../../support/engine';
import { callMethod } from '../../../support/engine';
import { findMarker } from '../../../support/markers';
import type { FakeHelpline } from '../fakeHelpline';
import { CODE, fakeHelpline, FOUND, foundCase } from '../fakeHelpline';

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

			await expect(callMethod(OpenChs, group, name)).rejects.toThrow('Refused in words');
		},
	);
});
