import axios, { type AxiosInstance } from 'axios';
import { sleep } from 'n8n-workflow';

import { contextOf, loggedIn, rowsOf } from '../support/deployed.mts';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox.mts';

let sandbox: SandboxProcess;
let api: AxiosInstance;
let deployed: AxiosInstance;

beforeAll(async () => {
	sandbox = await startSandboxProcess();
	api = axios.create({
		baseURL: `${sandbox.url}/helpline/api`,
		proxy: false,
		validateStatus: () => true,
		headers: { 'X-API-Key': sandbox.apiKey },
	});
});
afterAll(async () => await sandbox.stop());
beforeEach(async () => {
	await sandbox.admin.reset('empty');
	deployed = await loggedIn(sandbox);
});

async function feed() {
	return rowsOf(await deployed.get('case_activities?_c=1000'), 'case_activities');
}

async function listed(): Promise<number[]> {
	const { data } = await api.get<{ data: Array<{ id: number }> }>('/cases?limit=100');
	return data.data.map(({ id }) => id);
}

describe('changes by other people', () => {
	it('are as many as asked, in one second, on both sides', async () => {
		await sandbox.admin.burst({ creates: 30 });
		await sandbox.admin.burst({ updates: 20, notes: 5 });

		expect(await listed()).toHaveLength(30);
		const rows = await feed();
		expect(rows).toHaveLength(55);
		expect(rows.filter(({ activity }) => activity === '1')).toHaveLength(30);
		expect(new Set(rows.slice(25).map(({ created_on }) => created_on)).size).toBe(1);
	});

	it('are many and cheap: 10,000 in one second', async () => {
		const started = Date.now();
		await sandbox.admin.burst({ creates: 10_000 });
		const rows = await sandbox.admin.deployed('case_activities');

		expect(rows).toHaveLength(10_000);
		expect(new Set(rows.map(({ created_on }) => created_on)).size).toBe(1);
		expect(Date.now() - started).toBeLessThan(20_000);
	});

	it('leave holes, lines about case 0 and about cases that do not exist when asked', async () => {
		await sandbox.admin.burst({ creates: 1 });
		await sandbox.admin.burst({ holes: 2 });
		await sandbox.admin.burst({ creates: 1, phantoms: 2 });

		const rows = await feed();

		expect(rows.map(({ id }) => Number(id) - 20_001)).toEqual([5, 4, 3, 0]);
		expect(rows.slice(0, 2).map(({ case_id }) => case_id)).toEqual(['99999999', '0']);
	});
});

describe('changes that are visible late', () => {
	beforeEach(async () => {
		await sandbox.admin.burst({ creates: 1 });
		await sandbox.admin.setOption('lateShare', 1);
		await sandbox.admin.setOption('lateMs', 700);
	});

	it('are in neither list nor feed at first, and have id and time of the moment they were made', async () => {
		const [made = ''] = (await feed()).map(({ created_on }) => created_on);
		await sandbox.admin.burst({ creates: 1, updates: 1 });
		await sandbox.admin.setOption('lateShare', 0);
		await sandbox.admin.burst({ creates: 1 });

		expect((await feed()).map(({ id }) => Number(id) - 20_001)).toEqual([3, 0]);
		expect(await listed()).toHaveLength(2);
		await sleep(1200);

		const rows = await feed();
		expect(rows.map(({ id }) => Number(id) - 20_001)).toEqual([3, 2, 1, 0]);
		expect(Number(rows[1]?.created_on) - Number(made)).toBeLessThanOrEqual(1);
		expect(await listed()).toHaveLength(3);
	});

	it('are told with the time from which they could be seen', async () => {
		await sandbox.admin.burst({ creates: 2 });
		await sleep(800);

		const late = (await sandbox.admin.changes()).filter(({ at, visibleFrom }) => {
			return visibleFrom - Date.parse(at) > 0;
		});

		expect(late.filter(({ side }) => side === 'published').length).toBeGreaterThanOrEqual(2);
	});
});

describe('a server restored from a backup', () => {
	it('has forgotten what came later, gives the same ids again and wants a new login', async () => {
		await sandbox.admin.burst({ creates: 3 });
		await sandbox.admin.takeBackup();
		await sandbox.admin.burst({ creates: 2 });
		await sandbox.admin.burst({ updates: 1 });
		const before = await feed();

		await sandbox.admin.restoreBackup();

		expect((await deployed.get('case_activities')).status).toBe(401);
		deployed = await loggedIn(sandbox);
		expect(await feed()).toEqual(before.slice(3));
		expect(await listed()).toHaveLength(3);
		await sandbox.admin.burst({ creates: 1 });
		const [newest] = await feed();
		expect(newest?.id).toBe(before[2]?.id);
		expect(await listed()).toHaveLength(4);
	});

	it('is refused without a backup', async () => {
		await expect(sandbox.admin.restoreBackup()).rejects.toThrow('There is no backup yet');
	});

	it('is told: what is gone is marked, what is new is not', async () => {
		await sandbox.admin.burst({ creates: 1 });
		await sandbox.admin.takeBackup();
		await sandbox.admin.burst({ creates: 1 });
		await sandbox.admin.restoreBackup();
		await sandbox.admin.burst({ creates: 1 });

		const changes = await sandbox.admin.changes();

		const of = (side: string) =>
			changes.filter((one) => one.side === side).map(({ isGone }) => isGone);
		expect(of('published')).toEqual([false, true, false]);
		expect(of('deployed')).toEqual([false, true, false]);
	});
});

describe('what really happened', () => {
	it('is told for both sides, with every version of a case', async () => {
		await sandbox.admin.burst({ creates: 1 });
		const [id] = await listed();
		await sleep(1100);
		await api.put(`/cases/${id}`, { priority: 'critical' });
		await sandbox.admin.burst({ messages: 1 });

		const changes = await sandbox.admin.changes();

		const cases = changes.filter(({ kind }) => kind === 'case');
		expect(cases.filter(({ side }) => side === 'published').map(({ isNew }) => isNew)).toEqual(
			expect.arrayContaining([true, false]),
		);
		expect(cases.filter(({ side }) => side === 'deployed').map(({ id: of }) => of)).toContain(
			String(id),
		);
		expect(changes.filter(({ kind }) => kind === 'message')).toHaveLength(1);
		expect(changes.filter(({ kind }) => kind === 'communication')).toHaveLength(1);
	});

	it('knows nothing of seeds', async () => {
		await sandbox.admin.reset('seeded');

		expect(await sandbox.admin.changes()).toEqual([]);
	});
});

it('caps lists of the deployed server when asked, and goes on where the page ended', async () => {
	await sandbox.admin.burst({ creates: 12 });
	await sandbox.admin.setOption('listCap', 5);

	const first = await deployed.get('case_activities?_c=100');
	const last = await deployed.get('case_activities?_c=100&_o=10');

	expect(rowsOf(first, 'case_activities')).toHaveLength(5);
	expect(contextOf(first, 'case_activities').slice(0, 5)).toEqual(['0', '5', '1', '5', '12']);
	expect(rowsOf(last, 'case_activities')).toHaveLength(2);
});

it('lets a fault strike a share of the requests by chance', async () => {
	await sandbox.admin.setFaults(['status=503;share=0.5:GET:/cases']);
	const statuses = new Set<number>();
	for (let i = 0; i < 40; i++) statuses.add((await api.get('/cases')).status);

	expect([...statuses].sort()).toEqual([200, 503]);
});
