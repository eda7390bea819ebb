import { sharedN8n, type SharedN8n } from '../../tools/n8n/shared.mts';
import { runDemo } from '../../tools/start/demo.mts';
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox.mts';

/** What the published API has no place for, as the example's rows carry it. */
const ONLY_THE_HELPLINE_SERVER = ['plan', 'reporter_age_group', 'reporter_sex', 'gbv_related'];

describe("the example's workflow with nothing changed but login and credential", () => {
	let n8n: SharedN8n;
	let sandbox: SandboxProcess;

	beforeAll(async () => {
		n8n = await sharedN8n();
		sandbox = await startSandboxProcess();
	});
	beforeEach(async () => {
		await sandbox.admin.reset('empty');
	});
	afterAll(async () => {
		await sandbox.stop();
	});

	it.each(['published', 'deployed'] as const)(
		'makes four cases on the %s server and refuses the fifth row by field and item',
		async (server) => {
			const demo = await runDemo(n8n.api, sandbox, server);

			expect(demo.created).toBe(4);
			expect(demo.refusals).toEqual(["'Priority' was not accepted [item 4]"]);
			const cases = await sandbox.admin.cases();
			expect(cases).toHaveLength(4);
			expect(cases.map(({ child_name }) => child_name).filter(Boolean)).toHaveLength(3);
			expect(cases.map(({ plan }) => Boolean(plan))).toEqual(
				cases.map(() => server === 'deployed'),
			);
		},
	);

	it('tells which fields the published API has no place for', async () => {
		const { notSent } = await runDemo(n8n.api, sandbox, 'published');

		expect([...notSent].sort()).toEqual([...ONLY_THE_HELPLINE_SERVER].sort());
	});
});
