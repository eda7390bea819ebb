import { FIELDS, fileItem, keyCredential, prepare, runOpenChs } from '../support/helpline';
import { sentWithKey } from '../support/operations';
import type { SandboxProcess } from '../support/sandbox.mts';
import { startSandboxProcess } from '../support/sandbox.mts';
import type { SecondHost } from '../support/secondHost.mts';
import { startSecondHost } from '../support/secondHost.mts';

describe('the login stays with its own server', () => {
	let sandbox: SandboxProcess;
	let other: SecondHost;

	beforeAll(async () => {
		sandbox = await startSandboxProcess();
		other = await startSecondHost();
	});
	afterAll(async () => {
		await sandbox.stop();
		await other.stop();
	});

	it.each([301, 302, 303, 307, 308])(
		'when every call is redirected to another host with status %s',
		async (status) => {
			const ids = await prepare(sandbox);
			await sandbox.admin.setFaults([
				`redirect=${encodeURIComponent(other.url)};status=${status}:*:(?!/health).*`,
			]);

			for (const use of sentWithKey(ids, FIELDS)) {
				const run = await runOpenChs(keyCredential(sandbox), use, { items: [fileItem()] });
				expect(run.error?.message).toContain('OpenCHS sends this call on to another address');
			}

			expect(other.requests).toEqual([]);
		},
	);

	it('when an attachment lies at another host', async () => {
		const ids = await prepare(sandbox);
		await sandbox.admin.setOption('downloadAddress', other.url);
		const downloads = sentWithKey(ids, FIELDS).filter(({ operation }) =>
			operation.startsWith('download'),
		);

		for (const use of downloads) {
			const run = await runOpenChs(keyCredential(sandbox), use);
			expect(run.error?.message).toContain('OpenCHS sends this call on to another address');
		}

		expect(downloads).toHaveLength(2);
		expect(other.requests).toEqual([]);
	});
});

describe('two helplines with the same ids in one n8n', () => {
	let first: SandboxProcess;
	let second: SandboxProcess;

	beforeAll(async () => {
		[first, second] = await Promise.all([startSandboxProcess(), startSandboxProcess()]);
	});
	afterAll(async () => {
		await Promise.all([first.stop(), second.stop()]);
	});

	it('cross no record, no key and no request, and are told apart by their code', async () => {
		await first.admin.reset('empty');
		await second.admin.reset('empty');
		const create = (externalKey: string, title: string) => ({
			resource: 'case',
			operation: 'create',
			parameters: {
				externalKey,
				fields: { mappingMode: 'defineBelow', value: { ...FIELDS, title } },
			},
		});
		const one = keyCredential(first, 'one');
		const two = keyCredential(second, 'two');

		const runs = await Promise.all(
			Array.from({ length: 20 }, async (_, n) =>
				n % 2 === 0
					? await runOpenChs(one, create(`form-${Math.floor(n / 2)}`, 'Of one'))
					: await runOpenChs(two, create(`form-${Math.floor(n / 2)}`, 'Of two')),
			),
		);

		const [ofOne, ofTwo] = [await first.admin.cases(), await second.admin.cases()];
		expect(ofOne.map(({ title }) => title)).toEqual(Array.from({ length: 10 }, () => 'Of one'));
		expect(ofTwo.map(({ title }) => title)).toEqual(Array.from({ length: 10 }, () => 'Of two'));
		expect(ofOne.map(({ id }) => id)).toEqual(ofTwo.map(({ id }) => id));
		runs.forEach(({ outputs }, n) =>
			expect(outputs[0]?.[0]?.json.helpline).toBe(n % 2 === 0 ? 'one' : 'two'),
		);
	});
});
