import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { OpenChsLoginApi } from '../../credentials/OpenChsLoginApi.credentials';
import { keyCredential, runOpenChs } from '../support/helpline';
import { previewOf } from '../support/previews.mts';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';

const SINCE = { timeSpan: 'dates', startDate: '2020-01-01', endDate: '2099-01-01' };
const LISTS = ['by_status', 'by_priority', 'by_category'];

/** Thirteen of low priority, two of high, one of them closed. */
const CASES = [
	...Array.from({ length: 12 }, () => ({ priority: 'low', status: 'open', category: 'Abuse' })),
	{ priority: 'low', status: 'open', category: 'Neglect' },
	{ priority: 'high', status: 'open', category: 'Abuse' },
	{ priority: 'high', status: 'closed', category: 'Abuse' },
];

describe.each(['apiKey', 'login'] as const)('statistics with the login %s', (authentication) => {
	let sandbox: SandboxProcess;

	beforeAll(async () => {
		sandbox = await startSandboxProcess();
		await sandbox.admin.reset('empty');
		for (const each of CASES) await sandbox.admin.insertCase({ title: 'Made up', ...each });
	}, 60_000);
	afterAll(async () => {
		await sandbox.stop();
	});

	async function get(parameters: INodeParameters): Promise<IDataObject> {
		const login = {
			credentialType: new OpenChsLoginApi(),
			data: { baseUrl: sandbox.deployedUrl, ...sandbox.login, helplineCode: 'sandbox' },
		};
		const { error, outputs } = await runOpenChs(
			authentication === 'login' ? (login as never) : keyCredential(sandbox),
			{
				resource: 'statistics',
				operation: 'get',
				parameters: { authentication, ...SINCE, ...parameters },
			},
		);
		if (error) throw error;
		return outputs[0]?.[0]?.json ?? {};
	}

	it('are whole when nothing is protected', async () => {
		const { total_cases, by_priority } = await get({});

		expect(total_cases).toBe(15);
		expect(by_priority).toMatchObject({ low: 13, high: 2 });
	});

	it.each(['simplified', 'raw'])(
		'hide small numbers and their way back in the output %s',
		async (output) => {
			const hidden = await get({ smallNumbers: 'hidden', threshold: 5, output });

			expect(hidden.total_cases).toBe(15);
			expect(hidden.by_priority).toMatchObject({ low: null, high: null });
			expect(hidden.by_status).toMatchObject({ open: null, closed: null });
			for (const list of LISTS) {
				const counts = Object.values(hidden[list] as Record<string, number | null>);
				expect(counts.filter((count) => count !== null && count > 0 && count < 5)).toEqual([]);
				expect(counts.filter((count) => count === null)).not.toHaveLength(1);
			}
			expect(hidden.avg_resolution_time_hours).toBeNull();
		},
	);

	it('hide small numbers alone when the totals are not to be protected', async () => {
		const hidden = await get({ smallNumbers: 'hidden', threshold: 5, protectTotals: false });

		expect(hidden.by_priority).toMatchObject({ low: 13, high: null });
	});

	it('are rounded to five', async () => {
		const { total_cases, by_priority, ...rest } = await get({ smallNumbers: 'rounded' });

		expect(total_cases).toBe(15);
		expect(by_priority).toMatchObject({ low: 15, high: 0 });
		for (const list of LISTS) {
			const counts = Object.values((rest[list] ?? {}) as Record<string, number>);
			expect(counts.filter((count) => count % 5 !== 0)).toEqual([]);
		}
	});

	it('have the members that the preview shows, protected or not', async () => {
		for (const smallNumbers of ['asTheyAre', 'hidden', 'rounded']) {
			expect(Object.keys(await get({ smallNumbers })).sort()).toEqual(
				previewOf('statistics', 'get'),
			);
		}
	});

	if (authentication === 'login') {
		it('hide small numbers of the table, and what would give them back from the lists', async () => {
			const { table, by_priority, by_status, total_cases } = await get({
				smallNumbers: 'hidden',
				threshold: 5,
				tableRows: ['priority'],
				tableColumns: 'status',
			});
			const count = (priority: string, status: string) =>
				(table as IDataObject[]).find((row) => row.priority === priority && row.status === status)
					?.cases;

			expect(count('high', 'open')).toBeNull();
			expect(count('high', 'closed')).toBeNull();
			expect(total_cases).toBe(15);
			// 15 less 13 would be the two of high priority, whether the 13 stands in the list or in the table.
			expect([count('low', 'open'), (by_priority as IDataObject).low]).toEqual([null, null]);
			expect(by_status).toMatchObject({ open: null, closed: null });
		});

		it('name the category of each subcategory in a table that is protected', async () => {
			const { table } = await get({ smallNumbers: 'rounded', tableRows: ['subcategory'] });

			for (const row of table as IDataObject[]) {
				expect(Object.keys(row)).toEqual(['category', 'subcategory', 'cases']);
			}
		});
	}
});
